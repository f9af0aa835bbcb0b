using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chantal.Plans;
using ZstdSharp;

namespace Chantal.Store;

/// <summary>
/// Writes a generation: the entries in the order of their paths, without what does not belong to the state (where a file came from), cut
/// into shards. Equal states are equal texts, and so one generation.
/// </summary>
internal sealed class GenerationWriter : IDisposable
{
    private readonly StoreLayout _layout;
    private readonly ShardStore _store;
    private readonly PlanHeader _header;
    private readonly List<Shard> _shards = [];
    private readonly ArrayBufferWriter<byte> _text = new(128 * 1024);
    private readonly Utf8JsonWriter _json;
    private string? _first;
    private long _files;
    private long _bytes;
    private long _packages;

    internal GenerationWriter(StoreLayout layout, ShardStore store, PlanHeader header)
    {
        _layout = layout;
        _store = store;
        _header = header;
        _json = EntryFormat.CreateWriter(_text);
    }

    /// <summary>Adds a file; SHA-256 and size are known by now, and paths ascend.</summary>
    public void Add(PlanEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Sha256 is null || entry.Size is null)
        {
            throw new ArgumentException($"'{entry.Path}' has no content", nameof(entry));
        }

        Begin(entry.Path, entry.Size.Value, Shard.IsPackage(entry));
        _json.Reset();
        EntryFormat.WriteEntry(_json, entry with { Urls = [], Group = null, IsOptional = false, MaxSize = null, Why = null });
        _text.Write("\n"u8);
    }

    /// <summary>Adds a file by its line in another generation.</summary>
    /// <param name="path">Its path, in UTF-8.</param>
    /// <param name="line">The line.</param>
    public void AddLine(ReadOnlySpan<byte> path, ReadOnlySpan<byte> line)
    {
        var text = new PlanLine(line);
        if (text.TryReadContent(out var size, out _))
        {
            Begin(path, size, text.CountsAsPackage);
        }
        else
        {
            var entry = EntryFormat.ReadEntry(line, "a state", 0);
            Begin(path, entry.Size!.Value, Shard.IsPackage(entry));
        }

        _text.Write(line);
        _text.Write("\n"u8);
    }

    /// <summary>Shards that were begun.</summary>
    public int Begun => _shards.Count + (_first is null ? 0 : 1);

    /// <summary>Adds whole shards of another generation. They begin where any state begins one, and so does what comes behind them.</summary>
    public void AddShards(IEnumerable<Shard> shards)
    {
        EndShard();
        _shards.AddRange(shards);
    }

    /// <summary>Flushes the shards and the list to disk, puts the list in place and returns its name.</summary>
    public GenerationId Complete()
    {
        EndShard();
        var text = new ArrayBufferWriter<byte>(64 * 1024);
        GenerationFormat.Write(text, _header, _shards);
        var generation = new GenerationId(new Sha256Digest(SHA256.HashData(text.WrittenSpan)));
        var path = _layout.Manifest(generation);
        var directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);

        // What the list refers to, shards and all content, is on disk before the list is.
        _layout.Durability.FlushFileSystem(_layout.StoreRoot);
        var temporary = Path.Combine(_layout.Generations, $"{BlobStore.TemporaryPrefix}{Environment.ProcessId}.{Guid.NewGuid():N}");
        using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        using (var compressor = new Compressor(ShardStore.CompressionLevel))
        {
            file.Write(compressor.Wrap(text.WrittenSpan));
            file.Flush(flushToDisk: true);
        }

        File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(temporary, path, overwrite: true);
        _layout.Durability.FlushDirectory(directory);
        _layout.Durability.FlushDirectory(_layout.Generations);
        return generation;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Begin(string path, long size, bool isPackage)
    {
        Span<byte> text = stackalloc byte[3 * ArtifactPath.MaxLength];
        Begin(text[..Encoding.UTF8.GetBytes(path, text)], size, isPackage);
    }

    private void Begin(ReadOnlySpan<byte> path, long size, bool isPackage)
    {
        if (_first is null || _text.WrittenCount >= Shard.MaxText || ShardBoundary.IsAt(path))
        {
            EndShard();
            _first = Encoding.UTF8.GetString(path);
        }

        _files++;
        _bytes += size;
        _packages += isPackage ? 1 : 0;
    }

    private void EndShard()
    {
        if (_first is not null)
        {
            _shards.Add(new Shard(_first, _store.Add(_text.WrittenSpan), _files, _bytes, _packages));
            _text.ResetWrittenCount();
            _first = null;
            _files = _bytes = _packages = 0;
        }
    }
}
