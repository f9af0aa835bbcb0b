using System.Formats.Tar;
using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Transfer;

namespace Chantal.Bundles;

/// <summary>What an export wrote.</summary>
/// <param name="Files">The volumes.</param>
/// <param name="Blobs">Blobs in them.</param>
/// <param name="Bytes">Their bytes.</param>
internal sealed record ExportResult(IReadOnlyList<string> Files, long Blobs, long Bytes);

/// <summary>
/// Writes states of a store to a bundle: tar archives (ustar) that hold the manifests and the blobs, each read and checked on the way. A
/// volume appears under its name when it is complete. The same states give the same bytes.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="generations">Its manifests.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Progress.</param>
internal sealed class BundleExport(StoreLayout layout, GenerationStore generations, TimeProvider clock, ILog log)
{
    private const int BufferSize = 1 << 20;

    // Twelve octal digits are all that ustar has for a size.
    private const long MaxUstarSize = 1L << 33;

    /// <summary>Called before each file of a volume; tests end the run there.</summary>
    internal Action? BeforeChange { get; init; }

    /// <summary>The most volumes; tests are content with fewer.</summary>
    internal int MaxVolumes { get; init; } = BundleHeader.MaxVolumes;

    /// <summary>Writes a bundle.</summary>
    /// <param name="header">Which states.</param>
    /// <param name="present">States that the other side has.</param>
    /// <param name="file">The bundle's file; of several volumes the number stands before the extension.</param>
    /// <param name="volumeSize">Bytes of a volume, or null for one volume.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public ExportResult Write(BundleHeader header, IReadOnlyList<GenerationId> present, string file, long? volumeSize, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(header);
        using var stay = StoreLock.Share(layout, log);
        var states = header.States.Select(s => s.Snapshot.Target).Distinct().ToList();
        var blobs = BundleContent.Of(generations, states, present, cancellation);
        var lists = states.Select(generations.Read).Where(s => !s.IsOnePiece).ToList();
        var known = present.SelectMany(p => generations.Read(p).Shards).Select(s => s.Digest).ToHashSet();
        var shards = lists.SelectMany(s => s.Shards).Select(s => s.Digest).Where(known.Add).Order().ToList();
        header = header with { Version = lists.Count > 0 ? 2 : 1 };
        var fixedSize = states.Select(layout.Manifest).Concat(shards.Select(layout.Shard)).Sum(f => BundleContent.SizeInArchive(new FileInfo(f).Length)) + BundleContent.SizeInArchive(header.ToBytes().Length + 64) + 1024;
        var volumes = BundleContent.Volumes(blobs, volumeSize - fixedSize) ?? throw BundleDiagnostics.VolumeTooSmall(blobs.Max(b => b.Size), fixedSize);
        if (volumes.Count > MaxVolumes)
        {
            throw BundleDiagnostics.TooManyVolumes(volumes.Count, MaxVolumes);
        }

        var bytes = blobs.Sum(b => b.Size);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        FreeSpace.Require(Path.GetDirectoryName(Path.GetFullPath(file))!, bytes, "The export");
        using var progress = new TransferProgress(log, clock, blobs.Count, bytes);
        var files = new List<string>();
        for (var at = 0; at < volumes.Count; at++)
        {
            var name = volumes.Count == 1 ? file : Path.ChangeExtension(file, $"{at + 1}{Path.GetExtension(file)}");
            WriteVolume(name, header with { Volume = at + 1, Volumes = volumes.Count }, states, shards, volumes[at], progress, cancellation);
            files.Add(name);
        }

        return new ExportResult(files, blobs.Count, bytes);
    }

    private void WriteVolume(
        string file, BundleHeader header, List<GenerationId> states, List<Sha256Digest> shards, List<(Sha256Digest Digest, long Size)> blobs, TransferProgress progress, CancellationToken cancellation)
    {
        var partial = file + ".partial";
        using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize))
        {
            using (var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
            {
                var time = header.States.Max(s => s.Snapshot.Time);
                using (var json = new MemoryStream(header.ToBytes()))
                {
                    Add(tar, BundleHeader.FileName, json, time);
                }

                foreach (var state in states)
                {
                    using var manifest = Open(layout.Manifest(state));
                    Add(tar, BundleHeader.PathOf(state), manifest, time);
                }

                foreach (var shard in shards)
                {
                    using var text = Open(layout.Shard(shard));
                    Add(tar, BundleHeader.PathOfShard(shard), text, time);
                }

                foreach (var (digest, size, content) in new ReadAhead(ReadBlob, digest => BundleDiagnostics.BlobDamaged(layout.Blob(digest))).Read(blobs))
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (content is null)
                    {
                        AddLarge(tar, digest, size, time, cancellation);
                    }
                    else
                    {
                        using var stored = new MemoryStream(content);
                        Add(tar, BundleHeader.PathOf(digest), stored, time);
                    }

                    progress.AddFile();
                    progress.AddBytes(size);
                }
            }

            stream.Flush(flushToDisk: true);
        }

        BeforeChange?.Invoke();
        File.Move(partial, file, overwrite: true);
    }

    private void AddLarge(TarWriter tar, Sha256Digest digest, long size, DateTimeOffset time, CancellationToken cancellation)
    {
        using var content = new HashingStream(OpenBlob(digest), size, cancellation);
        Add(tar, BundleHeader.PathOf(digest), content, time);
        if (content.Digest() != digest)
        {
            throw BundleDiagnostics.BlobDamaged(layout.Blob(digest));
        }
    }

    private void Add(TarWriter tar, string name, Stream content, DateTimeOffset time)
    {
        BeforeChange?.Invoke();
        PosixTarEntry entry = content.Length < MaxUstarSize ? new UstarTarEntry(TarEntryType.RegularFile, name) : new PaxTarEntry(TarEntryType.RegularFile, name);
        entry.DataStream = content;
        entry.ModificationTime = time;
        entry.Mode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        tar.WriteEntry(entry);
    }

    private byte[] ReadBlob(Sha256Digest digest)
    {
        try
        {
            return File.ReadAllBytes(layout.Blob(digest));
        }
        catch (FileNotFoundException)
        {
            throw BundleDiagnostics.BlobDamaged(layout.Blob(digest));
        }
    }

    private FileStream OpenBlob(Sha256Digest digest)
    {
        try
        {
            return Open(layout.Blob(digest));
        }
        catch (FileNotFoundException)
        {
            throw BundleDiagnostics.BlobDamaged(layout.Blob(digest));
        }
    }

    private static FileStream Open(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
}
