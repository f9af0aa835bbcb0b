using Chantal.Diagnostics;

namespace Chantal.Transfer;

/// <summary>Size or checksum are wrong wherever the file was offered, after a retry that bypassed caches.</summary>
internal sealed class ArtifactMismatchException(string message) : MirrorException(DiagnosticCodes.ArtifactMismatch, message);
