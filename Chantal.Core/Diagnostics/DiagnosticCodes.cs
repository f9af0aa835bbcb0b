namespace Chantal.Diagnostics;

/// <summary>
/// Every diagnostic code. The first digit says the area: 1 network, 2 definition, 3 signature and integrity,
/// 4 store and publishing, 5 formats, 6 snapshots and the life of the store. A code never changes its meaning and is never
/// used again. Each has its row of <c>docs/diagnostics.md</c> in a <see cref="DocumentedAttribute"/>.
/// </summary>
internal static partial class DiagnosticCodes;
