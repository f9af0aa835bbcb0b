using Chantal.Diagnostics;

namespace Chantal.Transfer;

/// <summary>Every candidate at every upstream answered 404 or 410.</summary>
internal sealed class ArtifactNotFoundException(string message) : MirrorException(DiagnosticCodes.ArtifactNotFound, message);
