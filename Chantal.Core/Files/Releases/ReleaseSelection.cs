using Chantal.Files.Names;
using Chantal.Text;

namespace Chantal.Files.Releases;

/// <summary>Which releases, and which files of them, an item takes.</summary>
/// <param name="item">The item.</param>
internal sealed class ReleaseSelection(ReleaseItem item)
{
    private readonly NamePatterns _tags = new(item.Tags);
    private readonly NamePatterns _assets = new(item.Assets);

    /// <summary>The patterns that have matched nothing so far, each with its word.</summary>
    public IEnumerable<(string Word, string Pattern)> Unmatched => [.. _tags.Unmatched.Select(p => ("Tag", p)), .. _assets.Unmatched.Select(p => ("Asset", p))];

    /// <summary>The releases that are taken, the newest first, by the order of their versions: an old series may get a release after a new one.</summary>
    public IReadOnlyList<ReleaseDocument> Releases(IReadOnlyList<ReleaseDocument> all)
    {
        var published = all.Where(r => !r.Draft).DistinctBy(r => r.TagName).ToList();
        var taken = published.Where(r => (_tags.IsEmpty || _tags.IsMatch(r.TagName)) && (item.IncludePreReleases || !r.Prerelease))
            .OrderByDescending(r => r.TagName, VersionOrder.Instance);
        List<ReleaseDocument> kept = [.. item.KeepVersions > 0 ? taken.Take(item.KeepVersions) : taken];
        return kept.Count > 0 ? kept : throw ReleaseDiagnostics.NoRelease(item.Repository, published.Count, !item.IncludePreReleases && published.Any(r => r.Prerelease));
    }

    /// <summary>The files of a release that are taken. One that is still being uploaded is not there yet.</summary>
    public IEnumerable<ReleaseAsset> Assets(ReleaseDocument release) => Present(release).Where(a => _assets.IsEmpty || _assets.IsMatch(a.Name));

    /// <summary>The files of a release.</summary>
    public static IEnumerable<ReleaseAsset> Present(ReleaseDocument release) => release.Assets.Where(a => a.State is null or "uploaded");
}
