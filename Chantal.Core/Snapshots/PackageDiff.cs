using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>
/// Compares two states by their packages. Where they differ, they are walked side by side, to find the packages of which a file
/// came or went. Then all versions of these are gathered, without which a version more could not be told from an upgrade.
/// </summary>
/// <param name="generations">The manifests.</param>
/// <param name="order">The format's own order of versions, the older one first.</param>
internal sealed class PackageDiff(GenerationStore generations, IComparer<string> order)
{
    /// <summary>The packages that are not the same, by name and architecture.</summary>
    public IReadOnlyList<PackageChange> Compare(GenerationId from, GenerationId to, CancellationToken cancellation)
    {
        if (from == to)
        {
            return [];
        }

        var packages = new Dictionary<(string Name, string? Architecture), Versions>();
        Generation[] states = [generations.Read(from), generations.Read(to)];
        foreach (var change in Walk(states, PathRanges.Different(states), cancellation).Where(c => !c.IsUnchanged))
        {
            Note(change.Present, v => v.RemovedBytes += change.Present!.Size ?? 0);
            Note(change.Wanted, v => v.AddedBytes += change.Wanted!.Size ?? 0);
        }

        var names = packages.Keys.Select(k => k.Name).ToHashSet(StringComparer.Ordinal);
        HashSet<Sha256Digest> before = [.. states[0].Shards.Select(s => s.Digest)], after = [.. states[1].Shards.Select(s => s.Digest)];
        foreach (var (shard, entry) in packages.Count == 0 ? [] : Named(states, names, cancellation))
        {
            Collect(before.Contains(shard) ? entry : null, v => v.From);
            Collect(after.Contains(shard) ? entry : null, v => v.To);
        }

        return
        [
            .. packages.Select(p => p.Value.ToChange(p.Key, order)).OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Architecture, StringComparer.Ordinal),
        ];

        void Note(PlanEntry? entry, Action<Versions> count)
        {
            if (entry is { Role: FileRole.Package or FileRole.Source, Package: { } package })
            {
                if (!packages.TryGetValue((package.Name, package.Architecture), out var versions))
                {
                    packages.Add((package.Name, package.Architecture), versions = new Versions());
                }

                count(versions);
            }
        }

        void Collect(PlanEntry? entry, Func<Versions, HashSet<string>> side)
        {
            if (entry is { Role: FileRole.Package or FileRole.Source, Package: { } package } && packages.TryGetValue((package.Name, package.Architecture), out var versions))
            {
                side(versions).Add(package.Version);
            }
        }
    }

    // What has one of the names, of each shard once. Of the other lines, which are nearly all, only the name is looked at.
    private IEnumerable<(Sha256Digest Shard, PlanEntry Entry)> Named(Generation[] states, HashSet<string> names, CancellationToken cancellation)
    {
        var seen = new HashSet<Sha256Digest>();
        foreach (var (state, at) in states.SelectMany(s => Enumerable.Range(0, s.Shards.Count).Where(i => seen.Add(s.Shards[i].Digest)).Select(i => (s, i))))
        {
            using var lines = generations.Open(state, at);
            while (lines.ReadPath(out _))
            {
                cancellation.ThrowIfCancellationRequested();
                if (new PlanLine(lines.LastLine).Name is { } name && names.Contains(name))
                {
                    yield return (state.Shards[at].Digest, lines.LastEntry());
                }
            }
        }
    }

    private IEnumerable<PlanChange> Walk(Generation[] states, PathRanges within, CancellationToken cancellation)
    {
        using var merge = new StateMerge(generations, states, within);
        foreach (var (_, entries) in merge.Differences())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new PlanChange(Wanted: entries[1], Present: entries[0]);
        }
    }

    private sealed class Versions
    {
        public HashSet<string> From { get; } = new(StringComparer.Ordinal);

        public HashSet<string> To { get; } = new(StringComparer.Ordinal);

        public long AddedBytes { get; set; }

        public long RemovedBytes { get; set; }

        public PackageChange ToChange((string Name, string? Architecture) package, IComparer<string> order)
        {
            List<string> from = [.. From.OrderDescending(order)], to = [.. To.OrderDescending(order)];
            var kind = from.Count == 0 ? PackageChangeKind.Added
                : to.Count == 0 ? PackageChangeKind.Removed
                : order.Compare(to[0], from[0]) switch
                {
                    > 0 => PackageChangeKind.Upgraded,
                    < 0 => PackageChangeKind.Downgraded,
                    _ => From.SetEquals(To) ? PackageChangeKind.Rebuilt : PackageChangeKind.OtherVersions,
                };
            return new PackageChange(package.Name, package.Architecture, kind, from, to, AddedBytes, RemovedBytes);
        }
    }
}
