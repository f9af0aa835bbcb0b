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
    /// <summary>How many warnings of a kind, and errors, are shown: more would hide everything else.</summary>
    public const int MostOfAKind = 5;

    private readonly ConcurrentDictionary<(bool IsError, string Code), int> _counts = [];

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

    public void Warning(string code, string message) => Finding(isError: false, code, message);

    public void Error(string code, string message) => Finding(isError: true, code, message);

    /// <summary>Shows the error that ends a task, however many there were of its kind.</summary>
    public void End(Diagnostic failure)
    {
        SumUp();
        Write(isError: true, failure.Code, failure.Message);
        Show(isError: true, failure.Code, failure.Message);
    }

    /// <summary>Says how many warnings and errors were not shown, because there were many of one kind.</summary>
    public void SumUp()
    {
        foreach (var ((isError, code), count) in _counts.Where(c => c.Value > MostOfAKind).OrderBy(c => c.Key))
        {
            Show(isError, code, $"{Quantity.Count(count - MostOfAKind, isError ? "more error" : "more warning")} of this kind: only the first are shown here. The log of the mirror (LogFile) has all of them, and so has a build with -v:detailed.");
        }

        _counts.Clear();
    }

    private void Finding(bool isError, string code, string message)
    {
        Write(isError, code, message);
        if (_counts.AddOrUpdate((isError, code), 1, static (_, before) => before + 1) <= MostOfAKind)
        {
            Show(isError, code, message);
        }
        else
        {
            Detail($"{code}: {message}");
        }
    }

    private void Write(bool isError, string code, string message) =>
        run()?.Write(definition.Mirror, isError ? LogLevel.Error : LogLevel.Warning, code, definition.Say(message));

    private void Show(bool isError, string code, string message)
    {
        var (line, column) = definition.PlaceOf(code, message);
        var said = LogLine.Safe(definition.WithMirror(definition.Say(message)));
        if (isError)
        {
            log.LogError(null, code, null, definition.File, line, column, 0, 0, said);
        }
        else
        {
            log.LogWarning(null, code, null, definition.File, line, column, 0, 0, said);
        }
    }

    private string Line(string message) => LogLine.Safe($"{definition.Mirror}: {definition.Say(message)}");
}
