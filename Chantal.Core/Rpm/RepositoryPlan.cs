using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Rpm.Packages;

namespace Chantal.Rpm;

/// <summary>Adds a repository to a plan: its roots, its metadata and its packages. What is taken of them is the heirs' to say.</summary>
internal abstract class RepositoryPlan(PlanWriter plan, RpmEntries entries, IArtifactSource source, ScopeCounts counts)
{
    /// <summary>Lines of the plan for what metadata lists.</summary>
    protected RpmEntries Entries { get; } = entries;

    /// <summary>The plan.</summary>
    protected PlanWriter Plan { get; } = plan;

    /// <summary>Gets and keeps files.</summary>
    protected IArtifactSource Source { get; } = source;

    /// <summary>The scopes of a repository's packages, by architecture.</summary>
    protected ScopeCounts.Family ScopesOf(RpmRepository repository) => counts.Below(repository.Name);

    /// <summary>Adds a root file as it is on disk.</summary>
    protected async Task AddRootAsync(PlannedRepository planned, string name, CancellationToken cancellation)
    {
        var path = planned.Repository.PathOf(RepositoryFiles.Paths[name]);
        await AddFileAsync(path, planned.Roots.PathOf(name), FileRole.Root, planned.Repository.Name, cancellation);
    }

    /// <summary>Keeps a local file in the store, and adds it to the plan.</summary>
    protected async Task AddFileAsync(string path, string file, FileRole role, string scope, CancellationToken cancellation)
    {
        var artifact = await Source.ImportAsync(file, cancellation);
        Plan.Add(new PlanEntry { Path = path, Size = artifact.Size, Sha256 = artifact.Sha256, Role = role, Scope = scope }, $"'{path}'");
    }

    /// <summary>Adds the installable tree's description and the files that it names.</summary>
    protected async Task AddTreeAsync(PlannedRepository planned, CancellationToken cancellation)
    {
        foreach (var name in RepositoryFiles.Tree.Where(planned.State.Files.ContainsKey))
        {
            await AddRootAsync(planned, name, cancellation);
        }

        foreach (var file in TreeRepositories.Read(planned.Repository, planned.Roots).SelectMany(t => t.Files))
        {
            Plan.Add(Entries.OfTreeFile(planned.Repository, file, $"'{planned.Repository.PathOf(RepositoryFiles.HiddenTreeInfo)}'"), $"the tree of '{planned.Repository.Name}'");
        }
    }

    /// <summary>Throws if metadata that is copied names files at another place than the mirror.</summary>
    protected static void RequireOwn(PlannedRepository planned, string? place)
    {
        if (place is not (null or "." or "./"))
        {
            throw RpmDiagnostics.PointsElsewhere(planned.Repository.Name, place);
        }
    }

    /// <summary>Adds a package and counts it.</summary>
    protected void AddPackage(PlannedRepository planned, PrimaryPackage package, ScopeCounts.Scope scope, IPlanLines lines, PlanEntry? stored = null)
    {
        var listedIn = $"'{planned.Repository.PathOf(planned.Primary.Location)}'";
        lines.Add(stored ?? Entries.OfPackage(planned.Repository, package, scope.Name, listedIn), listedIn);
        scope.CountSelected(package.Size ?? 0);
    }
}
