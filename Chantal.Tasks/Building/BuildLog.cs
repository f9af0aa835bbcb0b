using Chantal.Diagnostics;
using Chantal.Logging;
using Chantal.Runs;
using Chantal.Transfer;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Chantal.Tasks;

/// <summary>
/// Passes the engine's messages to MSBuild: escaped, each line led by the mirror's name, errors at the definition. Events go
/// along as fields for <see cref="JsonLogger"/>, and into the definition's own log.
/// </summary>
internal sealed class BuildLog(TaskLoggingHelper log, IBuildEngine engine, string task, string definition, string mirror, bool showsLive, Func<RunLog?> run) : ILog
{
    public void Detail(string message) => log.LogMessage(MessageImportance.Low, Line(message));

    public void Info(string message) => Report(new Remark(message));

    public void Report(LogEvent happened)
    {
        // Where no logger listens, one message for each of 60,000 files is worth nothing.
        var importance = happened.IsForPeople ? MessageImportance.High : MessageImportance.Low;
        if (log.LogsMessagesOfImportance(importance))
        {
            engine.LogMessageEvent(EventArguments.Of(happened, Line(happened.Message), task, importance, mirror, run()?.Run ?? ""));
        }

        if (showsLive && happened is TransferState state)
        {
            engine.LogMessageEvent(TerminalLoggerMessages.Of(state));
        }

        run()?.Write(mirror, happened);
    }

    public void Warning(string code, string message)
    {
        log.LogWarning(null, code, null, definition, 0, 0, 0, 0, LogLine.Safe(message));
        run()?.Write(mirror, LogLevel.Warning, code, message);
    }

    public void Error(string code, string message)
    {
        log.LogError(null, code, null, definition, 0, 0, 0, 0, LogLine.Safe(message));
        run()?.Write(mirror, LogLevel.Error, code, message);
    }

    private string Line(string message) => LogLine.Safe($"{mirror}: {message}");
}
