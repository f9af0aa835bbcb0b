using System.Collections.Concurrent;
using Chantal.Diagnostics;
using Chantal.Logging;
using Chantal.Runs;
using Chantal.Text;
using Chantal.Transfer;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Chantal.Tasks;

/// <summary>
/// Passes the engine's messages to MSBuild: escaped, each line led by the mirror's name, errors at the definition. Events go
/// along as fields for <see cref="JsonLogger"/>, and into the definition's own log.
/// </summary>
internal sealed class BuildLog(TaskLoggingHelper log, IBuildEngine engine, string task, DefinitionName definition, bool showsLive, Func<RunLog?> run) : ILog
{
    private const int MostOfAKind = 5;

    private readonly ConcurrentDictionary<string, int> _warnings = new(StringComparer.Ordinal);

    public void Detail(string message)
    {
        if (log.LogsMessagesOfImportance(MessageImportance.Low))
        {
            log.LogMessage(MessageImportance.Low, Line(message));
        }
    }

    public void Info(string message) => Report(new Remark(message));

    public void Report(LogEvent happened)
    {
        // Where no logger listens, one message for each of 60,000 files is worth nothing.
        var importance = happened.IsForPeople ? MessageImportance.High : MessageImportance.Low;
        if (log.LogsMessagesOfImportance(importance))
        {
            engine.LogMessageEvent(EventArguments.Of(happened, Line(happened.Message), task, importance, definition.Mirror, run()?.Run ?? ""));
        }

        if (showsLive && happened is TransferState state)
        {
            engine.LogMessageEvent(TerminalLoggerMessages.Of(state));
        }

        run()?.Write(definition.Mirror, happened);
    }

    public void Warning(string code, string message)
    {
        run()?.Write(definition.Mirror, LogLevel.Warning, code, definition.Say(message));
        if (IsShown(code, message))
        {
            Warn(code, message);
        }
    }

    public void Error(string code, string message)
    {
        var (line, column) = definition.PlaceOf(message);
        log.LogError(null, code, null, definition.File, line, column, 0, 0, LogLine.Safe(definition.WithMirror(definition.Say(message))));
        run()?.Write(definition.Mirror, LogLevel.Error, code, definition.Say(message));
    }

    /// <summary>Says how many warnings were not shown, because there were many of one kind.</summary>
    public void SumUp()
    {
        foreach (var (code, count) in _warnings.Where(w => w.Value > MostOfAKind))
        {
            Warn(code, $"{Quantity.Count(count - MostOfAKind, "more warning")} of this kind: only the first are shown here. The log of the mirror (LogFile) has all of them, and so has a build with -v:detailed.");
        }
    }

    private void Warn(string code, string message)
    {
        var (line, column) = definition.PlaceOf(message);
        log.LogWarning(null, code, null, definition.File, line, column, 0, 0, LogLine.Safe(definition.WithMirror(definition.Say(message))));
    }

    // The first of a kind say what it is; hundreds more would hide everything else.
    private bool IsShown(string code, string message)
    {
        var count = _warnings.AddOrUpdate(code, 1, static (_, before) => before + 1);
        if (count > MostOfAKind)
        {
            Detail($"{code}: {message}");
        }

        return count <= MostOfAKind;
    }

    private string Line(string message) => LogLine.Safe($"{definition.Mirror}: {definition.Say(message)}");
}
