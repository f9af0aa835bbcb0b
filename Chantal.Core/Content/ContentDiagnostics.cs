using Chantal.Diagnostics;

namespace Chantal.Content;

/// <summary>What the reading of compressed and of very large files reports.</summary>
internal static class ContentDiagnostics
{
    [Documented(DiagnosticCodes.IndexTooLarge, Severity.Error,
        "An index unpacks to more bytes than are listed.",
        "Report it, or leave it out with `ExcludeIndex`.")]
    public static MirrorException IndexTooLarge(string name, long most) => new(
        DiagnosticCodes.IndexTooLarge,
        $"'{name}' is not read: it unpacks to more than {most} bytes. Report it to the operator of the upstream.");

    [Documented(DiagnosticCodes.IndexDamaged, Severity.Error,
        "An index cannot be unpacked, or unpacks to other content than is listed.",
        "Report it to the operator of the upstream.")]
    public static MirrorException IndexDamaged(string name, string why, Exception? inner = null) => new(
        DiagnosticCodes.IndexDamaged,
        $"'{name}' has the checksum that signed metadata states, but cannot be read: {why.TrimEnd('.')}. Report it to the operator of the upstream.",
        inner);

    public static MirrorException EncodingUnread(string name, string encoding) => new(
        DiagnosticCodes.RpmListMalformed,
        $"'{name}' is written in {encoding}, and only UTF-8 is read, as by dnf and zypper. Report it to the operator of the upstream.");

    public static MirrorException PrefixUnread(string name, string prefix) => new(
        DiagnosticCodes.RpmListMalformed,
        $"'{name}' writes its elements with the namespace prefix '{prefix}:', which dnf and zypper do not read: the repository would look empty. Report it to the operator of the upstream.");

    public static MirrorException ListMalformed(string name, string why) => new(
        DiagnosticCodes.RpmListMalformed,
        $"'{name}' cannot be used: {why}. Report it to the operator of the upstream.");
}
