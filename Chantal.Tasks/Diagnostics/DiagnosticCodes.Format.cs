namespace Chantal.Diagnostics;

// 5xxx: what a repository's own files say.
public static partial class DiagnosticCodes
{
    /// <summary>A plan or manifest file cannot be read: damaged, or of a format version this build does not know.</summary>
    public const string PlanUnreadable = "CHANTAL5001";
}
