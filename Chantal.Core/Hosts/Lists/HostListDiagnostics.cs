using Chantal.Diagnostics;

namespace Chantal.Hosts.Lists;

/// <summary>What reading host lists reports.</summary>
internal static class HostListDiagnostics
{
    [Documented(DiagnosticCodes.HostsMissing, Severity.Error,
        "The folder of host lists does not exist, or has no file in it.",
        "Correct `Hosts`, or let the hosts write their lists there with `chantal host-report`.")]
    public static MirrorException FolderMissing(string folder) => new(
        DiagnosticCodes.HostsMissing,
        $"Hosts is '{folder}', which is not a folder. Correct Hosts.");

    public static MirrorException FolderEmpty(string folder) => new(
        DiagnosticCodes.HostsMissing,
        $"Hosts is '{folder}', which has no host lists in it. Let the hosts write them there with 'chantal host-report'.");

    [Documented(DiagnosticCodes.HostListUnreadable, Severity.Error,
        "A file in the folder of host lists is not a host list, so one host is missing from the result.",
        "Let the host write it again, or move the file away.")]
    public static MirrorException Unreadable(string file, string reason) => new(
        DiagnosticCodes.HostListUnreadable,
        $"'{file}' cannot be read as a host list: {reason}. Let the host write it again with 'chantal host-report', or move the file away.");

    [Documented(DiagnosticCodes.HostLinesUnknown, Severity.Warning,
        "Lines of a host list are not understood, so packages may be missing from the result.",
        "Look at the line, or let the host write its list again.")]
    public static Diagnostic LinesUnknown(string file, HostList list) => new(
        DiagnosticCodes.HostLinesUnknown,
        $"{list.UnknownLines} lines of '{file}' are not understood, the first is line {list.FirstUnknownLine}, so packages may be missing from the result. Let the host write it again with 'chantal host-report'.");
}
