namespace Chantal.Diagnostics;

// 616x: why mirrors have packages.
internal static partial class DiagnosticCodes
{
    /// <summary>No mirror has the package that <c>Why</c> was asked about, and neither has an upstream.</summary>
    public const string PackageUnknown = "CHANTAL6161";
}
