using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm;

/// <summary>A repository with its verified roots, ready to be planned.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Roots">Its root files on disk.</param>
/// <param name="State">What is known of them.</param>
/// <param name="Repomd">What its <c>repomd.xml</c> says.</param>
internal sealed record PlannedRepository(RpmRepository Repository, RootDirectory Roots, RootState State, Repomd Repomd)
{
    /// <summary>Loads the roots of the definition's repositories, and of those in their trees.</summary>
    public static IReadOnlyList<PlannedRepository> LoadAll(RpmDefinition definition, string rootsDirectory)
    {
        var planned = new List<PlannedRepository>();
        foreach (var repository in RpmRepository.Expand(definition))
        {
            var roots = new RootDirectory(rootsDirectory, repository.Path);
            planned.Add(Load(repository, roots));
            foreach (var sub in TreeRepositories.Of(repository, roots).Select(repository.Sub))
            {
                var subRoots = new RootDirectory(rootsDirectory, sub.Path);
                if (subRoots.Load() is not null)
                {
                    planned.Add(Load(sub, subRoots));
                }
            }
        }

        return [.. planned.DistinctBy(p => p.Repository.Path)];
    }

    /// <summary>Where files below a repository's path are fetched, where a list of mirrors said so.</summary>
    public static IReadOnlyList<PlanBase> BasesOf(IEnumerable<PlannedRepository> repositories) =>
        [.. repositories
            .Where(r => r.State.Bases is { Count: > 0 })
            .Select(r => new PlanBase(r.Repository.Path, r.State.Bases!))
            .OrderBy(b => b.Path, StringComparer.Ordinal)];

    /// <summary>The metadata file of a type that can be read, or null.</summary>
    public RepomdData? Find(string type) => Repomd.Data.FirstOrDefault(d => d.Type == type);

    /// <summary>The list of packages, or <see cref="DiagnosticCodes.RpmPrimaryMissing"/>.</summary>
    public RepomdData Primary => Find("primary") ?? throw RpmDiagnostics.PrimaryMissing(Repository.Name);

    private static PlannedRepository Load(RpmRepository repository, RootDirectory roots)
    {
        var state = roots.Require();
        var repomd = RepomdParser.Parse(File.ReadAllBytes(roots.PathOf(RepositoryFiles.Repomd)), repository.PathOf(RepositoryFiles.Paths[RepositoryFiles.Repomd]));
        return new PlannedRepository(repository with { Bases = state.Bases ?? [] }, roots, state, repomd);
    }
}
