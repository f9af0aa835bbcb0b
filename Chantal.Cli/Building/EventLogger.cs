using Chantal.Cli.Display;
using Chantal.Diagnostics;
using Chantal.Logging;
using Chantal.Tasks;
using Chantal.Transfer;
using Microsoft.Build.Framework;

namespace Chantal.Cli.Building;

/// <summary>Hands what a build says to a display, and remembers how it went.</summary>
/// <param name="display">The display.</param>
/// <param name="words">How advice is said.</param>
/// <param name="directory">The directory from which the command was started.</param>
/// <param name="target">The target that is built.</param>
/// <param name="detailed">Whether all that Chantal says is shown.</param>
internal sealed class EventLogger(IDisplay display, CommandWords words, string directory, string target, bool detailed) : ILogger
{
    private readonly HashSet<string> _codes = [];
    private readonly Dictionary<int, string> _mirrors = [];
    private readonly SortedSet<string> _done = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _failed = new(StringComparer.Ordinal);

    public LoggerVerbosity Verbosity { get; set; } = LoggerVerbosity.Detailed;

    public string? Parameters { get; set; }

    public BuildOutcome Outcome(bool succeeded) => new(succeeded, _codes, [.. _done.Except(_failed)], [.. _failed]);

    public void Initialize(IEventSource eventSource)
    {
        eventSource.MessageRaised += (_, message) => Show(message);
        eventSource.WarningRaised += (_, warning) => display.Show(new Finding(false, warning.Code, Relative(warning.File), warning.LineNumber, warning.ColumnNumber, words.Say(warning.Message ?? "")));
        eventSource.ErrorRaised += (_, error) =>
        {
            _ = _codes.Add(error.Code ?? "");
            display.Show(new Finding(true, error.Code, Relative(error.File), error.LineNumber, error.ColumnNumber, words.Say(error.Message ?? "")));
        };

        // A mirror of an estate is a project that is asked for the same target.
        eventSource.ProjectStarted += (_, project) =>
        {
            if (project.TargetNames == target && project.ParentProjectBuildEventContext is { } parent && parent.ProjectContextId != BuildEventContext.InvalidProjectContextId && project.BuildEventContext is { } context)
            {
                _mirrors[context.ProjectContextId] = Path.GetFileNameWithoutExtension(project.ProjectFile!);
            }
        };
        eventSource.ProjectFinished += (_, project) =>
        {
            if (project.BuildEventContext is { } context && _mirrors.Remove(context.ProjectContextId, out var mirror))
            {
                _ = (project.Succeeded ? _done : _failed).Add(mirror);
                display.End(mirror);
            }
        };
    }

    public void Shutdown()
    {
    }

    private void Show(BuildMessageEventArgs message)
    {
        var happened = EventArguments.Read(message);
        if (happened is not null)
        {
            Follow(happened, message.Message ?? "");
        }

        if (happened?.Event != TransferState.EventName && IsForPeople(message) && (detailed || message.Importance == MessageImportance.High))
        {
            display.Say(message.Message ?? "");
        }
    }

    private void Follow(LogRecord happened, string line)
    {
        switch (happened.Event)
        {
            case "step" when happened.Fields.Contains(new LogField(LogFields.Phase, "begin")):
                display.Begin(happened.Mirror, LogFields.ToText(happened.Fields.First(f => f.Name == LogFields.Step)));
                break;
            case "step":
                display.Rest(happened.Mirror);
                break;
            case TransferState.EventName:
                display.Progress(happened.Mirror, TransferState.Of(happened.Level, happened.Fields), line);
                break;
        }
    }

    // From where the command was started: MSBuild goes elsewhere while it builds.
    private string? Relative(string? file) =>
        file is { Length: > 0 } && Path.GetRelativePath(directory, file) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : file;

    // MSBuild's own messages have types of their own, or its name.
    private static bool IsForPeople(BuildMessageEventArgs message) =>
        message is ExtendedBuildMessageEventArgs || (message.GetType() == typeof(BuildMessageEventArgs) && message.SenderName != "MSBuild" && message.Importance != MessageImportance.Normal);
}
