using System.Text.Json;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store.Publishing;

/// <summary>
/// Whose a published tree is and what was put there: a file in the tree's own directory, so that it is true whatever becomes of the store. Without
/// it, or with another one's, nothing in a directory is ever removed.
/// </summary>
internal sealed record TreeRecord
{
    /// <summary>The file's name. No path from upstream may have it.</summary>
    public const string FileName = ArtifactPath.ReservedName;

    /// <summary>What every record says in <c>format</c>.</summary>
    public const string TreeFormat = "chantal-tree";

    // A record names some dozens of generations at most.
    private const int MaxLength = 1 << 20;

    /// <summary>The form's name.</summary>
    public string Format { get; init; } = TreeFormat;

    /// <summary>The form's version; a reader refuses any other.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The <see cref="StoreIdentity.Id"/> of the store whose tree it is.</summary>
    public required string Store { get; init; }

    /// <summary>Where that store was, for messages.</summary>
    public required string StorePath { get; init; }

    /// <summary>The mirror.</summary>
    public required string Mirror { get; init; }

    /// <summary>The snapshot; null: the mirror's head, or a channel's tree.</summary>
    public string? Snapshot { get; init; }

    /// <summary>The channel; null: the mirror's head, or a snapshot's tree.</summary>
    public string? Channel { get; init; }

    /// <summary>What the tree's files are.</summary>
    public LinkMode LinkMode { get; init; }

    /// <summary>The generation that the tree shows; null while the first one is published.</summary>
    public string? Current { get; init; }

    /// <summary>The generation that was being published when a run ended.</summary>
    public string? Pending { get; init; }

    /// <summary>Earlier generations whose files are still there.</summary>
    public IReadOnlyList<SupersededGeneration> Superseded { get; init; } = [];

    /// <summary>Every generation whose files may be in the tree.</summary>
    public IReadOnlyList<string> Generations => [.. new[] { Current, Pending }.OfType<string>().Concat(Superseded.Select(s => s.Generation)).Distinct()];

    /// <summary>Whether a directory is a published tree, whosever.</summary>
    public static bool IsTree(string directory) => File.Exists(Path.Combine(directory, FileName));

    /// <summary>Reads a directory's record; null: it has none.</summary>
    /// <exception cref="MirrorException">It has one that this version does not understand.</exception>
    public static TreeRecord? Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return new FileInfo(path).Length <= MaxLength && StrictJson.Read(File.ReadAllBytes(path), TreeJson.ReadRecord) is { Format: TreeFormat, Version: 1 } record
                ? record
                : throw PublishingDiagnostics.RecordUnreadable(directory, null);
        }
        catch (JsonException exception)
        {
            throw PublishingDiagnostics.RecordUnreadable(directory, exception);
        }
    }

    /// <summary>Reads a directory's record; null: it has none that this version understands.</summary>
    public static TreeRecord? TryRead(string directory)
    {
        try
        {
            return Read(directory);
        }
        catch (MirrorException)
        {
            return null;
        }
    }

    /// <summary>Whether a directory carries this record, as far as it says whose the tree is.</summary>
    public bool Marks(string directory) => TryRead(directory) is { } there && there.Store == Store && there.Mirror == Mirror && there.Snapshot == Snapshot && there.Channel == Channel;

    /// <summary>Writes the record of a directory that is there.</summary>
    public void Write(string directory, Durability durability) => WholeJson.Write(Path.Combine(directory, FileName), JsonOutput.Write(this, TreeJson.Write, JsonOutput.Indented), durability);
}

/// <summary>A generation that is no longer the head but whose files stay for a while.</summary>
internal sealed record SupersededGeneration(string Generation, DateTimeOffset At);
