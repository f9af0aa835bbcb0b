using Chantal.Plans;

namespace Chantal.Rpm.Roots;

/// <summary>What a <c>repomd.xml</c> says: the metadata files of a repository.</summary>
internal sealed record Repomd
{
    /// <summary>The <c>revision</c>: mostly the Unix time of the repository's making, or whatever its maker counts in.</summary>
    public string? Revision { get; init; }

    /// <summary>What the repository is called and made for (<c>tags</c>): a label each.</summary>
    public IReadOnlyList<RepomdTag> Tags { get; init; } = [];

    /// <summary>The metadata files, in the order of the file.</summary>
    public required IReadOnlyList<RepomdData> Data { get; init; }

    /// <summary>When upstream made this state: the revision, if it is a time, or else the newest time stamp, or null.</summary>
    public DateTimeOffset? Date => ToDate(Revision) ?? Data.Select(d => ToDate(d.Timestamp)).Max();

    /// <summary>When the metadata was made, as libsolv sees it: the newest time stamp of its files, or else the revision, if it is a time.</summary>
    public DateTimeOffset? Generated => Data.Select(d => ToDate(d.Timestamp)).Max() ?? ToDate(Revision);

    // Revisions such as 1 or 42 are counts; what lies beyond the year 2100 is not a time either.
    private static DateTimeOffset? ToDate(string? seconds) =>
        double.TryParse(seconds, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var value) && value is > 500_000_000 and < 4_102_444_800
            ? DateTimeOffset.FromUnixTimeSeconds((long)value)
            : null;
}

/// <summary>A label of a repository: <c>content</c>, <c>repo</c> or <c>distro</c>, which has the CPE of a distribution.</summary>
/// <param name="Kind">The element's name.</param>
/// <param name="CpeId">Its <c>cpeid</c>, or null.</param>
/// <param name="Text">Its text.</param>
internal sealed record RepomdTag(string Kind, string? CpeId, string Text);

/// <summary>A <c>data</c> element: one metadata file.</summary>
internal sealed record RepomdData
{
    /// <summary>What it holds: <c>primary</c>, <c>filelists</c>, <c>modules</c>, …; any word.</summary>
    public required string Type { get; init; }

    /// <summary>Its place, relative to the repository or to <see cref="Base"/>.</summary>
    public required string Location { get; init; }

    /// <summary><c>xml:base</c> of the location, or null.</summary>
    public string? Base { get; init; }

    /// <summary>Checksum of the file, or null.</summary>
    public Checksum? Checksum { get; init; }

    /// <summary>Checksum of the file as it is unpacked, or null.</summary>
    public Checksum? OpenChecksum { get; init; }

    /// <summary>Bytes of the file, or null.</summary>
    public long? Size { get; init; }

    /// <summary>Bytes of the file as it is unpacked, or null.</summary>
    public long? OpenSize { get; init; }

    /// <summary>zchunk: checksum of the file's header, or null.</summary>
    public Checksum? HeaderChecksum { get; init; }

    /// <summary>zchunk: bytes of the file's header, or null.</summary>
    public long? HeaderSize { get; init; }

    /// <summary>When the file was made, as upstream writes it, or null.</summary>
    public string? Timestamp { get; init; }
}
