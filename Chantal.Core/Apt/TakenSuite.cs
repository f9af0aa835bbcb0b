using Chantal.Apt.Release;
using Chantal.Apt.Rewriting;
using Chantal.Content;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>An index of a suite, in the state that packages are taken into and in the one that they are taken from.</summary>
/// <param name="Base">The base's.</param>
/// <param name="Source">The source's, or null if the source does not have it.</param>
internal sealed record TakenIndex(ReadableIndex Base, ReadableIndex? Source)
{
    /// <summary>Its path without the ending of a compression.</summary>
    public string Path => Base.Encodings[0].BasePath;

    /// <summary>Whether both states have the same one.</summary>
    public bool IsSame => Source is not null && Base.Encodings.Any(own => Source.Encodings.Any(e => e.Path == own.Path && e.Entry.Sha256 is not null && e.Entry.Sha256 == own.Entry.Sha256));

    /// <summary>Whether the source's may have something that the base's does not have.</summary>
    public bool IsChanged => Source is not null && !IsSame;

    /// <summary>The files of packages that the source's lists and the base does not have.</summary>
    public IReadOnlySet<UInt128> Offered { get; set; } = new HashSet<UInt128>();
}

/// <summary>A suite of the base, and what the source has of it.</summary>
/// <param name="Directory">Its directory; empty: the mirror's own.</param>
/// <param name="Release">The base's Release.</param>
/// <param name="Indices">The base's indices that can be united, in the order of their paths.</param>
internal sealed record TakenSuite(string Directory, ReleaseFile Release, IReadOnlyList<TakenIndex> Indices)
{
    /// <summary>The suites of the base.</summary>
    public static async Task<IReadOnlyList<TakenSuite>> LoadAllAsync(TakeRun run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var suites = new List<TakenSuite>();
        var roots = run.Base.Metadata.Values.Where(e => e.Role == FileRole.Root).Select(e => e.Path).Where(p => p == SuiteFiles.Release || p.EndsWith("/" + SuiteFiles.Release, StringComparison.Ordinal));
        foreach (var directory in roots.Order(StringComparer.Ordinal).Select(p => p[..^SuiteFiles.Release.Length].TrimEnd('/')))
        {
            if (await StoredRelease.ReadAsync(run.Base, directory, cancellation) is { } own)
            {
                var offered = await StoredRelease.ReadAsync(run.Source, directory, cancellation) is { } other
                    ? IndicesOf(run.Source, directory, other).ToDictionary(i => i.Encodings[0].BasePath, StringComparer.Ordinal) : [];
                suites.Add(new TakenSuite(directory, own, [.. IndicesOf(run.Base, directory, own).Select(i => new TakenIndex(i, offered.GetValueOrDefault(i.Encodings[0].BasePath)))]));
            }
        }

        return suites;
    }

    /// <summary>The indices of a kind.</summary>
    public IEnumerable<TakenIndex> Of(IndexRule rule) => Indices.Where(i => IndexRules.For(i.Path) == rule);

    // The packages of the installer are the installer's, and no system needs them.
    private static IEnumerable<ReadableIndex> IndicesOf(StoredState state, string directory, ReleaseFile release) =>
        from entry in release.Entries
        let path = StoredRelease.PathOf(directory, entry.Path)
        let split = CompressionNames.Split(path)
        let rule = IndexRules.For(split.Base)
        where rule is IndexRule.Packages or IndexRule.Sources or IndexRule.Descriptions && !path.Contains("/debian-installer/", StringComparison.Ordinal)
        where split.Compression != Compression.Unread && state.Metadata.ContainsKey(path)
        let kind = rule == IndexRule.Packages ? IndexKind.Packages : rule == IndexRule.Sources ? IndexKind.Sources : IndexKind.Other
        group new SelectedIndex(path, entry, kind, state.Metadata[path].Scope ?? "", split.Base, split.Compression) by split.Base into encodings
        orderby encodings.Key
        select new ReadableIndex(new AptSuite(directory, directory, false), release, [.. encodings.OrderBy(e => CompressionNames.ReadingCost(e.Compression))]);
}
