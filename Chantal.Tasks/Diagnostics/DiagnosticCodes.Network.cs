namespace Chantal.Diagnostics;

// 1xxx: reaching the upstream.
public static partial class DiagnosticCodes
{
}
