namespace Chantal.Mirroring;

/// <summary>What a sync does to a package, or to a file that is not one. In the order in which it is told.</summary>
internal enum PlannedChange
{
    /// <summary>A newer version takes the place of an older one.</summary>
    Upgraded,

    /// <summary>An older version takes the place of a newer one.</summary>
    Downgraded,

    /// <summary>Versions of the package come, and none goes.</summary>
    Added,

    /// <summary>Versions of the package go, and none comes.</summary>
    Removed,

    /// <summary>The version stays; its files are others.</summary>
    Rebuilt,

    /// <summary>Metadata and other files that come.</summary>
    FilesAdded,

    /// <summary>Metadata and other files with new content.</summary>
    FilesChanged,

    /// <summary>Metadata and other files that go.</summary>
    FilesRemoved,
}

/// <summary>A package that a sync changes, or a file that is not one.</summary>
/// <param name="Name">The package's name, or the file's path.</param>
/// <param name="Architecture">The package's architecture; null where it has none, and of a file.</param>
/// <param name="From">Versions that go, the newest first.</param>
/// <param name="To">Versions that come, the newest first.</param>
/// <param name="Files">The files that come; where none comes, those that go.</param>
internal sealed record PlannedItem(string Name, string? Architecture, IReadOnlyList<string> From, IReadOnlyList<string> To, FileCount Files)
{
    /// <summary>The package with its architecture.</summary>
    public string Title => Architecture is null ? Name : $"{Name} ({Architecture})";
}

/// <summary>All that a sync changes in one way.</summary>
/// <param name="Change">What it does.</param>
/// <param name="Count">How many packages or files there are.</param>
/// <param name="Files">Their files.</param>
/// <param name="Shown">The first of them, by name.</param>
internal sealed record PlanGroup(PlannedChange Change, long Count, FileCount Files, IReadOnlyList<PlannedItem> Shown)
{
    /// <summary>Whether it is about packages.</summary>
    public bool IsPackages => Change < PlannedChange.FilesAdded;

    /// <summary>The change as people call it.</summary>
    public string Word => Change switch
    {
        PlannedChange.Upgraded => "upgraded",
        PlannedChange.Downgraded => "downgraded",
        PlannedChange.Added or PlannedChange.FilesAdded => "added",
        PlannedChange.Removed or PlannedChange.FilesRemoved => "removed",
        PlannedChange.Rebuilt => "rebuilt",
        PlannedChange.FilesChanged => "changed",
        _ => throw new InvalidOperationException($"{Change} is not a change"),
    };

    /// <summary>What is not shown.</summary>
    public (long Count, FileCount Files) Remainder => (Count - Shown.Count, Shown.Aggregate(Files, (rest, item) => rest.Minus(item.Files)));
}
