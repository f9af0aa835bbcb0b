using Chantal.Diagnostics;

namespace Chantal.Transfer;

/// <summary>How far a transfer is.</summary>
/// <param name="Line">The same as a line for people.</param>
/// <param name="IsLine">Whether the ordinary log gets the line; if not, only who watches hears of it.</param>
/// <param name="FilesDone">Files that are complete.</param>
/// <param name="FilesTotal">Files there are to do.</param>
/// <param name="BytesDone">Bytes that lie on disk.</param>
/// <param name="BytesTotal">Bytes there are to do, never fewer than are done; null where sizes are not known.</param>
internal sealed record TransferState(string Line, bool IsLine, long FilesDone, long FilesTotal, long BytesDone, long? BytesTotal)
    : LogEvent(EventName, IsLine ? LogLevel.Info : LogLevel.Trace)
{
    /// <summary>The kind of the event.</summary>
    public const string EventName = "progress";

    /// <summary>Bytes a second, over the last seconds.</summary>
    public long Rate { get; init; }

    /// <summary>Seconds until it is done; null where nobody can tell.</summary>
    public long? SecondsLeft { get; init; }

    /// <summary>The state from an event that has come from elsewhere.</summary>
    public static TransferState Of(LogLevel level, IReadOnlyList<LogField> fields)
    {
        return new TransferState("", level > LogLevel.Trace, Number(LogFields.FilesDone) ?? 0, Number(LogFields.FilesTotal) ?? 0, Number(LogFields.BytesDone) ?? 0, Number(LogFields.BytesTotal))
        {
            Rate = Number(LogFields.Rate) ?? 0,
            SecondsLeft = Number(LogFields.SecondsLeft),
        };

        long? Number(string name) => fields.FirstOrDefault(f => f.Name == name).Value as long?;
    }

    /// <inheritdoc/>
    public override string Message => Line;

    /// <inheritdoc/>
    public override bool IsForPeople => IsLine;

    /// <inheritdoc/>
    public override IReadOnlyList<LogField> Fields =>
    [
        new(LogFields.FilesDone, FilesDone), new(LogFields.FilesTotal, FilesTotal), new(LogFields.BytesDone, BytesDone),
        .. BytesTotal is { } total ? [new LogField(LogFields.BytesTotal, total)] : Array.Empty<LogField>(),
        new(LogFields.Rate, Rate), .. SecondsLeft is { } seconds ? [new LogField(LogFields.SecondsLeft, seconds)] : Array.Empty<LogField>(),
    ];
}
