using Chantal.Diagnostics;

namespace Chantal.Repositories;

/// <summary>
/// An index that the Release lists is gone or has other content, in every encoding: the upstream changed while it was
/// read, or is in the middle of a change. The run starts over from the Release, a bounded number of times.
/// </summary>
internal sealed class UpstreamChangedException(string message, Exception? inner = null)
    : MirrorException(DiagnosticCodes.UpstreamChanged, message, inner);
