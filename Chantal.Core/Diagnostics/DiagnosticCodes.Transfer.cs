namespace Chantal.Diagnostics;

// What the transfer finds that is not the network's fault.
internal static partial class DiagnosticCodes
{
    /// <summary>The size or checksum of a download is wrong at every upstream, even past caches.</summary>
    public const string ArtifactMismatch = "CHANTAL3201";

    /// <summary>A download cannot be written: disk full, quota, permissions.</summary>
    public const string DiskWriteFailed = "CHANTAL4001";
}
