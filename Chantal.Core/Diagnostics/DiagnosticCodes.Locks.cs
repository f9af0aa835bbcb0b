namespace Chantal.Diagnostics;

// Locks on the store: 612x.
internal static partial class DiagnosticCodes
{
    /// <summary>Warning: locks do not work on the store's file system, so two runs can change it at the same time.</summary>
    public const string LocksNotEnforced = "CHANTAL6121";
}
