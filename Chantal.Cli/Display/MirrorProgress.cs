using Chantal.Transfer;

namespace Chantal.Cli.Display;

/// <summary>How far a mirror is, with its rate over the last seconds.</summary>
/// <param name="Mirror">The mirror.</param>
/// <param name="Step">What it does now.</param>
/// <param name="State">How far its transfer is; null outside of a transfer.</param>
/// <param name="Rate">Bytes a second.</param>
internal sealed record MirrorProgress(string Mirror, string Step, TransferState? State, double Rate)
{
    // So much of the rate is that of the last second: a number that can be read, and still follows.
    private const double Weight = 0.3;

    /// <summary>Seconds until the transfer is done at this rate; null where nobody can tell.</summary>
    public double? SecondsLeft => State is { BytesTotal: { } total } state && Rate > 1 && total > state.BytesDone ? (total - state.BytesDone) / Rate : null;

    /// <summary>The progress after a step began.</summary>
    public MirrorProgress At(string step) => this with { Step = step, State = null, Rate = 0 };

    /// <summary>The progress some time later.</summary>
    /// <param name="state">How far it is now.</param>
    /// <param name="passed">The time since the state before.</param>
    public MirrorProgress Later(TransferState state, TimeSpan passed)
    {
        if (State is not { } before || passed <= TimeSpan.Zero)
        {
            return this with { State = state };
        }

        var now = Math.Max(0, state.BytesDone - before.BytesDone) / passed.TotalSeconds;
        return this with { State = state, Rate = Rate == 0 ? now : (Weight * now) + ((1 - Weight) * Rate) };
    }
}
