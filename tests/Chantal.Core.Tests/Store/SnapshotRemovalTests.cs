using Chantal.Diagnostics;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Store;

/// <summary>Snapshots, promotions and collections remove and move only what their store has made. Every verb runs in a <see cref="RemovalLedger"/>.</summary>
[TestClass]
public sealed class SnapshotRemovalTests : IDisposable
{
    private readonly RemovalLedger _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [TestMethod]
    public void A_store_does_not_move_what_channels_and_latest_show_of_another_one()
    {
        var store = _ledger.Store("a", "www");
        store.SyncAll(1);
        store.Freeze("jan", isLatest: true);
        store.Promote("prod", "jan");
        _ledger.Copy("a", "b");
        foreach (var other in new[] { _ledger.Store("b", "www"), _ledger.Store("c", "www") })
        {
            other.Mirrors.ForEach(m => other.Sync(m, 2, $"others-{Path.GetFileName(other.Layout.StoreRoot)}/{m}"));
            var name = "feb-" + Path.GetFileName(other.Layout.StoreRoot);
            other.Freeze(name);
            _ledger.Fails(DiagnosticCodes.ChannelOccupied, () => other.Promote("prod", name));
            _ledger.Fails(DiagnosticCodes.ChannelOccupied, () => other.Freeze(name, isLatest: true));
        }

        Assert.AreEqual(new RefStore(store.Layout).Snapshot("jan", "one")!.Generation, TreeRecord.Read(store.Layout.PublishedChannel("prod", "one"))!.Current);
        Assert.AreEqual("snapshots/jan", new FileInfo(store.Layout.PublishedLatest).LinkTarget);
        store.Freeze("mar", isLatest: true);
        store.Promote("prod", "mar");
    }

    [TestMethod]
    public void A_snapshot_that_cannot_be_published_is_not_made()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        _ledger.Foreign(store.Layout.PublishedSnapshot("jan", "two"));

        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => store.Freeze("jan"));
        Assert.IsEmpty(new RefStore(store.Layout).Snapshots());
    }

    [TestMethod]
    public void A_link_that_somebody_made_is_not_turned_into_a_channel()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        store.Freeze("jan");
        _ledger.Foreign(_ledger.PathOf("theirs"));
        Directory.CreateDirectory(Path.GetDirectoryName(store.Layout.PublishedChannel("prod", "one"))!);
        File.CreateSymbolicLink(store.Layout.PublishedChannel("prod", "one"), _ledger.PathOf("theirs"));

        _ledger.Fails(DiagnosticCodes.ChannelOccupied, () => store.Promote("prod", "jan"));

        Assert.AreEqual(_ledger.PathOf("theirs"), new FileInfo(store.Layout.PublishedChannel("prod", "one")).LinkTarget);
    }

    [TestMethod]
    public void Snapshots_may_be_called_like_mirrors()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        store.Freeze("one");
        store.Freeze("two");
        store.SyncAll(2);
        store.Forget("two");
        store.Clean("one");

        store.ShowsFrozen("one", 1);
        store.Shows("two", 2);
    }

    [TestMethod]
    public void Collection_removes_only_what_is_named_like_content()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        string[] foreign = ["data/sha256/notes", "data/sha256/ab/notes", "generations/notes", "generations/ab/notes.jsonl.zst", "shards/notes", "shards/ab/notes.jsonl.zst", "partial/one/notes", "imports/notes"];
        foreach (var path in foreign)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(store.Layout.StoreRoot, path))!);
            File.WriteAllText(Path.Combine(store.Layout.StoreRoot, path), "theirs");
        }

        store.Collect();

        Assert.IsTrue(foreign.All(f => File.Exists(Path.Combine(store.Layout.StoreRoot, f))));
    }
}
