using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Chantal.Plans;
using ZstdSharp;

namespace Chantal.Store;

/// <summary>
/// Writes a manifest: the entries in the order of their paths, without what does not belong to the state (where a file
/// came from). Equal states are equal texts, and so one generation.
/// </summary>
internal sealed class GenerationWriter : IDisposable
{
    // Manifests are read far more often than they are written, but at 60,000 lines a higher level would cost more than it saves.
    private const int CompressionLevel = 3;

    private readonly StoreLayout _layout;
    private readonly string _temporary;
    private readonly FileStream _file;
    private readonly CompressionStream _compressed;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _text = new(128 * 1024);
    private readonly Utf8JsonWriter _json;

    internal GenerationWriter(StoreLayout layout, PlanHeader header)
    {
        _layout = layout;
        _temporary = Path.Combine(layout.StoreRoot, "generations", $"new.{Environment.ProcessId}.{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.GetDirectoryName(_temporary)!);
        _file = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        _compressed = new CompressionStream(_file, CompressionLevel, leaveOpen: true);
        _json = EntryFormat.CreateWriter(_text);
        EntryFormat.WriteHeader(_json, PlanReader.ManifestFormat, header with { Upstreams = [], Bases = [] });
        EndLine();
    }

    /// <summary>Adds a file; SHA-256 and size are known by now, and paths ascend.</summary>
    public void Add(PlanEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Sha256 is null || entry.Size is null)
        {
            throw new ArgumentException($"'{entry.Path}' has no content", nameof(entry));
        }

        EntryFormat.WriteEntry(_json, entry with { Urls = [], Group = null, IsOptional = false, Why = null });
        EndLine();
    }

    /// <summary>Adds a file by its line in another manifest.</summary>
    internal void AddLine(ReadOnlySpan<byte> line)
    {
        _text.Write(line);
        EndLine();
    }

    /// <summary>Flushes the manifest to disk, puts it in place and returns its name.</summary>
    public GenerationId Complete()
    {
        Drain();
        _compressed.Dispose();
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        var generation = new GenerationId(new Sha256Digest(_hash.GetHashAndReset()));
        var path = _layout.Manifest(generation);
        var directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);
        File.SetUnixFileMode(_temporary, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(_temporary, path, overwrite: true);
        _layout.Durability.FlushDirectory(directory);
        _layout.Durability.FlushDirectory(Path.GetDirectoryName(directory)!);
        return generation;
    }

    /// <summary>Removes what was written unless it was completed.</summary>
    public void Dispose()
    {
        _json.Dispose();
        _compressed.Dispose();
        _file.Dispose();
        _hash.Dispose();
        File.Delete(_temporary);
    }

    private void EndLine()
    {
        _json.Reset();
        _text.Write("\n"u8);
        if (_text.WrittenCount > 100 * 1024)
        {
            Drain();
        }
    }

    private void Drain()
    {
        _hash.AppendData(_text.WrittenSpan);
        _compressed.Write(_text.WrittenSpan);
        _text.ResetWrittenCount();
    }
}
