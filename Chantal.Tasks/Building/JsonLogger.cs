using Chantal.Diagnostics;
using Chantal.Logging;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Chantal.Tasks;

/// <summary>
/// An MSBuild logger that writes one JSON object a line, of all mirrors of a build and from all its nodes:
/// <c>dotnet build "-logger:Chantal.Tasks.JsonLogger,PATH/Chantal.Tasks.dll;file=run.jsonl"</c>. docs/reference/logs.md has the fields.
/// </summary>
public sealed class JsonLogger : Logger, IDisposable
{
    private readonly Dictionary<int, string> _mirrors = [];
    private LogFile? _file;
    private string _run = "";

    /// <inheritdoc/>
    public override void Initialize(IEventSource eventSource)
    {
        ArgumentNullException.ThrowIfNull(eventSource);
        try
        {
            _file = new LogFile(FileOf(Parameters), LogFormat.Json);
        }
        catch (MirrorException exception)
        {
            throw new LoggerException(exception.Message, exception, exception.Code, null);
        }

        eventSource.MessageRaised += (_, message) => Write(message);
        eventSource.ErrorRaised += (_, error) => Write(error.Timestamp, LogLevel.Error, error.BuildEventContext, error.Code, error.Message);
        eventSource.WarningRaised += (_, warning) => Write(warning.Timestamp, LogLevel.Warning, warning.BuildEventContext, warning.Code, warning.Message);
    }

    /// <inheritdoc/>
    public override void Shutdown() => Dispose();

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static string FileOf(string? parameters) =>
        parameters?.Split(';').Select(p => p.Trim()).FirstOrDefault(p => p.StartsWith("file=", StringComparison.OrdinalIgnoreCase)) is { Length: > 5 } file
            ? Path.GetFullPath(file[5..].Trim('"'))
            : throw new LoggerException("JsonLogger needs a file: -logger:Chantal.Tasks.JsonLogger,PATH/Chantal.Tasks.dll;file=run.jsonl");

    private void Write(BuildMessageEventArgs message)
    {
        if (EventArguments.Read(message) is { } record)
        {
            // What MSBuild itself says of the same project belongs to the same mirror.
            _run = record.Run;
            if (message.BuildEventContext is { } context)
            {
                _mirrors[context.ProjectContextId] = record.Mirror;
            }

            if (record.Level > LogLevel.Trace)
            {
                _file!.Write(record);
            }
        }
    }

    private void Write(DateTime time, LogLevel level, BuildEventContext? context, string? code, string? message)
    {
        var mirror = context is not null && _mirrors.TryGetValue(context.ProjectContextId, out var known) ? known : "";
        _file!.Write(LogRecord.Of(time.ToUniversalTime(), _run, mirror, level, code, message ?? ""));
    }
}
