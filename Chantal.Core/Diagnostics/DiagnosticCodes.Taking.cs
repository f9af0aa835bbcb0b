namespace Chantal.Diagnostics;

// Snapshots on top of others: what is taken, and what does not fit.
internal static partial class DiagnosticCodes
{
    /// <summary>Take names something that neither a package nor an advisory of the source has.</summary>
    public const string TakeUnknown = "CHANTAL6141";

    /// <summary>A package that is taken needs something that neither the base nor the source has.</summary>
    public const string TakeUnsatisfied = "CHANTAL6142";

    /// <summary>A package of the base does not go with what is taken, and the source has no newer one of it that does.</summary>
    public const string TakeConflicts = "CHANTAL6143";

    /// <summary>Packages of a mirror cannot be taken into another state of it.</summary>
    public const string TakeUnsupported = "CHANTAL6144";

    /// <summary>What a snapshot takes is not said, or not from which base.</summary>
    public const string TakeIncomplete = "CHANTAL6145";

    /// <summary>Advisories choose what is taken, and a mirror has none.</summary>
    public const string TakeWithoutAdvisories = "CHANTAL6146";

    /// <summary>Take names something that only a mirror has which is not in the base.</summary>
    public const string TakeNotInBase = "CHANTAL6147";
}
