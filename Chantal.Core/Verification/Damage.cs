using Chantal.Plans;

namespace Chantal.Verification;

/// <summary>What is wrong with one thing in a store.</summary>
internal enum DamageKind
{
    /// <summary>A blob is missing, cut off or altered.</summary>
    Blob,

    /// <summary>A manifest is missing or altered, so what a state consists of is not known.</summary>
    Manifest,

    /// <summary>A published file is missing, or not the file it should be.</summary>
    Published,

    /// <summary>A published directory does not carry the record that says whose it is.</summary>
    Unmarked,

    /// <summary>What leads to published trees is missing or wrong: a link by time, a file for hosts.</summary>
    Address,

    /// <summary>A statement about a snapshot or channel is missing, altered, or not signed by the site's key.</summary>
    Statement,

    /// <summary>A file lies where only Chantal writes, and belongs to nothing.</summary>
    Foreign,
}

/// <summary>One finding of a verification.</summary>
internal sealed record Damage
{
    /// <summary>What kind of thing is damaged.</summary>
    public required DamageKind Kind { get; init; }

    /// <summary>What is wrong, as a sentence for people.</summary>
    public required string Text { get; init; }

    /// <summary>The mirror that it was found in; empty for foreign files of the store.</summary>
    public string Mirror { get; init; } = "";

    /// <summary>The snapshot that it was found in; null: the mirror itself.</summary>
    public string? Snapshot { get; init; }

    /// <summary>Blobs and published files: the path in the repository.</summary>
    public string? Path { get; init; }

    /// <summary>Blobs: the digest that the content must have.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Blobs: bytes that the content must have.</summary>
    public long? Size { get; init; }

    /// <summary>Blobs: what the file is for.</summary>
    public FileRole? Role { get; init; }

    /// <summary>Manifests: the state that it is of.</summary>
    public string? Generation { get; init; }
}
