using Chantal.Diagnostics;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Store;

/// <summary>
/// Nothing that is not ours is ever removed. Three mirrors share a store; around them and in their trees lie files of other people. Every verb runs
/// in a <see cref="RemovalLedger"/>, which counts each file that is gone after it against what the verb was entitled to remove.
/// </summary>
[TestClass]
public sealed class RemovalTests : IDisposable
{
    private readonly RemovalLedger _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [TestMethod]
    public void The_same_store_by_another_name_publishes_the_same_tree()
    {
        var one = _ledger.Store("a");
        one.SyncAll(1);
        _ledger.Link("b", "a");
        var other = _ledger.Store("b");

        for (var state = 2; state < 5; state++)
        {
            other.SyncAll(state);
            one.SyncAll(state + 10);
            one.ShowsAll(state + 10);
            other.ShowsAll(state + 10);
        }
    }

    [TestMethod]
    [DataRow("a/")]
    [DataRow("./x/..//a")]
    [DataRow("bound")]
    public void However_a_store_is_written_its_trees_stay(string name)
    {
        var one = _ledger.Store("a");
        one.SyncAll(1);
        using var mount = name == "bound" ? _ledger.Bind("a", "bound") : null;

        var other = _ledger.Store(name);
        other.SyncAll(2);
        one.SyncAll(3);

        one.ShowsAll(3);
        other.ShowsAll(3);
        Assert.IsEmpty(_ledger.Warnings);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4106")]
    [DataRow("debian", "debian/12")]
    [DataRow("debian/12", "debian")]
    [DataRow("x/y/z", "x")]
    public void A_tree_that_moves_into_its_own_earlier_place_is_served_and_the_earlier_one_is_left(string before, string after)
    {
        var store = _ledger.Store("a");
        store.Sync("one", 1, before);

        store.Sync("one", 2, after);

        store.Shows("one", 2, after);
        Assert.Contains(DiagnosticCodes.TreeLeft, _ledger.Warnings);

        // What the message advises.
        store.Clean("one", before);
        store.Shows("one", 2, after);
        Assert.IsFalse(File.Exists(Path.Combine(store.Layout.PublishRoot, before, TreeRecord.FileName)));
        store.Sync("one", 3, after);
        store.Shows("one", 3, after);
    }

    [TestMethod]
    public void A_tree_that_moves_elsewhere_leaves_only_what_others_put_there()
    {
        var store = _ledger.Store("a");
        store.Sync("one", 1);
        store.Sync("one", 2, "elsewhere");
        Assert.IsFalse(Directory.Exists(store.TreeOf("one")));

        _ledger.Foreign(store.TreeOf("one", "elsewhere"));
        store.Sync("one", 3);

        store.Shows("one", 3);
        Assert.Contains(DiagnosticCodes.ForeignFilesLeft, _ledger.Warnings);
        Assert.IsFalse(File.Exists(Path.Combine(store.TreeOf("one", "elsewhere"), "pool/a")));
    }

    [TestMethod]
    public void A_copy_of_a_store_leaves_the_original_alone()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        store.Freeze("jan");
        _ledger.Copy("a", "b");

        var copy = _ledger.Store("b");
        copy.SyncAll(2);
        copy.Forget("jan");
        copy.Clean("one");

        store.ShowsAll(1);
        store.ShowsFrozen("jan", 1);
        copy.Shows("two", 2);
        Assert.Contains(DiagnosticCodes.StoreCopied, _ledger.Warnings);
        store.SyncAll(3);
        store.ShowsAll(3);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4010")]
    public void A_copy_of_a_store_does_not_get_the_originals_publish_root()
    {
        var store = _ledger.Store("a", "www");
        store.SyncAll(1);
        store.Freeze("jan");
        _ledger.Copy("a", "b");
        var copy = _ledger.Store("b", "www");

        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => copy.Sync("one", 2));
        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => copy.Clean("one"));
        copy.Forget("jan");
        Assert.Contains(DiagnosticCodes.TreeLeft, _ledger.Warnings);
        store.ShowsAll(1);
        store.ShowsFrozen("jan", 1);

        // Both things that the message advises.
        var apart = _ledger.Store("b", "other");
        apart.SyncAll(2);
        apart.ShowsAll(2);
        store.ShowsAll(1);
        Directory.Delete(_ledger.PathOf("a"), recursive: true);
        copy.Sync("one", 4, takesOver: true);
        copy.Shows("one", 4);
        copy.Sync("one", 5);
        copy.Shows("one", 5);
    }

    [TestMethod]
    public void A_store_that_was_moved_or_restored_goes_on()
    {
        var store = _ledger.Store("a", "www");
        store.SyncAll(1);
        Directory.Move(_ledger.PathOf("a"), _ledger.PathOf("b"));
        var moved = _ledger.Store("b", "www");
        moved.SyncAll(2);
        moved.ShowsAll(2);

        _ledger.Copy("b", "backup");
        Directory.Delete(_ledger.PathOf("b"), recursive: true);
        _ledger.Copy("backup", "b");
        var restored = _ledger.Store("b", "www");
        restored.SyncAll(3);
        restored.ShowsAll(3);
        Assert.IsEmpty(_ledger.Warnings);
    }

    [TestMethod]
    public void A_store_restored_from_before_publishes_whole_states()
    {
        var store = _ledger.Store("a", "www");
        store.SyncAll(1);
        _ledger.Copy("a", "backup");
        store.SyncAll(2);
        store.SyncAll(3);
        Directory.Delete(_ledger.PathOf("a"), recursive: true);
        _ledger.Copy("backup", "a");

        var restored = _ledger.Store("a", "www");
        restored.SyncAll(1);
        restored.ShowsAll(1);
        restored.SyncAll(4);
        restored.ShowsAll(4);
    }

    [TestMethod]
    [DataRow(".")]
    [DataRow("./")]
    [DataRow("x/..")]
    [DataRow("..")]
    [DataRow("../../outside")]
    [DataRow("/tmp/outside")]
    [DataRow("snapshots")]
    [DataRow("snapshots/jan")]
    [DataRow("channels/prod/one")]
    [DataRow("latest")]
    [DataRow(".chantal")]
    [DataRow(".chantal/x")]
    [DataRow("to-snapshots/x")]
    public void A_place_that_is_not_a_mirrors_is_refused(string place)
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        store.Freeze("jan");
        _ledger.Link("a/publish/to-snapshots", "snapshots");

        _ledger.Fails(DiagnosticCodes.PublishPath, () => store.Sync("one", 2, place));
        _ledger.Fails(DiagnosticCodes.PublishPath, () => store.Clean("one", place));

        store.ShowsAll(1);
        store.ShowsFrozen("jan", 1);
    }

    [TestMethod]
    [DataRow("debian", "debian/rpm")]
    [DataRow("debian/rpm", "debian")]
    [DataRow("debian", "debian")]
    [DataRow("debian", "link/rpm")]
    public void Two_mirrors_never_share_a_tree_and_both_are_named(string one, string two)
    {
        var store = _ledger.Store("a");
        store.Sync("one", 1, one);
        _ledger.Link("a/publish/link", "debian");

        var message = _ledger.Fails([DiagnosticCodes.TreesOverlap, DiagnosticCodes.TreeNotOurs], () => store.Sync("two", 1, two));

        Assert.Contains("'one'", message);
        Assert.Contains("'two'", message);
        store.Rebuild("one", 1, one, removesForeign: true);
        store.Shows("one", 1, one);
        Assert.AreEqual(DiagnosticCodes.TreesOverlap, Assert.ThrowsExactly<MirrorException>(() => TreePlaces.RequireApart([("two", store.TreeOf("two", two)), ("three", store.TreeOf("three")), ("one", store.TreeOf("one", one))])).Code);
    }

    [TestMethod]
    public void Two_stores_never_share_a_tree()
    {
        var store = _ledger.Store("a", "www");
        store.SyncAll(1);
        store.Freeze("jan");
        var other = _ledger.Store("b", "www");

        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => other.Sync("one", 2));
        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => other.Rebuild("one", 2));
        _ledger.Fails(DiagnosticCodes.TreesOverlap, () => other.Sync("one", 2, "one/below"));
        other.Sync("one", 2, "others/one");
        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => other.Freeze("jan"));

        store.ShowsAll(1);
        store.ShowsFrozen("jan", 1);
        other.Shows("one", 2, "others/one");
    }

    [TestMethod]
    public void Trees_and_stores_never_lie_in_one_another()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);

        _ledger.Fails(DiagnosticCodes.TreesOverlap, () => _ledger.Store("b", "a/www").Sync("one", 2));
        _ledger.Fails(DiagnosticCodes.TreesOverlap, () => _ledger.Store("a/publish/one/store", "elsewhere").Sync("one", 2));
        foreach (var reserved in new[] { "data", "generations", "refs", "state", "partial", "imports" })
        {
            _ledger.Fails(DiagnosticCodes.PublishPath, () => _ledger.Store("a", $"a/{reserved}").Sync("one", 2));
        }

        _ledger.Fails(DiagnosticCodes.PublishPath, () => _ledger.Store("www/one", "www").Sync("one", 2));
        _ledger.Fails(DiagnosticCodes.PublishPath, () => _ledger.Store("www/one/store", "www").Sync("one", 2));

        // A publish root may hold a store beside the trees.
        var beside = _ledger.Store("www/store", "www");
        beside.SyncAll(5);
        beside.ShowsAll(5);
        store.ShowsAll(1);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4104")]
    public void A_directory_with_somebodys_files_is_taken_over_only_when_told_to()
    {
        var store = _ledger.Store("a", "www");
        _ledger.Foreign(store.TreeOf("one"));

        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => store.Sync("one", 1));
        store.Sync("one", 1, takesOver: true);
        store.Shows("one", 1);
        store.Clean("one");

        Assert.Contains(DiagnosticCodes.ForeignFilesLeft, _ledger.Warnings);
        store.Sync("one", 2);
        store.Shows("one", 2);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{}")]
    [DataRow("null")]
    [DataRow("{\"format\":\"chantal-tree\",\"version\":9}")]
    public void A_tree_whose_record_cannot_be_read_is_taken_over_only_when_told_to(string record)
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        File.WriteAllText(Path.Combine(store.TreeOf("one"), TreeRecord.FileName), record);

        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => store.Sync("one", 2));
        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => store.Clean("one"));
        store.Sync("one", 2, takesOver: true);
        store.Sync("one", 3);

        store.Shows("one", 3);
    }

    [TestMethod]
    public void Every_verb_leaves_alone_what_others_put_into_the_trees()
    {
        var store = _ledger.Store("a");
        for (var state = 1; state < 4; state++)
        {
            store.SyncAll(state);
            store.Freeze($"s{state}");
            store.Promote("prod", $"s{state}");
            store.Mirrors.ForEach(m => _ledger.Foreign(store.TreeOf(m)));
            store.Mirrors.ForEach(m => _ledger.Foreign(store.Layout.PublishedSnapshot($"s{state}", m)));
        }

        store.Mirrors.ForEach(m => store.Rebuild(m, 3));
        Assert.Contains(DiagnosticCodes.ForeignFilesLeft, _ledger.Warnings);
        store.Repair("s3", 3);
        store.Forget("s1");
        store.Rotate("s4", 1);
        store.Collect();
        store.Mirrors.ForEach(m => store.Clean(m));
        store.SyncAll(4);
        store.ShowsAll(4);
        store.ShowsFrozen("s4", 3);
    }

    [TestMethod]
    public void Foreign_files_go_only_from_the_tree_that_they_are_removed_from()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        store.Mirrors.ForEach(m => _ledger.Foreign(store.TreeOf(m)));
        _ledger.Foreign(store.Layout.PublishRoot);

        store.Rebuild("one", 1, removesForeign: true);

        store.Shows("one", 1);
        Assert.IsFalse(File.Exists(Path.Combine(store.TreeOf("one"), RemovalLedger.ForeignName)));
    }

    [TestMethod]
    public void Files_in_an_unmarked_directory_are_somebodys_wherever_it_lies()
    {
        var store = _ledger.Store("a");
        _ledger.Foreign(store.TreeOf("one"));
        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => store.Sync("one", 1));
        store.Sync("two", 1);
        Directory.Delete(store.TreeOf("two"), recursive: true);
        _ledger.Foreign(store.TreeOf("two"));

        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => store.Sync("two", 1));
        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => store.Clean("two"));
    }

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

        Assert.AreEqual("../../snapshots/jan/one", new FileInfo(store.Layout.PublishedChannel("prod", "one")).LinkTarget);
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
    public void A_link_to_where_the_tree_is_stays_and_goes_on_working()
    {
        var store = _ledger.Store("a", "www");
        Directory.CreateDirectory(_ledger.PathOf("disk/one"));
        Directory.CreateDirectory(_ledger.PathOf("www"));
        _ledger.Link("www/one", "../disk/one");

        store.Sync("one", 1);
        store.Sync("one", 2);
        store.Clean("one");

        Assert.AreEqual("../disk/one", new FileInfo(store.TreeOf("one")).LinkTarget);
        Assert.IsEmpty(Directory.EnumerateFileSystemEntries(_ledger.PathOf("disk/one")));
        store.Sync("one", 3);
        store.Shows("one", 3);
    }

    [TestMethod]
    public void What_is_mounted_in_a_tree_is_neither_written_to_nor_removed()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        using (_ledger.Bind("a/publish/two/pool", "a/publish/one/pool"))
        {
            _ledger.Fails(DiagnosticCodes.ForeignFile, () => store.Sync("one", 2));
            _ledger.Fails(DiagnosticCodes.ForeignFile, () => store.Rebuild("one", 2, removesForeign: true));
            _ledger.Fails(DiagnosticCodes.ForeignFile, () => store.Clean("one"));
            store.Shows("two", 1);
        }

        store.Sync("one", 3);
        store.Shows("one", 3);
    }

    [TestMethod]
    public void Places_that_differ_in_case_are_what_the_file_system_says_they_are()
    {
        var store = _ledger.Store("a");
        store.Sync("one", 1, "debian");
        var isOnePlace = Directory.Exists(store.TreeOf("one", "DEBIAN"));

        if (isOnePlace)
        {
            _ledger.Fails(DiagnosticCodes.TreesOverlap, () => store.Sync("two", 2, "DEBIAN"));
        }
        else
        {
            store.Sync("two", 2, "DEBIAN");
            store.Shows("two", 2, "DEBIAN");
        }

        store.Shows("one", 1, "debian");
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
        string[] foreign = ["data/sha256/notes", "data/sha256/ab/notes", "generations/notes", "generations/ab/notes.jsonl.zst", "partial/one/notes", "imports/notes"];
        foreach (var path in foreign)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(store.Layout.StoreRoot, path))!);
            File.WriteAllText(Path.Combine(store.Layout.StoreRoot, path), "theirs");
        }

        store.Collect();

        Assert.IsTrue(foreign.All(f => File.Exists(Path.Combine(store.Layout.StoreRoot, f))));
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
}
