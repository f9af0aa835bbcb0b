namespace Chantal.Diagnostics;

// 3xxx: signatures, freshness, checksums, hostile paths.
public static partial class DiagnosticCodes
{
    /// <summary>A path from upstream would leave the mirror's tree or cannot be kept on disk safely.</summary>
    public const string HostilePath = "CHANTAL3101";

    /// <summary>The same path is listed twice with different contents.</summary>
    public const string ContradictoryPath = "CHANTAL3102";
}
