using Chantal.Diagnostics;

namespace Chantal.Transfer;

/// <summary>
/// No upstream gave the file, for other reasons than its absence. The code names the reason where it is the same at every
/// upstream (refused, redirect, TLS, proxy, too large), and is <see cref="DiagnosticCodes.UpstreamUnreachable"/> otherwise.
/// </summary>
internal class UpstreamUnreachableException(string code, string message, Exception? inner = null)
    : MirrorException(code, message, inner);
