using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using ZstdSharp;

namespace Chantal.Bundles;

/// <summary>
/// Judges the manifests that another store wrote: each is read wholly, in bounded memory, and nothing of it is used before it is known to be
/// what its name and the bundle's header say. Of a shard that is not here yet only what its list says is known.
/// </summary>
/// <param name="generations">Where manifests and shards are.</param>
internal sealed class BundledManifest(GenerationStore generations)
{
    /// <summary>Longest manifest as it lies in a bundle; that of the whole of PyPI has about a gigabyte.</summary>
    public const long MaxLength = 4L << 30;

    /// <summary>Longest text of a manifest in one piece.</summary>
    public const long MaxTextLength = 16L << 30;

    /// <summary>Longest list of shards: that of a billion files.</summary>
    public const long MaxListLength = 1L << 30;

    private readonly HashSet<Sha256Digest> _absent = [];

    /// <summary>The contents that the manifests name, with their sizes.</summary>
    public Dictionary<Sha256Digest, long> Blobs { get; } = [];

    /// <summary>How many files are in shards that are not here.</summary>
    public long AbsentFiles { get; private set; }

    /// <summary>Their bytes.</summary>
    public long AbsentBytes { get; private set; }

    /// <summary>What is wrong with the file of a manifest, as the end of a sentence that begins with "its manifest"; null: nothing is.</summary>
    /// <param name="path">The manifest's file.</param>
    /// <param name="state">The state that it is said to be.</param>
    /// <param name="list">The list of shards that it is; null: it is in one piece.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static string? ListFault(string path, Ref state, out Generation? list, CancellationToken cancellation)
    {
        list = null;
        try
        {
            if (!IsList(path))
            {
                return null;
            }

            // Before it is held in memory.
            using (var text = Open(path))
            {
                var buffer = new byte[1 << 16];
                long length = 0;
                for (int read; (read = text.Read(buffer)) > 0; length += read)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (length > MaxListLength)
                    {
                        return "is longer than any real one";
                    }
                }
            }

            list = GenerationStore.Read(Open(path), state.Target, path);
            return (state.Files ?? list.Files) == list.Files && (state.Bytes ?? list.Bytes) == list.Bytes ? null : "does not have the files that the header says";
        }
        catch (Exception exception) when (Reason(exception) is { } reason)
        {
            return $"cannot be read ({reason})";
        }
    }

    /// <summary>What is wrong with a manifest and the shards of it that are here, in the same words.</summary>
    /// <param name="path">The manifest's file.</param>
    /// <param name="state">The state that it is said to be.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public string? Fault(string path, Ref state, CancellationToken cancellation)
    {
        if (ListFault(path, state, out var list, cancellation) is { } fault)
        {
            return fault;
        }

        foreach (var source in list?.Header.Advisories ?? [])
        {
            if (!Blobs.TryAdd(source.Sha256, source.Size) && Blobs[source.Sha256] != source.Size)
            {
                return $"gives the content {source.Sha256} two sizes";
            }
        }

        try
        {
            return list is { Shards.Count: > 0 } ? ShardFault(list, cancellation) : OnePieceFault(path, state, cancellation);
        }
        catch (Exception exception) when (Reason(exception) is { } reason)
        {
            return $"cannot be read ({reason})";
        }
    }

    private static string? Reason(Exception exception) => exception switch
    {
        MirrorException { Fault: { } fault } => fault,
        ZstdException or InvalidDataException or EndOfStreamException => exception.Message,
        _ => null,
    };

    private static DecompressionStream Open(string path) => new(File.OpenRead(path), leaveOpen: false);

    private static bool IsList(string path)
    {
        using var lines = new LineReader(Open(path));
        return lines.TryRead(out var first) && GenerationFormat.IsList(first);
    }

    private string? OnePieceFault(string path, Ref state, CancellationToken cancellation)
    {
        using var text = new HashingStream(Open(path), 0, cancellation);
        using var manifest = new PlanReader(text, GenerationFormat.OnePiece, path);
        return EntryFault(manifest, text, state) ?? (text.Digest() == state.Target.Digest ? null : "does not have the checksum that is its name");
    }

    private string? EntryFault(PlanReader manifest, HashingStream text, Ref state)
    {
        long files = 0, bytes = 0;
        var filesAbove = new Stack<string>();
        while (manifest.Read() is { } entry)
        {
            if (Fault(entry, filesAbove) is { } fault)
            {
                return fault;
            }

            files++;
            bytes = unchecked(bytes + entry.Size!.Value);
            if (text.Position > MaxTextLength || files > state.Files)
            {
                return "is longer than the header says";
            }
        }

        return files == (state.Files ?? files) && bytes == (state.Bytes ?? bytes) ? null : "does not have the files that the header says";
    }

    private string? ShardFault(Generation list, CancellationToken cancellation)
    {
        var filesAbove = new Stack<string>();
        for (var at = 0; at < list.Shards.Count; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            var shard = list.Shards[at];
            if (!generations.HasShard(shard.Digest))
            {
                // Several states may wait for the same one.
                var isNew = _absent.Add(shard.Digest);
                AbsentFiles = unchecked(AbsentFiles + (isNew ? shard.Files : 0));
                AbsentBytes = unchecked(AbsentBytes + (isNew ? shard.Bytes : 0));
            }
            else if (ShardFault(list, at, filesAbove) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private string? ShardFault(Generation list, int at, Stack<string> filesAbove)
    {
        var (shard, end) = (list.Shards[at], list.EndOf(at));
        long files = 0, bytes = 0, packages = 0;
        using var entries = generations.Open(list, at);
        while (entries.Read() is { } entry)
        {
            if (Fault(entry, filesAbove) is { } fault)
            {
                return fault;
            }

            if ((files == 0 && entry.Path != shard.First) || (end is not null && ArtifactPath.Compare(entry.Path, end) >= 0))
            {
                return $"has '{entry.Path}' in a shard where it does not belong";
            }

            files++;
            bytes = unchecked(bytes + entry.Size!.Value);
            packages += Shard.IsPackage(entry) ? 1 : 0;
        }

        return (files, bytes, packages) == (shard.Files, shard.Bytes, shard.Packages) ? null : $"does not have the files that its list says of the shard {shard.Digest}";
    }

    private string? Fault(PlanEntry entry, Stack<string> filesAbove)
    {
        if (entry is not { Sha256: { } digest, Size: { } size })
        {
            return $"names '{entry.Path}' without a SHA-256 digest and a size";
        }

        if (entry.Urls.Count > 0 || entry.Group is not null || entry.Why is not null)
        {
            return $"has a value for '{entry.Path}' that only a plan can have";
        }

        if (!Blobs.TryAdd(digest, size) && Blobs[digest] != size)
        {
            return $"gives the content {digest} two sizes";
        }

        // What begins with a path comes right after it, in the order of paths; so a stack knows every file that may be above.
        while (filesAbove.TryPeek(out var above) && !entry.Path.StartsWith(above, StringComparison.Ordinal))
        {
            _ = filesAbove.Pop();
        }

        if (filesAbove.FirstOrDefault(above => entry.Path[above.Length] == '/') is { } file)
        {
            return $"has '{file}' as a file and as a directory";
        }

        filesAbove.Push(entry.Path);
        return null;
    }
}
