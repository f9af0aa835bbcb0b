using Chantal.Audits;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Reasons;

/// <summary>
/// Finds out why a mirror has a package, or does not: in which states it is, and what the last plan made of it. Nothing is fetched, and no index is read: the manifests and
/// what the plan noted are enough.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="refs">Its refs.</param>
/// <param name="generations">Its manifests.</param>
internal sealed class ReasonSearch(StoreLayout layout, RefStore refs, GenerationStore generations)
{
    /// <summary>Looks for a package.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="type">Its format, where it was never synced.</param>
    /// <param name="package">The package's name.</param>
    /// <param name="cancellation">Ends the work.</param>
    public PackageReasons Read(string mirror, string type, string package, CancellationToken cancellation)
    {
        var head = refs.Mirror(mirror) is { } found && generations.Exists(found) ? found : (GenerationId?)null;
        var format = RepositoryFormats.Find(head is null ? type : generations.Read(head.Value).Header.Type);
        var wanted = Normal(package);
        var search = new PackageSearch(generations, name => Normal(name) == wanted);
        var versions = SelectionRecord.Read(layout.State(mirror));
        var places = (versions ?? []).Select((v, at) => (v, at)).Where(v => Normal(v.v.Package.Name) == wanted).Select(v => v.at).ToList();
        var taken = new TakenPackages(versions ?? []);
        var reasons = new PackageReasons(
            mirror, format?.Name ?? type, package, [.. States(mirror, head, search, cancellation)], versions is not null,
            [.. places.Select(at => new ExplainedVersion(versions![at], versions[at].IsTaken ? taken.ChainTo(at) : [], Names(versions, at)))])
        {
            OnlyForIt = places.Count == 0 ? [] : taken.OnlyFor(places.ToHashSet()),
            Policy = [.. PolicyRecord.ReadAll(layout, mirror).Lines.Where(l => Normal(l.Name) == wanted)],
            Said = versions is null && format is null ? Said(mirror, package) : null,
        };
        return reasons.IsKnown ? reasons : reasons with { Nearest = NearestTo(head, versions, package, cancellation) };

        string Normal(string name) => format?.Words.NameOf(name) ?? name;
    }

    // A script that makes plans says by itself why it takes a file.
    private string? Said(string mirror, string package)
    {
        var file = Path.Combine(layout.State(mirror), "plan.jsonl");
        if (!File.Exists(file))
        {
            return null;
        }

        using var plan = PlanText.Of(file).Open();
        while (plan.ReadPath(out _))
        {
            if (new PlanLine(plan.LastLine).Name == package && plan.LastEntry().Why is { } why)
            {
                return why;
            }
        }

        return null;
    }

    private IEnumerable<StateWithPackage> States(string mirror, GenerationId? head, PackageSearch search, CancellationToken cancellation)
    {
        if (head is { } state && search.In(state, cancellation) is { Count: > 0 } entries)
        {
            yield return With(StateName.Head, entries, new FixSearch(refs, generations, mirror, state).Since([.. entries.Select(e => e.Path)]), []);
        }

        foreach (var (name, snapshot) in refs.Snapshots().Where(s => refs.HasSnapshot(s, mirror)).Select(s => (s, refs.Snapshot(s, mirror)!)).OrderByDescending(s => s.Item2.Time))
        {
            if (generations.Exists(snapshot.Target) && search.In(snapshot.Target, cancellation) is { Count: > 0 } its)
            {
                yield return With(name, its, snapshot.Time, refs.ChannelsOf(name, mirror));
            }
        }
    }

    private static StateWithPackage With(string name, IReadOnlyList<PlanEntry> entries, DateTimeOffset? since, IReadOnlyList<string> channels) =>
        new(name, [.. entries.Select(e => e.Package!).Distinct()], entries.Sum(e => e.Size ?? 0), since, channels);

    private static IReadOnlyList<string> Names(IReadOnlyList<SelectedVersion> versions, int at) =>
        [.. versions[at].NeededBy.Where(by => versions[by].IsTaken).Select(by => versions[by].Package.Name).Distinct().Order(StringComparer.Ordinal)];

    private string? NearestTo(GenerationId? head, IReadOnlyList<SelectedVersion>? versions, string package, CancellationToken cancellation)
    {
        var names = versions?.Select(v => v.Package.Name).ToHashSet(StringComparer.Ordinal);
        if (names is null && head is { } state)
        {
            names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in generations.Files(state, line => line.IsPackage))
            {
                cancellation.ThrowIfCancellationRequested();
                names.Add(entry.Package?.Name ?? "");
            }
        }

        return NearestWord.Find(package, names ?? [], most: 2);
    }
}
