using Chantal.Diagnostics;

namespace Chantal.PyPI.Metadata;

/// <summary>What the metadata inside wheels and source distributions reports.</summary>
internal static class MetadataDiagnostics
{
    [Documented(DiagnosticCodes.CoreMetadataMalformed, Severity.Error,
        "A METADATA or PKG-INFO has no name or version, or is larger than any real one.",
        "Report it to the operator of the upstream.")]
    public static MirrorException MetadataMalformed(string file, string why) => new(
        DiagnosticCodes.CoreMetadataMalformed,
        $"The metadata of '{file}' cannot be used: {why}. Report it to the operator of the upstream.");

    [Documented(DiagnosticCodes.DistributionUnreadable, Severity.Error,
        "A wheel or source archive cannot be opened to read its metadata.",
        "Report it to the operator of the upstream.")]
    public static MirrorException DistributionUnreadable(string file, string why, Exception? inner = null) => new(
        DiagnosticCodes.DistributionUnreadable,
        $"The metadata of '{file}' cannot be read: {why.TrimEnd('.')}. Report it to the operator of the upstream.",
        inner);
}
