using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Transfer;

/// <summary>An attempt failed, and another one follows.</summary>
/// <param name="Url">What is asked for, without secrets.</param>
/// <param name="Cause">Why the attempt failed.</param>
/// <param name="Attempt">Which attempt comes next, counted from 1.</param>
/// <param name="Delay">How long until then.</param>
internal sealed record RetryPlanned(string Url, string Cause, long Attempt, TimeSpan Delay) : LogEvent(EventName, LogLevel.Info)
{
    /// <summary>The kind of the event.</summary>
    public const string EventName = "retry";

    /// <inheritdoc/>
    public override string Message => $"{Url}: {Cause}; attempt {Attempt} in {Quantity.Duration(Delay)}";

    /// <inheritdoc/>
    public override IReadOnlyList<LogField> Fields =>
    [
        new(LogFields.Url, Url), new(LogFields.Cause, Cause), new(LogFields.Attempt, Attempt), new(LogFields.Delay, Math.Round(Delay.TotalSeconds, 3)),
    ];
}
