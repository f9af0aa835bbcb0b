using Chantal.Diagnostics;

namespace Chantal.Logging;

/// <summary>One line of a structured log.</summary>
/// <param name="Time">When it happened.</param>
/// <param name="Run">The build's name, or empty.</param>
/// <param name="Mirror">The mirror, or empty for what concerns none.</param>
/// <param name="Event">What kind of thing happened.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Code">The diagnostic code, or null.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Fields">What only events of this kind have.</param>
internal sealed record LogRecord(
    DateTimeOffset Time, string Run, string Mirror, string Event, LogLevel Level, string? Code, string Message, IReadOnlyList<LogField> Fields)
{
    /// <summary>The line for an error or a warning.</summary>
    public static LogRecord Of(DateTimeOffset time, string run, string mirror, LogLevel level, string? code, string message) =>
        new(time, run, mirror, level == LogLevel.Error ? "error" : "warning", level, code, message, []);

    /// <summary>The line for an event.</summary>
    public static LogRecord Of(DateTimeOffset time, string run, string mirror, LogEvent happened) =>
        new(time, run, mirror, happened.Name, happened.Level, null, happened.Message, happened.Fields);
}
