namespace Chantal.Diagnostics;

// 5xxx: what a repository's own files say.
internal static partial class DiagnosticCodes
{
    /// <summary>A plan or manifest file cannot be read: damaged, or of a format version this build does not know.</summary>
    public const string PlanUnreadable = "CHANTAL5001";

    /// <summary>The upstream does not have a file that a plug-in's plans are made of.</summary>
    public const string UpstreamFileNotFound = "CHANTAL5002";

    /// <summary>A plug-in wrote a plan of another type than the mirror's.</summary>
    public const string PlanOfAnotherType = "CHANTAL5003";

    /// <summary>A Release file does not follow the Debian repository format.</summary>
    public const string AptReleaseMalformed = "CHANTAL5101";

    /// <summary>A Packages, Sources, diff or checksum index does not follow the Debian repository format.</summary>
    public const string IndexMalformed = "CHANTAL5102";

    /// <summary>An index unpacks to more than Release lists, or to more than any real one.</summary>
    public const string IndexTooLarge = "CHANTAL5103";

    /// <summary>An index cannot be unpacked, or unpacks to something other than what Release lists.</summary>
    public const string IndexDamaged = "CHANTAL5104";

    /// <summary>The upstream no longer has the indices that its Release listed: it changed while it was read.</summary>
    public const string UpstreamChanged = "CHANTAL5105";

    /// <summary>Warning: a dependency of a named package cannot be met by the selected suites.</summary>
    public const string DependencyUnsatisfiable = "CHANTAL5106";

    /// <summary>The verified roots on disk are missing or were changed; FetchUpstream has to run first.</summary>
    public const string RootsMissing = "CHANTAL5107";
}
