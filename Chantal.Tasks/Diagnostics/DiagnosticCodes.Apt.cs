namespace Chantal.Diagnostics;

// What is APT's own: 21xx of the definition, 33xx of freshness and integrity.
public static partial class DiagnosticCodes
{
    /// <summary>No suite is named, or one whose name cannot be a directory of a repository.</summary>
    public const string AptSuiteInvalid = "CHANTAL2101";

    /// <summary>The upstream has neither InRelease nor Release for a suite.</summary>
    public const string AptSuiteNotFound = "CHANTAL2102";

    /// <summary>A suite's Release does not have a component that the definition names.</summary>
    public const string AptComponentUnknown = "CHANTAL2103";

    /// <summary>A suite's Release does not have an architecture that the definition names.</summary>
    public const string AptArchitectureUnknown = "CHANTAL2104";

    /// <summary>Warning: a Package pattern matches no package of the selected indices.</summary>
    public const string AptPatternMatchesNothing = "CHANTAL2105";

    /// <summary>Warning: ExcludePackage takes away what a named package depends on.</summary>
    public const string AptDependencyExcluded = "CHANTAL2106";

    /// <summary>A Release is older than the one the published state rests on.</summary>
    public const string AptDateWentBack = "CHANTAL3301";

    /// <summary>A Release is past its Valid-Until.</summary>
    public const string AptReleaseExpired = "CHANTAL3302";

    /// <summary>A Release's Date lies more than a day ahead of this machine's clock.</summary>
    public const string AptReleaseFromFuture = "CHANTAL3303";

    /// <summary>A Release says that it belongs to another suite than the one it was asked for.</summary>
    public const string AptReleaseOfAnotherSuite = "CHANTAL3304";

    /// <summary>A Release or an index states MD5 or SHA-1 only.</summary>
    public const string AptWeakChecksumsOnly = "CHANTAL3305";

    /// <summary>A Release has no signature although signatures are to be verified.</summary>
    public const string AptReleaseUnsigned = "CHANTAL3306";

    /// <summary>Warning: VerifySignatures is false, so nothing vouches for the metadata.</summary>
    public const string AptVerificationOff = "CHANTAL3307";

    /// <summary>Warning: Release or Release.gpg is of another state than InRelease, so the mirror does without it.</summary>
    public const string AptReleaseDiffersFromInRelease = "CHANTAL3308";

    /// <summary>An index places a package where signed metadata lies.</summary>
    public const string AptPackageOverMetadata = "CHANTAL3309";
}
