namespace Chantal.Diagnostics;

/// <summary>A step of the work begins.</summary>
/// <param name="Step">Its name: the target's, where a target is one step.</param>
internal sealed record StepBegan(string Step) : LogEvent("step", LogLevel.Info)
{
    /// <inheritdoc/>
    public override string Message => $"{Step} begins.";

    /// <inheritdoc/>
    public override IReadOnlyList<LogField> Fields => [new(LogFields.Step, Step), new(LogFields.Phase, "begin")];
}

/// <summary>A step of the work ended.</summary>
/// <param name="Step">Its name.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Outcome">How it ended: <c>succeeded</c>, <c>failed</c> or <c>interrupted</c>.</param>
internal sealed record StepEnded(string Step, TimeSpan Duration, string Outcome) : LogEvent("step", LogLevel.Info)
{
    /// <inheritdoc/>
    public override string Message => $"{Step} {Outcome}.";

    /// <inheritdoc/>
    public override IReadOnlyList<LogField> Fields =>
    [
        new(LogFields.Step, Step), new(LogFields.Phase, "end"), new(LogFields.Duration, Math.Round(Duration.TotalSeconds, 3)), new(LogFields.Outcome, Outcome),
    ];
}
