using System.Formats.Tar;
using Chantal.Plans;

namespace Chantal.Bundles;

/// <summary>Reads a volume of a bundle from its beginning to its end: the header, the manifests, the shards, and then the contents. What is not as it should be is refused.</summary>
internal sealed class VolumeReader : IDisposable
{
    private const int BufferSize = 1 << 20;

    // Bytes of two blocks.
    private const int EndOfArchive = 1024;

    private readonly string _file;
    private readonly FileStream _stream;
    private readonly TarReader _tar;
    private TarEntry? _first;

    /// <param name="file">The volume.</param>
    public VolumeReader(string file)
    {
        _file = file;
        _stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        try
        {
            RequireEnd();
            _tar = new TarReader(_stream);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Its size in bytes.</summary>
    public long Length => _stream.Length;

    /// <inheritdoc/>
    public void Dispose()
    {
        _tar.Dispose();
        _stream.Dispose();
    }

    /// <summary>Reads what the bundle says it holds.</summary>
    public BundleHeader ReadHeader()
    {
        if (Next() is not { Name: BundleHeader.FileName, Length: <= BundleHeader.MaxLength, DataStream: { } content } entry)
        {
            throw BundleDiagnostics.Unreadable(_file, "it does not begin with a header of a bundle");
        }

        var json = new byte[entry.Length];
        content.ReadExactly(json);
        return BundleHeader.Read(json, _file);
    }

    /// <summary>Reads the manifests, which come first, so that nothing is taken that none of them names.</summary>
    /// <param name="staged">Where they go.</param>
    /// <param name="header">Which there are.</param>
    /// <param name="beforeEach">Called before each is written.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public void ReadManifests(StagedImport staged, BundleHeader header, Action? beforeEach, CancellationToken cancellation)
    {
        var missing = header.States.Select(s => s.Snapshot).DistinctBy(s => s.Target).ToDictionary(s => BundleHeader.PathOf(s.Target), StringComparer.Ordinal);
        while (missing.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var entry = Next() ?? throw BundleDiagnostics.Unreadable(_file, "it does not have all of its manifests");
            if (entry.EntryType != TarEntryType.RegularFile || !missing.Remove(entry.Name, out var state))
            {
                throw BundleDiagnostics.Unreadable(_file, $"'{entry.Name}' comes before the manifests");
            }

            beforeEach?.Invoke();
            if (staged.AddManifest(state, entry.DataStream ?? Stream.Null, entry.Length, cancellation) is { } fault)
            {
                throw BundleDiagnostics.Unreadable(_file, $"its manifest {state.Target} {fault}");
            }
        }
    }

    /// <summary>Reads the shards, which come next, as far as the first content.</summary>
    /// <param name="staged">Where they go.</param>
    /// <param name="beforeEach">Called before each is written.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public void ReadShards(StagedImport staged, Action? beforeEach, CancellationToken cancellation)
    {
        while ((_first = Next()) is not null && BundleHeader.ShardOf(_first.Name) is { } shard)
        {
            beforeEach?.Invoke();
            if (_first.EntryType != TarEntryType.RegularFile || !staged.AddShard(shard, _first.DataStream ?? Stream.Null, _first.Length, cancellation))
            {
                throw BundleDiagnostics.Unreadable(_file, $"its manifests do not name '{_first.Name}', or it is cut off");
            }
        }
    }

    /// <summary>Reads the contents, each to be read before the next one is asked for.</summary>
    /// <param name="named">Those that the manifests name, with their sizes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public IEnumerable<(Sha256Digest Digest, long Size, Stream Content)> ReadContents(Dictionary<Sha256Digest, long> named, CancellationToken cancellation)
    {
        var wanted = named.ToDictionary(b => BundleHeader.PathOf(b.Key), b => (Digest: b.Key, Size: b.Value), StringComparer.Ordinal);
        for (var entry = _first; entry is not null; entry = Next())
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.EntryType != TarEntryType.RegularFile || !wanted.TryGetValue(entry.Name, out var blob) || entry.Length != blob.Size)
            {
                throw BundleDiagnostics.Unreadable(_file, $"its manifests do not name '{entry.Name}'");
            }

            yield return (blob.Digest, blob.Size, entry.DataStream ?? Stream.Null);
        }
    }

    // An archive ends in two blocks of zeros (POSIX pax, "ustar Interchange Format"). One that was cut off between two files has none, and the
    // reader takes it for whole.
    private void RequireEnd()
    {
        var end = new byte[EndOfArchive];
        _ = _stream.Seek(-Math.Min(_stream.Length, EndOfArchive), SeekOrigin.End);
        if (_stream.Length >= EndOfArchive)
        {
            _stream.ReadExactly(end);
        }

        if (_stream.Length < EndOfArchive || end.AsSpan().ContainsAnyExcept((byte)0))
        {
            throw BundleDiagnostics.Unreadable(_file, "it is not an archive, or it is cut off");
        }

        _stream.Position = 0;
    }

    // An archive may name entries at a length that nobody can hold; the reader's words for that are many.
    private TarEntry? Next()
    {
        try
        {
            return _tar.GetNextEntry();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or NotSupportedException or OutOfMemoryException or OverflowException)
        {
            throw BundleDiagnostics.Unreadable(_file, exception.Message, exception);
        }
    }
}
