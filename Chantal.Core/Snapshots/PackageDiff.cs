using Chantal.Advisories;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>
/// Compares two states by their packages. Where they differ, they are walked side by side, to find the packages of which a file
/// came or went. Then all versions of these are gathered, without which a version more could not be told from an upgrade.
/// </summary>
/// <param name="generations">The manifests.</param>
/// <param name="order">The format's own order of versions, the older one first.</param>
/// <param name="distributionOf">The distribution that a version was built for; null: versions do not say that.</param>
internal sealed class PackageDiff(GenerationStore generations, IComparer<string> order, Func<string, string?> distributionOf)
{
    /// <summary>Compares states of mirrors of a type.</summary>
    public static PackageDiff Of(GenerationStore generations, string type) =>
        new(generations, RepositoryFormats.Versions(type), v => RepositoryFormats.Find(type)?.DistributionOf(v));

    /// <summary>The packages that are not the same, by name and architecture.</summary>
    public IReadOnlyList<PackageChange> Compare(GenerationId from, GenerationId to, CancellationToken cancellation)
    {
        if (from == to)
        {
            return [];
        }

        var packages = new Dictionary<(string Name, string? Architecture), PackageBuilds>();
        Generation[] states = [generations.Read(from), generations.Read(to)];
        foreach (var change in Walk(states, PathRanges.Different(states), cancellation).Where(c => !c.IsUnchanged))
        {
            Note(change.Present, v => v.Went(change.Present!.Size ?? 0));
            Note(change.Wanted, v => v.Came(change.Wanted!.Size ?? 0));
        }

        var names = packages.Keys.Select(k => k.Name).ToHashSet(StringComparer.Ordinal);
        HashSet<Sha256Digest> before = [.. states[0].Shards.Select(s => s.Digest)], after = [.. states[1].Shards.Select(s => s.Digest)];
        foreach (var (shard, entry) in packages.Count == 0 ? [] : Named(states, names, cancellation))
        {
            Collect(before.Contains(shard) ? entry : null, states[0], v => v.From);
            Collect(after.Contains(shard) ? entry : null, states[1], v => v.To);
        }

        return
        [
            .. packages.SelectMany(p => p.Value.ToChanges(p.Key.Name, p.Key.Architecture, order))
                .OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Architecture, StringComparer.Ordinal).ThenBy(c => c.Distribution, StringComparer.Ordinal),
        ];

        void Note(PlanEntry? entry, Action<PackageVersions> count)
        {
            if (entry is { Role: FileRole.Package or FileRole.Source, Package: { } package })
            {
                if (!packages.TryGetValue((package.Name, package.Architecture), out var builds))
                {
                    packages.Add((package.Name, package.Architecture), builds = new PackageBuilds());
                }

                count(builds.For(distributionOf(package.Version)));
            }
        }

        void Collect(PlanEntry? entry, Generation state, Func<PackageVersions, HashSet<string>> side)
        {
            if (entry is { Role: FileRole.Package or FileRole.Source, Package: { } package } && packages.TryGetValue((package.Name, package.Architecture), out var builds))
            {
                var versions = builds.For(distributionOf(package.Version));
                side(versions).Add(package.Version);
                if (entry.Role == FileRole.Package && KnownPackage.Of(entry, state.Header) is { } known)
                {
                    versions.Known[package.Version] = known;
                }
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
}
