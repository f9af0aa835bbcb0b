using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Rpm.Rewriting;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm;

/// <summary>Plans repositories of which everything is taken, byte for byte: whatever repomd.xml lists, known or not.</summary>
/// <param name="plan">The plan.</param>
/// <param name="entries">Lines of the plan for what metadata lists.</param>
/// <param name="reader">Reads metadata.</param>
/// <param name="source">Gets and keeps files.</param>
/// <param name="counts">Counts packages.</param>
/// <param name="filter">What is left out.</param>
/// <param name="check">Reads metadata files to their ends.</param>
/// <param name="parts">What of earlier plans stands; null: every list of packages is read.</param>
internal sealed class WholeRepositories(
    PlanWriter plan, RpmEntries entries, RepodataReader reader, IArtifactSource source, ScopeCounts counts, RpmFilter filter, MetadataCheck check, RepositoryParts? parts)
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
        if (parts is null)
        {
            _ = await ReadPackagesAsync(planned, Plan, cancellation);
        }
        else
        {
            Plan.Add(parts.Find(planned) ?? await MakePartAsync(planned, parts, cancellation));
        }
    }

    private async Task<PlanPart> MakePartAsync(PlannedRepository planned, RepositoryParts kept, CancellationToken cancellation)
    {
        using var part = kept.Begin(planned);
        return part.Complete(await ReadPackagesAsync(planned, part, cancellation));
    }

    private async Task<long> ReadPackagesAsync(PlannedRepository planned, IPlanLines lines, CancellationToken cancellation)
    {
        var scopes = ScopesOf(planned.Repository);
        var listed = 0L;
        await reader.ReadPackagesAsync(
            planned,
            withDependencies: false,
            package =>
            {
                RequireOwn(planned, package.Base);
                var scope = scopes.Of(System.Text.Encoding.UTF8.GetBytes(package.Architecture));
                scope.CountAvailable(package.Size ?? 0);
                listed++;
                if (!filter.IsFileLeftOut(planned.Repository, package))
                {
                    AddPackage(planned, package, scope, lines);
                }
            },
            cancellation);
        return listed;
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
