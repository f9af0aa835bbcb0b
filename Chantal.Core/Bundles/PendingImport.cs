using System.Globalization;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Bundles;

/// <summary>
/// An import that is not complete: header, manifests and the numbers of the volumes that were read, in a directory of the store. It keeps what
/// it names from being collected.
/// </summary>
internal sealed class PendingImport
{
    private readonly StoreLayout _layout;
    private readonly string _directory;

    private PendingImport(StoreLayout layout, BundleHeader header)
    {
        _layout = layout;
        Header = header;
        _directory = Path.Combine(layout.Imports, header.Id);
    }

    /// <summary>The bundle.</summary>
    public BundleHeader Header { get; }

    /// <summary>The states that it brings.</summary>
    public IEnumerable<GenerationId> Manifests => Header.States.Select(s => s.Snapshot.Target).Distinct();

    /// <summary>The volumes that were not read to their ends yet.</summary>
    public IReadOnlyList<int> MissingVolumes => [.. Enumerable.Range(1, Header.Volumes).Where(v => !File.Exists(VolumeMark(v)))];

    /// <summary>The imports that are not complete, the oldest snapshot first.</summary>
    public static IReadOnlyList<PendingImport> All(StoreLayout layout) => !Directory.Exists(layout.Imports) ? [] :
    [
        .. Directory.EnumerateDirectories(layout.Imports)
            .Select(d => Path.Combine(d, BundleHeader.FileName)).Where(File.Exists)
            .Select(f => new PendingImport(layout, BundleHeader.Read(File.ReadAllBytes(f), f)))
            .OrderBy(p => p.Header.States.Max(s => s.Snapshot.Time)),
    ];

    /// <summary>Begins an import, or goes on with one.</summary>
    public static PendingImport Begin(StoreLayout layout, BundleHeader header)
    {
        var pending = new PendingImport(layout, header);
        Directory.CreateDirectory(pending._directory);
        Write(Path.Combine(pending._directory, BundleHeader.FileName), stream => stream.Write(header.ToBytes()));
        return pending;
    }

    /// <summary>Takes a manifest, or throws <see cref="DiagnosticCodes.BundleUnreadable"/> if it is not what its name says.</summary>
    public void AddManifest(GenerationId generation, Stream content, long length, string file)
    {
        var path = ManifestFile(generation);
        Write(path, stream => content.CopyTo(stream));
        if (new FileInfo(path).Length != length || !GenerationStore.IsIntact(path, generation))
        {
            File.Delete(path);
            throw BundleHeader.Unreadable(file, $"the manifest {generation} is damaged");
        }
    }

    /// <summary>Notes that a volume was read to its end.</summary>
    public void AddVolume(int volume) => File.WriteAllBytes(VolumeMark(volume), []);

    /// <summary>Every blob that the manifests name, with its size; nothing as long as a manifest is missing.</summary>
    public Dictionary<Sha256Digest, long> Blobs(CancellationToken cancellation)
    {
        var blobs = new Dictionary<Sha256Digest, long>();
        foreach (var generation in Manifests)
        {
            var path = File.Exists(ManifestFile(generation)) ? ManifestFile(generation) : _layout.Manifest(generation);
            if (File.Exists(path))
            {
                using var manifest = GenerationStore.OpenFile(path);
                BundleContent.Add(blobs, manifest, cancellation);
            }
        }

        return blobs;
    }

    /// <summary>Makes the states generations of the store: all that they name is there.</summary>
    public void MoveManifests()
    {
        foreach (var generation in Manifests.Where(g => File.Exists(ManifestFile(g))))
        {
            var target = _layout.Manifest(generation);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.SetUnixFileMode(ManifestFile(generation), UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            File.Move(ManifestFile(generation), target, overwrite: true);
            Posix.SyncDirectory(Path.GetDirectoryName(target)!);
            Posix.SyncDirectory(Path.GetDirectoryName(Path.GetDirectoryName(target)!)!);
        }
    }

    /// <summary>Forgets the import.</summary>
    public void End() => Directory.Delete(_directory, recursive: true);

    private string ManifestFile(GenerationId generation) => Path.Combine(_directory, $"{generation}.jsonl.zst");

    private string VolumeMark(int volume) => Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"volume-{volume}"));

    private static void Write(string path, Action<Stream> content)
    {
        using (var stream = new FileStream(path + ".new", FileMode.Create))
        {
            content(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}
