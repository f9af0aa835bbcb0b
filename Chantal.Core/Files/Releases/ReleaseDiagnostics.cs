using Chantal.Diagnostics;

namespace Chantal.Files.Releases;

/// <summary>What releases of forges report.</summary>
internal static class ReleaseDiagnostics
{
    [Documented(DiagnosticCodes.ReleasesMalformed, Severity.Error,
        "The answer of a forge is not a list of releases.",
        "Check `Api` of the `Release` item; if it is right, try again later.")]
    public static MirrorException Malformed(string name, Exception inner) => new(
        DiagnosticCodes.ReleasesMalformed,
        $"{name} did not answer with a list of releases: {inner.Message.TrimEnd('.')}. Check the Api of the Release item; if it is right, try again later.",
        inner);

    public static MirrorException TooMany(string name, int most) => new(
        DiagnosticCodes.ReleasesMalformed,
        $"{name} has more than {most} pages of releases, which no real repository has. Report it to the operator of the forge.");

    public static MirrorException AddressUnsafe(string name, string asset, string url) => new(
        DiagnosticCodes.ReleasesMalformed,
        $"{name} says that '{asset}' is at '{url}', which is not a URL that files can be fetched from. Report it to the operator of the forge.");

    public static MirrorException NotFound(string repository, string api) => new(
        DiagnosticCodes.FilesNotFound,
        $"{api} does not have a repository '{repository}', or does not show it. Correct the Release item, or put a token for this server into the netrc file.");

    [Documented(DiagnosticCodes.NothingSelected, Severity.Error,
        "Nothing that a list names, or no release, is what the definition asks for. What was published stays.",
        "Correct the patterns of the item; the upstream may have moved on to other names.")]
    public static MirrorException NoRelease(string repository, int available, bool hidesPreReleases) => new(
        DiagnosticCodes.NothingSelected,
        $"None of the {available} releases of '{repository}' is what the definition asks for, so nothing was changed. Correct the Tag of the Release item{(hidesPreReleases ? ", or take pre-releases with IncludePreReleases" : "")}.");

    public static MirrorException NoAsset(string repository, string patterns) => new(
        DiagnosticCodes.NothingSelected,
        $"No file of the selected releases of '{repository}' is named like {patterns}, so nothing was changed. Correct the Asset of the Release item.");
}
