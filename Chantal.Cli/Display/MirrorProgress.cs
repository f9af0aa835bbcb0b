using Chantal.Transfer;

namespace Chantal.Cli.Display;

/// <summary>How far a mirror is in a step.</summary>
/// <param name="Mirror">The mirror.</param>
/// <param name="Step">What it does now, in words.</param>
internal sealed record MirrorProgress(string Mirror, string Step)
{
    /// <summary>How long it has been in this step.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How far its transfer is; null outside of a transfer.</summary>
    public TransferState? Transfer { get; init; }

    /// <summary>Files that the step fetched outside of a transfer, such as the indices that a plan is made from.</summary>
    public long Files { get; init; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Why an attempt failed and when the next one is; null where something has come since.</summary>
    public string? Trouble { get; init; }

    /// <summary>The progress after a file was fetched.</summary>
    public MirrorProgress Fetched(long bytes) => this with { Files = Files + 1, Bytes = Bytes + bytes, Trouble = null };

    /// <summary>The progress some time later.</summary>
    public MirrorProgress Later(TransferState state) =>
        this with { Transfer = state, Trouble = Transfer is { } before && state.BytesDone > before.BytesDone ? null : Trouble };
}
