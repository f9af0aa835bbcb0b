using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Bundles;

/// <summary>How far an import is, and what it waits for.</summary>
/// <param name="Id">Its name in the store.</param>
/// <param name="Began">Since when it is there.</param>
internal sealed record ImportState(string Id, DateTimeOffset Began)
{
    /// <summary>The snapshot that it brings; null: it cannot be read.</summary>
    public string? Snapshot { get; init; }

    /// <summary>The mirrors that the snapshot holds.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>How many volumes there are.</summary>
    public int Volumes { get; init; }

    /// <summary>The volumes that were not imported yet.</summary>
    public IReadOnlyList<int> MissingVolumes { get; init; } = [];

    /// <summary>The state whose content the bundle does not have; null: it has everything.</summary>
    public string? Since { get; init; }

    /// <summary>Bytes of the contents that are here.</summary>
    public long Bytes { get; init; }

    /// <summary>How many contents are not.</summary>
    public long MissingFiles { get; init; }

    /// <summary>Their bytes.</summary>
    public long MissingBytes { get; init; }

    /// <summary>Why it cannot be read; null: it can.</summary>
    public string? Fault { get; init; }

    /// <summary>What would complete it, in few words.</summary>
    public string WaitsFor => this switch
    {
        { Fault: { } fault } => $"cannot be read: {fault}",
        { MissingFiles: > 0, MissingVolumes.Count: > 0 } => VolumeList.Write(MissingVolumes, Volumes),
        { MissingFiles: > 0, Since: { } since } => $"the snapshot '{since}'",
        { MissingFiles: > 0 } => "its volumes again",
        _ => "the next import",
    };

    /// <summary>Looks at an import; the contents' sizes are compared, and nothing else of them is read.</summary>
    public static ImportState Of(PendingEntry entry, BlobStore blobs, CancellationToken cancellation)
    {
        var state = new ImportState(entry.Id, entry.Began) { Fault = entry.Fault };
        if (entry.Import is not { Header: var header } import)
        {
            return state;
        }

        state = state with
        {
            Snapshot = header.Name,
            Mirrors = [.. header.States.Select(s => s.Mirror)],
            Volumes = header.Volumes,
            MissingVolumes = import.MissingVolumes,
            Since = header.Since,
        };
        try
        {
            return state.Count(import.Content(cancellation), blobs);
        }
        catch (Exception exception) when (exception is MirrorException or IOException or UnauthorizedAccessException)
        {
            return state with { Fault = (exception as MirrorException)?.Fault ?? exception.Message };
        }
    }

    private ImportState Count(BundledManifest content, BlobStore blobs)
    {
        long bytes = 0, missing = content.AbsentFiles, missingBytes = content.AbsentBytes;
        foreach (var (digest, size) in content.Blobs)
        {
            var isHere = blobs.Find(digest, size) is not null;
            bytes = unchecked(bytes + (isHere ? size : 0));
            missing += isHere ? 0 : 1;
            missingBytes = unchecked(missingBytes + (isHere ? 0 : size));
        }

        return this with { Bytes = bytes, MissingFiles = missing, MissingBytes = missingBytes };
    }
}
