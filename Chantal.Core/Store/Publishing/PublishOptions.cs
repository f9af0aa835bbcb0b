namespace Chantal.Store.Publishing;

/// <summary>What a published file is.</summary>
internal enum LinkMode
{
    /// <summary>Another name of the blob; needs one file system.</summary>
    Hard,

    /// <summary>A symbolic link to the blob.</summary>
    Symbolic,

    /// <summary>A copy of the blob.</summary>
    Copy,
}

/// <summary>How a mirror is published.</summary>
internal sealed record PublishOptions
{
    /// <summary>The mirror's name.</summary>
    public required string Mirror { get; init; }

    /// <summary>The tree's directory.</summary>
    public required string Directory { get; init; }

    /// <summary>What published files are. Hard links become symbolic ones where the file system does not allow them.</summary>
    public required LinkMode LinkMode { get; init; }

    /// <summary>How long files stay after the generation that named them was superseded.</summary>
    public required TimeSpan GracePeriod { get; init; }

    /// <summary>true compares every file with what it should be, replaces what is wrong and reports what is foreign. A superseded generation that has lost content does not stay.</summary>
    public bool FromScratch { get; init; }

    /// <summary>With <see cref="FromScratch"/>: true removes what is foreign.</summary>
    public bool RemoveForeign { get; init; }

    /// <summary>true makes a directory this mirror's that is not marked as its own; what lies in it stays.</summary>
    public bool TakeOver { get; init; }
}

/// <summary>What publishing changed.</summary>
/// <param name="Linked">Files that were linked, those of switched directories included.</param>
/// <param name="Removed">Files that were removed.</param>
/// <param name="UnitsSwitched">Metadata directories that were switched.</param>
internal sealed record PublishResult(long Linked, long Removed, int UnitsSwitched);
