namespace Chantal.Diagnostics;

// 2xxx: what the definition says.
public static partial class DiagnosticCodes
{
}
