namespace Chantal.Diagnostics;

// 4xxx: the store, locks, publishing.
public static partial class DiagnosticCodes
{
}
