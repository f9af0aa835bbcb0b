using Chantal.Bundles;
using Chantal.Core.Tests.Store;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Bundles;

/// <summary>Two stores, and what is carried from one to the other.</summary>
internal sealed class AirGap : IDisposable
{
    private static readonly ImportOptions Options = new(LinkMode.Hard, IsPublished: true, UpdatesLatest: false);

    public StoreFixture Here { get; } = new();

    public StoreFixture There { get; } = new();

    public RefStore RefsHere => new(Here.Layout);

    public RefStore RefsThere => new(There.Layout);

    /// <summary>The names of the imports that are not complete, and of whatever else lies among them.</summary>
    public string[] Imports => !Directory.Exists(There.Layout.Imports) ? [] : [.. Directory.EnumerateFileSystemEntries(There.Layout.Imports).Select(e => Path.GetFileName(e)!)];

    public void Dispose()
    {
        Here.Dispose();
        There.Dispose();
    }

    public string PathOf(string name) => Path.Combine(Here.Root, name);

    /// <summary>Makes a snapshot here of files, each written as <c>path=content</c>.</summary>
    public void Freeze(string name, params string[] files)
    {
        RefsHere.SetMirror("m", Here.Generation(files), Here.Clock.Now);
        Snapshots(Here).Create([new SnapshotMirror("m", LinkMode.Hard)], new SnapshotOptions(name, null, false, true, false, new Rotation(null, null, null, null)), default);
    }

    /// <summary>Exports a snapshot, and says where to.</summary>
    public IReadOnlyList<string> Export(string name, string? since = null, long? volumeSize = null)
    {
        var header = new BundleHeader { Name = name, States = [new BundledState("m", RefsHere.Snapshot(name, "m")!)], Since = since };
        IReadOnlyList<GenerationId> present = since is null ? [] : [RefsHere.Snapshot(since, "m")!.Target];
        return new BundleExport(Here.Layout, Here.Generations, Here.Clock, Here.Log).Write(header, present, PathOf($"{name}{(since is null ? "" : "-since-" + since)}.tar"), volumeSize, default).Files;
    }

    public void Import(params string[] files) => Import(null, default, files);

    public void Import(Action? beforeChange, CancellationToken cancellation, params string[] files) =>
        new BundleImport(There.Layout, There.Blobs, There.Index, Snapshots(There), There.Clock, There.Log) { BeforeChange = beforeChange }.Import(files, Options, cancellation);

    public CollectionResult Collect() =>
        new GarbageCollector(There.Layout, There.Generations, There.Index, TimeProvider.System, There.Log).Collect(TimeSpan.FromDays(-1), isDryRun: false, default);

    /// <summary>Drops an import, as the DropImport target does.</summary>
    public void Drop(string name) => PendingImports.Remove(There.Layout, Path.Combine(There.Layout.Imports, PendingImports.Require(There.Layout, name).Id));

    public IReadOnlyList<ImportState> List() => [.. PendingImports.All(There.Layout).Select(i => ImportState.Of(i, There.Blobs, default))];

    public void DeleteThere(string name) => Snapshots(There).Delete([new SnapshotMirror("m", LinkMode.Hard)], name, force: false);

    private static SnapshotStore Snapshots(StoreFixture store) => new(store.Layout, new RefStore(store.Layout), store.Generations, store.Clock, store.Log);
}
