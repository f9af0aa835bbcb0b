using Chantal.Diagnostics;
using Chantal.Logging;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>An event on its way through MSBuild: a message for people, with the fields as metadata. Also worker nodes pass these on.</summary>
internal static class EventArguments
{
    /// <summary>The extended type of these messages.</summary>
    public const string Type = "chantal.event";

    /// <summary>The message for an event.</summary>
    public static ExtendedBuildMessageEventArgs Of(LogEvent happened, string line, string task, MessageImportance importance, string mirror, string run)
    {
        var metadata = new Dictionary<string, string?>
        {
            [LogFields.Event] = happened.Name,
            [LogFields.Level] = happened.Level.ToString(),
            [LogFields.Mirror] = mirror,
            [LogFields.Run] = run,
            [LogFields.Message] = LogLine.Safe(happened.Message),
        };
        foreach (var field in happened.Fields)
        {
            metadata[field.Name] = LogLine.Safe(LogFields.ToText(field));
        }

        return new ExtendedBuildMessageEventArgs(Type, line, null, task, importance, DateTime.UtcNow) { ExtendedMetadata = metadata };
    }

    /// <summary>The line of a log for a message; null if it is not an event of Chantal.</summary>
    public static LogRecord? Read(BuildMessageEventArgs message)
    {
        if (message is not ExtendedBuildMessageEventArgs { ExtendedType: Type, ExtendedMetadata: { } metadata })
        {
            return null;
        }

        string[] common = [LogFields.Event, LogFields.Level, LogFields.Mirror, LogFields.Run, LogFields.Message];
        return new LogRecord(
            message.Timestamp.ToUniversalTime(),
            metadata[LogFields.Run]!,
            metadata[LogFields.Mirror]!,
            metadata[LogFields.Event]!,
            Enum.Parse<LogLevel>(metadata[LogFields.Level]!),
            null,
            metadata[LogFields.Message]!,
            [.. metadata.Where(field => !common.Contains(field.Key)).Select(field => LogFields.FromText(field.Key, field.Value ?? ""))]);
    }
}
