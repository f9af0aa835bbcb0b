using Chantal.Apt.Release;

namespace Chantal.Apt;

/// <summary>The indices of a suite that is regenerated.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Release">Upstream's Release.</param>
internal sealed record SuiteIndices(AptSuite Suite, ReleaseFile Release)
{
    /// <summary>The indices that are made again.</summary>
    public List<ReadableIndex> ToRewrite { get; } = [];

    /// <summary>The files that the new Release lists.</summary>
    public List<ReleaseEntry> Entries { get; } = [];

    /// <summary>The indices of packages and sources, or the lists that are thinned by these.</summary>
    public IReadOnlyList<ReadableIndex> Lists(bool isOfPackages) =>
        [.. ToRewrite.Where(i => (i.Kind is IndexKind.Packages or IndexKind.Sources) == isOfPackages).OrderBy(i => i.Encodings[0].BasePath, StringComparer.Ordinal)];

    /// <summary>A path as the Release lists it.</summary>
    public string NameOf(string path) => Suite.Directory.Length == 0 ? path : path[(Suite.Directory.Length + 1)..];
}
