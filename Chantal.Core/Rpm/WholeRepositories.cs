using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Rpm.Rewriting;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm;

/// <summary>Plans repositories of which everything is taken, byte for byte: whatever repomd.xml lists, known or not.</summary>
internal sealed class WholeRepositories(PlanWriter plan, RpmEntries entries, RepodataReader reader, IArtifactSource source, ScopeCounts counts, RpmFilter filter, MetadataCheck check)
    : RepositoryPlan(plan, entries, source, counts)
{
    // What delta RPMs are listed in: prestodelta at Fedora, deltainfo at SUSE.
    private static readonly string[] DeltaLists = ["prestodelta", "deltainfo"];

    /// <summary>Adds a repository.</summary>
    public async Task AddAsync(PlannedRepository planned, CancellationToken cancellation)
    {
        foreach (var name in planned.State.Files.Keys.Where(n => !RepositoryFiles.Tree.Contains(n)).Order(StringComparer.Ordinal))
        {
            await AddRootAsync(planned, name, cancellation);
        }

        var taken = planned.Repomd.Data.Where(d => filter.Takes(planned.Repository, d)).ToList();
        foreach (var data in taken)
        {
            RequireOwn(planned, data.Base);
            Plan.Add(Entries.OfMetadata(planned.Repository, data), $"the repomd.xml of '{planned.Repository.Name}'");
        }

        await check.CheckAsync(planned, taken, cancellation);
        foreach (var data in taken.Where(d => DeltaLists.Contains(d.Type) && filter.TakesDeltas()))
        {
            await AddDeltasAsync(planned, data, cancellation);
        }

        await AddTreeAsync(planned, cancellation);
        var scopes = ScopesOf(planned.Repository);
        await reader.ReadPackagesAsync(
            planned,
            withDependencies: false,
            package =>
            {
                RequireOwn(planned, package.Base);
                var scope = scopes.Of(System.Text.Encoding.UTF8.GetBytes(package.Architecture));
                scope.CountAvailable(package.Size ?? 0);
                if (!filter.IsFileLeftOut(planned.Repository, package))
                {
                    AddPackage(planned, package, scope);
                }
            },
            cancellation);
    }

    private async Task AddDeltasAsync(PlannedRepository planned, RepomdData data, CancellationToken cancellation)
    {
        var name = $"'{planned.Repository.PathOf(data.Location)}'";
        using var content = await reader.OpenAsync(planned.Repository, data, cancellation);
        foreach (var delta in DeltaList.Parse(content, name))
        {
            Plan.Add(Entries.OfDelta(planned.Repository, delta, name), name);
        }
    }
}
