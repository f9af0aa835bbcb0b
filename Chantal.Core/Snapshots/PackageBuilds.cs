using Chantal.Advisories;

namespace Chantal.Snapshots;

/// <summary>
/// The versions of a package in two states, by the distribution that they were built for. A repository that holds builds for several has so many lines of versions, and
/// each goes its own way. One that holds builds for one at a time has a single line, also when that goes from one distribution to the next.
/// </summary>
internal sealed class PackageBuilds
{
    private readonly List<(string? Distribution, PackageVersions Versions)> _builds = [];

    /// <summary>The versions for a distribution, or those that do not name one.</summary>
    public PackageVersions For(string? distribution)
    {
        var at = _builds.FindIndex(b => b.Distribution == distribution);
        if (at < 0)
        {
            at = _builds.Count;
            _builds.Add((distribution, new PackageVersions()));
        }

        return _builds[at].Versions;
    }

    /// <summary>What became of the package.</summary>
    public IEnumerable<PackageChange> ToChanges(string name, string? architecture, IComparer<string> order)
    {
        var tagged = _builds.FindAll(b => b.Distribution is not null);
        var areSeveral = tagged.Count(b => b.Versions.From.Count > 0) > 1 || tagged.Count(b => b.Versions.To.Count > 0) > 1;
        return areSeveral
            ? _builds.Where(b => !b.Versions.IsUnchanged).Select(b => b.Versions.ToChange(name, architecture, order) with { Distribution = b.Distribution })
            : [PackageVersions.Of(_builds.Select(b => b.Versions)).ToChange(name, architecture, order)];
    }
}

/// <summary>Versions of a package in two states.</summary>
internal sealed class PackageVersions
{
    /// <summary>The versions before.</summary>
    public HashSet<string> From { get; } = new(StringComparer.Ordinal);

    /// <summary>The versions after.</summary>
    public HashSet<string> To { get; } = new(StringComparer.Ordinal);

    /// <summary>What advisories can name of a version.</summary>
    public Dictionary<string, KnownPackage> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>Bytes of the files that came, or null if no file came.</summary>
    public long? AddedBytes { get; private set; }

    /// <summary>Bytes of the files that went, or null if no file went.</summary>
    public long? RemovedBytes { get; private set; }

    /// <summary>Whether no file came or went.</summary>
    public bool IsUnchanged => AddedBytes is null && RemovedBytes is null;

    /// <summary>Several together.</summary>
    public static PackageVersions Of(IEnumerable<PackageVersions> parts)
    {
        var all = new PackageVersions();
        foreach (var part in parts)
        {
            all.From.UnionWith(part.From);
            all.To.UnionWith(part.To);
            part.Known.ToList().ForEach(k => all.Known[k.Key] = k.Value);
            all.Came(part.AddedBytes ?? 0);
            all.Went(part.RemovedBytes ?? 0);
        }

        return all;
    }

    /// <summary>Counts a file that came.</summary>
    public void Came(long bytes) => AddedBytes = (AddedBytes ?? 0) + bytes;

    /// <summary>Counts a file that went.</summary>
    public void Went(long bytes) => RemovedBytes = (RemovedBytes ?? 0) + bytes;

    /// <summary>What became of the package.</summary>
    public PackageChange ToChange(string name, string? architecture, IComparer<string> order)
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
        return new PackageChange(name, architecture, kind, from, to, AddedBytes ?? 0, RemovedBytes ?? 0)
        {
            Newest = (from.Count > 0 ? Known.GetValueOrDefault(from[0]) : null, to.Count > 0 ? Known.GetValueOrDefault(to[0]) : null),
        };
    }
}
