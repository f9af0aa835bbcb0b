namespace Chantal.Diagnostics;

/// <summary>A line of the ordinary log.</summary>
/// <param name="Text">The line.</param>
internal sealed record Remark(string Text) : LogEvent("message", LogLevel.Info)
{
    /// <inheritdoc/>
    public override string Message => Text;

    /// <inheritdoc/>
    public override bool IsForPeople => true;

    /// <inheritdoc/>
    public override IReadOnlyList<LogField> Fields => [];
}
