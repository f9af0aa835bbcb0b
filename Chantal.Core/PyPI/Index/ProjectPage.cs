namespace Chantal.PyPI.Index;

/// <summary>What an index says about one project, in HTML (PEP 503) or in JSON (PEP 691).</summary>
internal sealed record ProjectPage
{
    /// <summary>The project as the page calls it; a page in HTML has no name of its own and takes that it was asked for by.</summary>
    public required string Name { get; init; }

    /// <summary>The files, in the order of the page; no name stands there twice.</summary>
    public IReadOnlyList<ProjectFile> Files { get; init; } = [];

    /// <summary>All versions, also those without a file (PEP 700); empty where the index does not say.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>The index's serial number of the project's last change, or null.</summary>
    public long? LastSerial { get; init; }

    /// <summary>What of the page cannot be used and was passed over, as the ends of sentences.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>What the page says beyond its files.</summary>
    public ProjectPageMeta Meta { get; init; } = new();
}

/// <summary>What a project's page says beyond its files.</summary>
internal sealed record ProjectPageMeta
{
    /// <summary>The interface's version (PEP 629), <c>1.0</c> where none is stated.</summary>
    public string ApiVersion { get; init; } = "1.0";

    /// <summary>Pages of other indices that this one takes its files from (PEP 708).</summary>
    public IReadOnlyList<string> Tracks { get; init; } = [];

    /// <summary>Other indices that have files of the same project, by its owner's word (PEP 708).</summary>
    public IReadOnlyList<string> AlternateLocations { get; init; } = [];

    /// <summary>Whether the page says that a page of another index is of the same project.</summary>
    public bool Knows(Uri page) => Tracks.Concat(AlternateLocations).Any(l =>
        Uri.TryCreate(l, UriKind.Absolute, out var other) && other.AbsoluteUri.TrimEnd('/') == page.AbsoluteUri.TrimEnd('/'));

    /// <summary>The project's status; null where none is stated, which means active.</summary>
    public ProjectPageStatus? Status { get; init; }
}

/// <summary>A project's status (PEP 792).</summary>
/// <param name="Status"><c>active</c>, <c>archived</c>, <c>quarantined</c>, <c>deprecated</c>, or what later standards add.</param>
/// <param name="Reason">Why, in the words of the index; null where it does not say.</param>
internal sealed record ProjectPageStatus(string Status, string? Reason);
