namespace Chantal.Diagnostics;

// Lists of what hosts have installed: 613x.
internal static partial class DiagnosticCodes
{
    /// <summary>The folder of host lists is missing or has none.</summary>
    public const string HostsMissing = "CHANTAL6131";

    /// <summary>A file cannot be read as a host list.</summary>
    public const string HostListUnreadable = "CHANTAL6132";

    /// <summary>Warning: lines of a host list are not understood.</summary>
    public const string HostLinesUnknown = "CHANTAL6134";

    /// <summary>Warning: no mirror applies to a host.</summary>
    public const string HostUnmatched = "CHANTAL6133";
}
