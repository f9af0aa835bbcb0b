namespace Chantal.Store;

/// <summary>What a ref says: which generation it points at, since when, and what only refs of its kind have beside that.</summary>
internal sealed record Ref
{
    /// <summary>What every ref says in <c>format</c>.</summary>
    public const string RefFormat = "chantal-ref";

    /// <summary>The form's name.</summary>
    public string Format { get; init; } = RefFormat;

    /// <summary>The form's version; a reader refuses any other.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The generation.</summary>
    public required string Generation { get; init; }

    /// <summary>Since when it points there.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Snapshots: how many files the generation has.</summary>
    public long? Files { get; init; }

    /// <summary>Snapshots: their bytes together.</summary>
    public long? Bytes { get; init; }

    /// <summary>Snapshots: what it was made for, in its maker's words; or null.</summary>
    public string? Description { get; init; }

    /// <summary>Snapshots: whether rotation leaves it alone.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Snapshots: whether it was given a published tree; false also in refs of versions that did not say it.</summary>
    public bool IsPublished { get; init; }

    /// <summary>Snapshots and channels: who made or moved it; null in refs of versions that did not say it.</summary>
    public Actor? By { get; init; }

    /// <summary>Heads, and snapshots of them: what somebody accepted by its name so that the generation was taken; null: nothing.</summary>
    public RecordedAcceptance? Accepted { get; init; }

    /// <summary>Channels: the snapshot that is shown.</summary>
    public string? Snapshot { get; init; }

    /// <summary>Channels: what was shown before, the latest first.</summary>
    public IReadOnlyList<ChannelMove>? Before { get; init; }

    /// <summary>Channels whose metadata the site signs: what the generation was made of, and how; null: it is the snapshot's own.</summary>
    public ChannelSignature? Signed { get; init; }

    /// <summary>The generation as a value.</summary>
    public GenerationId Target => GenerationId.TryParse(Generation)!.Value;
}

/// <summary>What a channel's generation was made of: the same of all this need not be signed again.</summary>
/// <param name="Generation">The snapshot's generation.</param>
/// <param name="Terms">Who signs, and for how long.</param>
internal sealed record ChannelSignature(string Generation, string Terms);

/// <summary>What a channel showed once.</summary>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Time">Since when it was shown.</param>
internal sealed record ChannelMove(string Snapshot, string Generation, DateTimeOffset Time)
{
    /// <summary>Who had it show that, or null.</summary>
    public Actor? By { get; init; }
}
