namespace Chantal.Diagnostics;

/// <summary>
/// Every diagnostic code. The first digit says the area: 1 network, 2 definition, 3 signature and integrity,
/// 4 store and publishing, 5 formats. A code never changes its meaning and is never used again; each has its line in
/// <c>docs/diagnostics.md</c>, which a test holds equal to this list.
/// </summary>
internal static partial class DiagnosticCodes;
