using Chantal.Diagnostics;

namespace Chantal.Mirroring;

/// <summary>A file is what the metadata lists, but did not pass the format's own check.</summary>
/// <param name="reason">What the check said.</param>
internal sealed class ArtifactRefusedException(MirrorException reason) : MirrorException(reason.Code, reason.Message, reason);
