namespace Chantal.Diagnostics;

/// <summary>A sentence for the log under its code, for what does not end the work as a <see cref="MirrorException"/> does.</summary>
/// <param name="Code">One of <see cref="DiagnosticCodes"/>.</param>
/// <param name="Message">What happened, to which repository and file, and what to do.</param>
internal sealed record Diagnostic(string Code, string Message);
