using Chantal.Diagnostics;
using Chantal.Logging;

namespace Chantal.Runs;

/// <summary>What the tasks of a definition write beside the build's own log: the log file, and the report of a sync.</summary>
/// <param name="run">The build's name.</param>
/// <param name="file">The log file, or null.</param>
internal sealed class RunLog(string run, LogFile? file) : IDisposable
{
    /// <summary>The build's name.</summary>
    public string Run { get; } = run;

    /// <summary>The sync under way, or null.</summary>
    public RunRecorder? Sync { get; set; }

    /// <summary>Writes an event.</summary>
    public void Write(string mirror, LogEvent happened)
    {
        if (happened.Level > LogLevel.Trace)
        {
            file?.Write(LogRecord.Of(TimeProvider.System.GetUtcNow(), Run, mirror, happened));
        }
    }

    /// <summary>Writes an error or a warning.</summary>
    public void Write(string mirror, LogLevel level, string code, string message)
    {
        file?.Write(LogRecord.Of(TimeProvider.System.GetUtcNow(), Run, mirror, level, code, message));
        if (level == LogLevel.Error)
        {
            Sync?.Error(code, message);
        }
        else
        {
            Sync?.Warning(code, message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();
}
