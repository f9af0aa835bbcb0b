using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Store;

/// <summary>After a loss of power, nothing says that something is there which is not: what is flushed, and what is there by then.</summary>
[TestClass]
public sealed class DurabilityTests : IDisposable
{
    private readonly StoreFixture _store = new();
    private readonly List<string> _flushed = [];

    public void Dispose() => _store.Dispose();

    [TestMethod]
    public void Packages_are_on_disk_before_metadata_shows_them_and_all_of_a_tree_before_its_record_says_so()
    {
        var old = _store.Generation("dists/s/Packages=old", "pool/a=a");
        var next = _store.Generation("dists/s/Packages=new", "pool/a=a", "pool/b=b");
        _store.Publish(old);
        Watch(() => $"{(File.Exists(Path.Combine(_store.Tree, "pool/b")) ? "package" : "no package")}, {File.ReadAllText(Path.Combine(_store.Tree, "dists/s/Packages"))} metadata, "
            + (TreeRecord.Read(_store.Tree)!.Current == next.ToString() ? "published" : "not published"));

        _store.Publish(next);

        Assert.AreSequenceEqual(
            [
                "state/m: no package, old metadata, not published",
                "publish/m: no package, old metadata, not published",
                "publish/m: package, old metadata, not published",
                "publish/m: package, new metadata, not published",
                "publish/m: package, new metadata, published",
                "state/m: package, new metadata, published",
            ],
            _flushed);
    }

    [TestMethod]
    public void Where_nothing_changed_nothing_is_flushed()
    {
        var generation = _store.Generation("dists/s/Packages=x", "pool/a=a");
        _store.Publish(generation);
        Watch(() => "");

        _store.Publish(generation);

        Assert.IsEmpty(_flushed);
    }

    [TestMethod]
    public void A_snapshot_is_on_disk_before_it_is_seen_and_before_a_channel_shows_it()
    {
        var generation = _store.Generation("pool/a=a");
        var refs = new RefStore(_store.Layout);
        refs.SetMirror("m", generation, _store.Clock.Now);
        var snapshots = new SnapshotStore(_store.Layout, refs, _store.Generations, _store.Clock, _store.Log);
        var mirror = new SnapshotMirror("m", LinkMode.Hard);
        snapshots.Create([mirror], new SnapshotOptions("jan", null, false, false, false, new Rotation(null, null, null, null)), default);
        Watch(() => $"{(Directory.Exists(_store.Layout.PublishedSnapshot("jan", "m")) ? "tree" : "no tree")}, {(refs.Channel("prod", "m") is null ? "no ref" : "ref")}, "
            + (Path.Exists(_store.Layout.PublishedChannel("prod", "m")) ? "link" : "no link"));

        snapshots.PromoteAsync([mirror], "prod", "jan", default).GetAwaiter().GetResult();

        var building = Path.GetRelativePath(_store.Layout.StoreRoot, Path.Combine(_store.Layout.StagingOfStates("m"), "whole"));
        Assert.AreSequenceEqual(
            [
                "refs/channels/prod: no tree, ref, no link",
                "refs/channels: no tree, ref, no link",
                $"{building}: no tree, ref, no link",
                $"{building}: no tree, ref, no link",
                "publish/channels/prod/m: no tree, ref, link",
            ],
            _flushed);
    }

    [TestMethod]
    public void A_ref_that_is_removed_does_not_come_back()
    {
        var refs = new RefStore(_store.Layout);
        var one = new Ref { Generation = _store.Generation("pool/a=a").ToString(), Time = _store.Clock.Now };
        refs.AddSnapshots("jan", new Dictionary<string, Ref> { ["m"] = one, ["n"] = one });
        Watch(() => string.Join(", ", refs.Snapshots().SelectMany(refs.MirrorsOf)));

        refs.RemoveSnapshot("jan", "m");
        refs.RemoveSnapshot("jan", "n");

        Assert.AreSequenceEqual(["refs/snapshots/jan: n", "refs/snapshots: "], _flushed);
    }

    private void Watch(Func<string> look) => _store.Flushing = directory => _flushed.Add($"{directory}: {look()}");
}
