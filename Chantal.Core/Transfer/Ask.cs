namespace Chantal.Transfer;

/// <summary>What a GET asks for beside its URL.</summary>
internal readonly record struct Ask
{
    /// <summary>First byte wanted (RFC 9110 §14.2), or 0 for the whole.</summary>
    public long Offset { get; init; }

    /// <summary>The validator under which the range is wanted (RFC 9110 §13.1.5), or null for whatever state.</summary>
    public string? IfRange { get; init; }

    /// <summary>What we have already (RFC 9110 §13.1), or null.</summary>
    public Validators? Validators { get; init; }

    /// <summary>A part wanted, in place of <see cref="Offset"/>; or null.</summary>
    public ByteRange? Range { get; init; }

    /// <summary>The media types that are taken, or null for any.</summary>
    public string? Accept { get; init; }

    /// <summary>Caches on the way have to ask the origin (RFC 9111 §5.2.1.4).</summary>
    public bool BypassCaches { get; init; }
}
