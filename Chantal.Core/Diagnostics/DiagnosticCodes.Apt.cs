namespace Chantal.Diagnostics;

// What is APT's own: 21xx of the definition, 33xx of freshness and integrity.
internal static partial class DiagnosticCodes
{
    /// <summary>No suite is named, or its name cannot be a directory of a repository.</summary>
    public const string AptSuiteInvalid = "CHANTAL2101";

    /// <summary>The upstream has neither InRelease nor Release for a suite.</summary>
    public const string AptSuiteNotFound = "CHANTAL2102";

    /// <summary>A suite's Release does not have a component that the definition names.</summary>
    public const string AptComponentUnknown = "CHANTAL2103";

    /// <summary>A suite's Release does not have an architecture that the definition names.</summary>
    public const string AptArchitectureUnknown = "CHANTAL2104";

    /// <summary>A Release is past its Valid-Until.</summary>
    public const string AptReleaseExpired = "CHANTAL3302";

    /// <summary>A Release's Date lies more than a day ahead of this machine's clock.</summary>
    public const string AptReleaseFromFuture = "CHANTAL3303";

    /// <summary>A Release says that it belongs to another suite than the one that was asked for.</summary>
    public const string AptReleaseOfAnotherSuite = "CHANTAL3304";

    /// <summary>Warning: Release or Release.gpg does not match InRelease, so the mirror leaves it out.</summary>
    public const string AptReleaseDiffersFromInRelease = "CHANTAL3308";

    /// <summary>A Release has other names than the suite that was asked for.</summary>
    public const string AptSuiteCalledOtherwise = "CHANTAL3311";

    /// <summary>A suite moved on to another codename, or another publisher took it over.</summary>
    public const string AptSuiteMoved = "CHANTAL3312";

    /// <summary>An index that had packages in the published state does not have any.</summary>
    public const string AptIndexEmptied = "CHANTAL3313";

    /// <summary>Installer images or pdiffs are left out, because their list gives only MD5 or SHA-1.</summary>
    public const string AptListWeak = "CHANTAL3315";

    /// <summary>A regenerated Release would be past its Valid-Until already.</summary>
    public const string AptRegeneratedExpired = "CHANTAL3316";

    /// <summary>One of several suites does not have an architecture or a component.</summary>
    public const string AptSuiteWithout = "CHANTAL2107";
}
