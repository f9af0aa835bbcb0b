namespace Chantal.Diagnostics;

/// <summary>
/// Where the engine says what it does. Messages may carry upstream text as it came: the implementation escapes it
/// (<see cref="Printable"/>) before it reaches a terminal or a build agent.
/// </summary>
internal interface ILog
{
    /// <summary>Something only a reader who looks for a cause wants to know.</summary>
    void Detail(string message);

    /// <summary>A line of the ordinary log: phases, progress, summaries.</summary>
    void Info(string message);

    /// <summary>Something that needs attention but does not fail the sync.</summary>
    /// <param name="code">One of <see cref="DiagnosticCodes"/>.</param>
    /// <param name="message">What happened, to which repository and file, and what to do.</param>
    void Warning(string code, string message);

    /// <summary>Something that fails the sync.</summary>
    /// <param name="code">One of <see cref="DiagnosticCodes"/>.</param>
    /// <param name="message">What happened, to which repository and file, and what to do.</param>
    void Error(string code, string message);

    /// <summary>Something that programs want to know as well: what a log of JSON lines is made of.</summary>
    void Report(LogEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (happened.IsForPeople)
        {
            Info(happened.Message);
        }
        else if (happened.Level > LogLevel.Trace)
        {
            Detail(happened.Message);
        }
    }
}
