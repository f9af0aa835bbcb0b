namespace Chantal.Diagnostics;

// Snapshots on top of others: what is taken, and what does not fit.
internal static partial class DiagnosticCodes
{
    /// <summary>Take names something that neither a package nor an advisory of the source has.</summary>
    public const string TakeUnknown = "CHANTAL6141";

    /// <summary>A package that is taken needs something that neither the base nor the source has.</summary>
    public const string TakeUnsatisfied = "CHANTAL6142";

    /// <summary>A package of the base needs exactly the version that is replaced, and the source has no newer one of it.</summary>
    public const string TakeConflicts = "CHANTAL6143";

    /// <summary>Packages of a mirror cannot be taken into another state of it.</summary>
    public const string TakeUnsupported = "CHANTAL6144";

    /// <summary>What a snapshot takes is not said, or not from which base.</summary>
    public const string TakeIncomplete = "CHANTAL6145";
}
