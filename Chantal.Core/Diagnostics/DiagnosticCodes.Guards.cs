namespace Chantal.Diagnostics;

// 617x: guards in front of publishing.
internal static partial class DiagnosticCodes
{
    /// <summary>A new state has lost more packages than <c>MaxRemovals</c> allows.</summary>
    public const string TooManyPackagesLost = "CHANTAL6171";

    /// <summary>A sync would download more than <c>MaxGrowth</c> allows.</summary>
    public const string TooMuchToDownload = "CHANTAL6172";

    /// <summary>A state is signed by none of the keys that signed the published one.</summary>
    public const string SignerChanged = "CHANTAL6173";

    /// <summary>The upstream's state is older than <c>MaxLag</c> allows.</summary>
    public const string UpstreamLags = "CHANTAL6174";

    /// <summary>A key, metadata or a certificate ends soon.</summary>
    public const string EndsSoon = "CHANTAL6175";
}
