namespace Chantal.Diagnostics;

// What the transfer finds that is not the network's fault.
internal static partial class DiagnosticCodes
{
    /// <summary>A download's size or checksum is not what the metadata states, at every upstream and after a retry.</summary>
    public const string ArtifactMismatch = "CHANTAL3201";

    /// <summary>A download cannot be written: the disk is full, a quota is used up, or writing is not permitted.</summary>
    public const string DiskWriteFailed = "CHANTAL4001";
}
