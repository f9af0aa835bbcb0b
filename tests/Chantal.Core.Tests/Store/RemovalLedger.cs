using System.Globalization;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Store;

/// <summary>
/// Counts what verbs remove. Before each verb it notes every file outside the stores' own directories, and of the published ones whose they are; after it, each
/// file that is gone has to be one that the verb's store and mirror had published.
/// </summary>
internal sealed class RemovalLedger : IDisposable
{
    public const string ForeignName = "somebodys-notes";

    private const string AllMirrors = "*";

    private readonly string _root = Directory.CreateTempSubdirectory("chantal-removal-").FullName;
    private readonly StoreFixture.RecordingLog _log = new();
    private readonly List<LedgerStore> _stores = [];

    public RemovalLedger() => Foreign(PathOf("neighbour"));

    public List<string> Warnings => _log.Warnings;

    public string PathOf(string name) => $"{_root}/{name}";

    public LedgerStore Store(string name, string? publishRoot = null)
    {
        var store = new LedgerStore(this, PathOf(name), publishRoot is null ? null : PathOf(publishRoot), _log);
        _stores.Add(store);
        return store;
    }

    public void Link(string name, string target) => File.CreateSymbolicLink(PathOf(name), target);

    public void Copy(string from, string to) => Shell.Require(_root, "cp", "-a", from, to);

    /// <summary>A directory by a second name that no path tells, for a <see cref="MountTestAttribute"/>.</summary>
    public IDisposable Bind(string from, string to)
    {
        Directory.CreateDirectory(PathOf(to));
        Shell.Require(_root, "mount", "--bind", from, to);
        return new Unmount(this, to);
    }

    /// <summary>Puts files of somebody else into a directory: beside everything, in the pool, and among the metadata.</summary>
    public void Foreign(string directory)
    {
        foreach (var path in new[] { ForeignName, $"pool/{ForeignName}", $"dists/s/{ForeignName}", $"theirs/{ForeignName}" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(directory, path))!);
            File.WriteAllText(Path.Combine(directory, path), "theirs");
        }
    }

    /// <summary>Runs a verb that has to fail, and may remove nothing at all.</summary>
    public string Fails(string code, Action verb) => Fails([code], verb);

    public string Fails(string[] codes, Action verb)
    {
        var before = Files();
        var failure = Assert.ThrowsExactly<MirrorException>(verb);
        Assert.Contains(failure.Code, codes, failure.Message);
        Assert.AreEqual("", string.Join('\n', before.Keys.Except(Files().Keys)), "a verb that fails removes nothing");
        return failure.Message;
    }

    /// <summary>Runs a verb of a store on a mirror, or on all of its mirrors.</summary>
    /// <param name="store">The store.</param>
    /// <param name="mirrors">The mirrors.</param>
    /// <param name="mayRemoveForeign">A directory from which it may remove anything, or null.</param>
    /// <param name="verb">The verb.</param>
    public void Run(LedgerStore store, IReadOnlyCollection<string> mirrors, string? mayRemoveForeign, Action verb)
    {
        var before = Files();
        verb();
        var after = Files();
        var id = StoreIdentity.Peek(store.Layout)!;
        foreach (var (path, owner) in before.Where(f => !after.ContainsKey(f.Key)))
        {
            var isOwn = owner is not null && (owner.Store == id.Id || id.Origins.Contains(owner.Store)) && (owner.Mirror == AllMirrors || mirrors.Contains(owner.Mirror));
            var isTold = mayRemoveForeign is not null && path.StartsWith(mayRemoveForeign + "/", StringComparison.Ordinal);
            Assert.IsTrue(isOwn || isTold, $"'{path}' was removed by {string.Join(", ", mirrors)} of '{store.Layout.StoreRoot}' and was {(owner is null ? "nobody's" : TreeOwner.Name(owner))}");
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    // Every file, and whose it is: a tree's record, and what the manifests that it names say. Links that lead to directories are other names of what is there.
    private Dictionary<string, TreeRecord?> Files()
    {
        var files = new Dictionary<string, TreeRecord?>();
        Add(new DirectoryInfo(_root), null, null, []);
        return files;

        void Add(DirectoryInfo directory, TreeRecord? record, string? tree, HashSet<string> named)
        {
            if (TreeRecord.TryRead(directory.FullName) is { } own)
            {
                (record, tree, named) = (own, directory.FullName, Named(own));
            }

            foreach (var entry in directory.EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo below && entry.LinkTarget is null)
                {
                    if (!IsPrivate(below))
                    {
                        Add(below, record, tree, named);
                    }
                }
                else if (tree is not null && (entry.Name == TreeRecord.FileName || named.Contains(Path.GetRelativePath(tree, entry.FullName))))
                {
                    files.Add(entry.FullName, record);
                }
                else if (entry.LinkTarget is null)
                {
                    files.Add(entry.FullName, entry.Name == "nearest.map" ? WriterOf(entry.FullName) : null);
                }
            }
        }
    }

    // A map is about all mirrors of the store that it names.
    private static TreeRecord? WriterOf(string map) =>
        File.ReadAllText(map).Split(' ', ',') is [_, "Chantal", "store", var id, ..] ? new TreeRecord { Store = id, StorePath = "", Mirror = AllMirrors } : null;

    private static bool IsPrivate(DirectoryInfo directory) =>
        directory.Name == ".chantal" || (directory.Name is "data" or "generations" or "shards" or "state" or "refs" or "partial" && File.Exists(Path.Combine(directory.Parent!.FullName, "format")));

    // The store may have been moved since it wrote the record.
    private HashSet<string> Named(TreeRecord record)
    {
        var store = _stores.FirstOrDefault(s => StoreIdentity.Peek(s.Layout)?.Id == record.Store)?.Layout ?? new StoreLayout(record.StorePath);
        var generations = new GenerationStore(store);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var generation in record.Generations.Select(g => GenerationId.TryParse(g)!.Value).Where(generations.Exists))
        {
            using var manifest = generations.Open(generation);
            named.UnionWith(manifest.ReadAll().Select(e => e.Path));
        }

        return named;
    }

    private sealed class Unmount(RemovalLedger ledger, string name) : IDisposable
    {
        public void Dispose() => Shell.Require(ledger._root, "umount", name);
    }
}

/// <summary>A store with three mirrors; state N of each is the files <c>pool/a</c>, <c>pool/N</c> and a metadata directory of its own.</summary>
internal sealed class LedgerStore
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2025-01-01T00:00:00Z", CultureInfo.InvariantCulture);

    private readonly RemovalLedger _ledger;
    private readonly StoreFixture.RecordingLog _log;
    private readonly string _storeRoot;
    private readonly string? _publishRoot;
    private readonly StoreFixture.ManualClock _clock = new() { Now = Start };

    public LedgerStore(RemovalLedger ledger, string storeRoot, string? publishRoot, StoreFixture.RecordingLog log)
    {
        (_ledger, _log, _storeRoot, _publishRoot) = (ledger, log, storeRoot, publishRoot);
        Layout = new StoreLayout(storeRoot, publishRoot);
    }

    public StoreLayout Layout { get; private set; }

    public List<string> Mirrors { get; } = ["one", "two", "three"];

    public string TreeOf(string mirror, string? place = null) => Path.Combine(Layout.PublishRoot, place ?? mirror);

    public void SyncAll(int state) => Mirrors.ForEach(m => Sync(m, state));

    public void Sync(string mirror, int state, string? place = null, bool takesOver = false) => Publish(mirror, state, place, o => o with { TakeOver = takesOver }, null);

    public void Rebuild(string mirror, int state, string? place = null, bool removesForeign = false) =>
        Publish(mirror, state, place, o => o with { FromScratch = true, RemoveForeign = removesForeign }, removesForeign ? TreeOf(mirror, place) : null);

    public void Clean(string mirror, string? place = null) =>
        _ledger.Run(this, [mirror], null, () => new Publisher(Fresh(), Generations, _clock, _log).Unpublish(mirror, Written(mirror, place), default));

    public void Freeze(string name, bool isLatest = false) =>
        _ledger.Run(this, Mirrors, null, () => Snapshots(Fresh()).Create([.. Frozen()], new SnapshotOptions(name, null, false, true, isLatest, new Rotation(null, null, null, null)), default));

    public void Rotate(string name, int newest)
    {
        _clock.Now += TimeSpan.FromDays(1);
        _ledger.Run(this, Mirrors, null, () => Snapshots(Fresh()).Create([.. Frozen()], new SnapshotOptions(name, null, false, true, false, new Rotation(newest, null, null, null)), default));
    }

    public void Promote(string channel, string name) => _ledger.Run(this, Mirrors, null, () => Snapshots(Fresh()).PromoteAsync([.. Frozen()], channel, name, default).GetAwaiter().GetResult());

    public void Forget(string name) => _ledger.Run(this, Mirrors, null, () => Snapshots(Fresh()).Delete([.. Frozen()], name, force: false));

    public void Repair(string name, int state) => _ledger.Run(this, Mirrors, null, () =>
    {
        foreach (var mirror in Frozen())
        {
            new SnapshotTree(Fresh(), Generations, _log).Repair(name, mirror, Generation(mirror.Name, state), isPublished: true, removesForeign: false, default);
        }
    });

    public void Collect()
    {
        using var index = new StoreIndex(Layout.IndexPath, _log);
        _ledger.Run(this, Mirrors, null, () => new GarbageCollector(Fresh(), Generations, index, TimeProvider.System, _log).Collect(TimeSpan.Zero, isDryRun: false, default));
    }

    public void ShowsAll(int state) => Mirrors.ForEach(m => Shows(m, state));

    public void Shows(string mirror, int state, string? place = null) => ShowsIn(TreeOf(mirror, place), mirror, state);

    public void ShowsFrozen(string name, int state) => Mirrors.ForEach(m => ShowsIn(Layout.PublishedSnapshot(name, m), m, state));

    private static void ShowsIn(string tree, string mirror, int state)
    {
        foreach (var file in Files(mirror, state))
        {
            Assert.AreEqual(file[(file.IndexOf('=') + 1)..], File.ReadAllText(Path.Combine(tree, file[..file.IndexOf('=')])), file);
        }
    }

    private static string[] Files(string mirror, int state) =>
        ["dists/s/InRelease=" + state, "dists/s/Packages=" + state, "pool/a=" + mirror, $"pool/{state}={mirror}-{state}"];

    // Who takes over what another mirror of the store has published may remove it as that mirror would.
    private void Publish(string mirror, int state, string? place, Func<PublishOptions, PublishOptions> with, string? mayRemoveForeign) => _ledger.Run(this, with(new PublishOptions { Mirror = "", Directory = "", LinkMode = LinkMode.Hard, GracePeriod = TimeSpan.Zero }).TakeOver ? Mirrors : [mirror], mayRemoveForeign, () =>
    {
        var layout = Fresh();
        var options = with(new PublishOptions { Mirror = mirror, Directory = Written(mirror, place), LinkMode = LinkMode.Hard, GracePeriod = TimeSpan.Zero });
        new TreePlaces(layout, new GenerationStore(layout)).Check(mirror, options.Directory, options.TakeOver);
        var generation = Generation(mirror, state);
        new RefStore(layout).SetMirror(mirror, generation, _clock.Now);
        _ = new Publisher(layout, Generations, _clock, _log).Publish(options, generation, default);
    });

    private GenerationId Generation(string mirror, int state)
    {
        using var index = new StoreIndex(Layout.IndexPath, _log);
        var blobs = new BlobStore(Layout, index, trustsHashCache: true, _log);
        using var writer = Generations.Create(new PlanHeader { Type = "test", Units = ["dists/s"] });
        foreach (var file in Files(mirror, state).Order(StringComparer.Ordinal))
        {
            var content = System.Text.Encoding.UTF8.GetBytes(file[(file.IndexOf('=') + 1)..]);
            writer.Add(new PlanEntry { Path = file[..file.IndexOf('=')], Role = file.Contains("InRelease", StringComparison.Ordinal) ? FileRole.Root : file[0] == 'd' ? FileRole.Metadata : FileRole.Package, Sha256 = blobs.Import(content, default), Size = content.Length });
        }

        return writer.Complete();
    }

    // As the definition writes it.
    private string Written(string mirror, string? place) => place is { Length: > 0 } && place[0] == '/' ? place : $"{Layout.PublishRoot}/{place ?? mirror}";

    private IEnumerable<SnapshotMirror> Frozen() => Mirrors.Where(m => new RefStore(Layout).Mirror(m) is not null).Select(m => new SnapshotMirror(m, LinkMode.Hard));

    private GenerationStore Generations => new(Layout);

    private SnapshotStore Snapshots(StoreLayout layout) => new(layout, new RefStore(layout), new GenerationStore(layout), _clock, _log);

    // Every verb is a process of its own, which looks at the store again.
    private StoreLayout Fresh() => Layout = new StoreLayout(_storeRoot, _publishRoot);
}
