namespace Chantal.Diagnostics;

// Locks on the store: 612x.
internal static partial class DiagnosticCodes
{
    /// <summary>Warning: the store's file system grants every lock, so that nothing keeps two runs apart.</summary>
    public const string LocksNotEnforced = "CHANTAL6121";
}
