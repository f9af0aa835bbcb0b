namespace Chantal.Diagnostics;

/// <summary>
/// An expected failure: it has a stable code and a sentence for the person who reads the log. The task that runs the
/// work turns it into an MSBuild error at the definition's place; any other exception is a defect of Chantal.
/// </summary>
/// <param name="code">One of <see cref="DiagnosticCodes"/>.</param>
/// <param name="message">What happened, to which repository and file, and what to do.</param>
/// <param name="inner">What caused it, if anything did.</param>
internal class MirrorException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The diagnostic code, such as <c>CHANTAL3001</c>.</summary>
    public string Code { get; } = code;

    /// <summary>What is wrong, without the file and without advice, for a caller that gives its own; null: only the message says it.</summary>
    public string? Fault { get; init; }
}
