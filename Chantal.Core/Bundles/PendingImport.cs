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

    /// <summary>The volumes that were not read to their ends yet.</summary>
    public IReadOnlyList<int> MissingVolumes => [.. Enumerable.Range(1, Header.Volumes).Where(v => !File.Exists(VolumeMark(v)))];

    /// <summary>The import of a bundle, whose directory is there.</summary>
    public static PendingImport Of(StoreLayout layout, BundleHeader header) => new(layout, header);

    /// <summary>The import in a directory, or <see cref="MirrorException"/> with what is wrong with it.</summary>
    public static PendingImport Open(StoreLayout layout, string directory)
    {
        var file = Path.Combine(directory, BundleHeader.FileName);
        if (!File.Exists(file) || new FileInfo(file).Length > BundleHeader.MaxLength)
        {
            throw BundleDiagnostics.Unreadable(file, "it does not begin with a bundle's header");
        }

        var header = BundleHeader.Read(File.ReadAllBytes(file), file);
        return header.Id == Path.GetFileName(directory) ? new PendingImport(layout, header) : throw BundleDiagnostics.Unreadable(file, $"its header is that of the import {header.Id}");
    }

    /// <summary>Notes that a volume was read to its end.</summary>
    public void AddVolume(int volume) => File.WriteAllBytes(VolumeMark(volume), []);

    /// <summary>
    /// Every blob that the manifests name, with its size, and the shards that are not here. They are judged again: another version may have
    /// taken them.
    /// </summary>
    /// <exception cref="MirrorException">A manifest is missing or not valid.</exception>
    public BundledManifest Content(CancellationToken cancellation)
    {
        var judge = new BundledManifest(new GenerationStore(_layout, _directory));
        foreach (var state in Header.States.Select(s => s.Snapshot).DistinctBy(s => s.Target))
        {
            var own = GenerationStore.Aside(_directory, state.Target);
            var path = File.Exists(own) ? own : _layout.Manifest(state.Target);
            if ((File.Exists(path) ? judge.Fault(path, state, cancellation) : "is missing") is { } fault)
            {
                throw BundleDiagnostics.Unreadable(_directory, $"its manifest {state.Target} {fault}");
            }
        }

        return judge;
    }

    /// <summary>Makes the states generations of the store: all that they name is there.</summary>
    public void MoveManifests()
    {
        // What a list refers to is there before it is.
        foreach (var file in Directory.EnumerateFiles(_directory, "*" + ShardStore.AsideSuffix))
        {
            Move(file, _layout.Shard(Sha256Digest.Parse(Path.GetFileName(file).Split('.')[0])));
        }

        _layout.Durability.FlushFileSystem(_layout.StoreRoot);
        foreach (var generation in Header.States.Select(s => s.Snapshot.Target).Distinct().Where(g => File.Exists(GenerationStore.Aside(_directory, g))))
        {
            var target = _layout.Manifest(generation);
            Move(GenerationStore.Aside(_directory, generation), target);
            _layout.Durability.FlushDirectory(Path.GetDirectoryName(target)!);
            _layout.Durability.FlushDirectory(_layout.Generations);
        }
    }

    /// <summary>Forgets the import.</summary>
    public void End() => PendingImports.Remove(_layout, _directory);

    private static void Move(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.SetUnixFileMode(source, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(source, target, overwrite: true);
    }

    private string VolumeMark(int volume) => Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"volume-{volume}"));
}
