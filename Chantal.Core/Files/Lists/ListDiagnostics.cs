using Chantal.Diagnostics;

namespace Chantal.Files.Lists;

/// <summary>What lists of checksums report.</summary>
internal static class ListDiagnostics
{
    [Documented(DiagnosticCodes.ChecksumListMalformed, Severity.Error,
        "A list of checksums or the listing of a directory cannot be read: it was cut short, or is something else.",
        "Try again later; if it stays so, report it to the operator of the upstream.")]
    public static MirrorException Malformed(string list, int line, string why) => new(
        DiagnosticCodes.ChecksumListMalformed,
        $"The list of checksums {list} cannot be used: line {line} {why}. It may have been cut short. Try again later; if it stays so, report it to the operator of the upstream.");

    public static MirrorException Empty(string list) => new(
        DiagnosticCodes.ChecksumListMalformed,
        $"{list} does not list a single checksum. Check its address; if it is right, report it to the operator of the upstream.");

    public static MirrorException TooMany(string list, int most) => new(
        DiagnosticCodes.ChecksumListMalformed,
        $"{list} names more than {most} files. Name a directory or a list with fewer files.");

    public static MirrorException NotAListing(string listing) => new(
        DiagnosticCodes.ChecksumListMalformed,
        $"{listing} is not the listing of a directory as Apache or nginx make it: it does not have a link to a file. Name the list of checksums itself.");
}
