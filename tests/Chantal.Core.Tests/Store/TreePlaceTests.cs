using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Shared;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Store;

/// <summary>Where trees may be, and how they change hands. Every verb runs in a <see cref="RemovalLedger"/>.</summary>
[TestClass]
public sealed class TreePlaceTests : IDisposable
{
    private readonly RemovalLedger _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4104")]
    public void A_mirror_that_was_renamed_takes_its_tree_over()
    {
        var store = _ledger.Store("a");
        store.Sync("one", 1, "debian");

        Assert.Contains("TakeOver=true", _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => store.Sync("two", 2, "debian")));
        store.Sync("two", 2, "debian", takesOver: true);
        store.Sync("two", 3, "debian");

        store.Shows("two", 3, "debian");
        Assert.IsFalse(File.Exists(Path.Combine(store.TreeOf("two", "debian"), "pool/1")), "what the old name published is an earlier state of the tree");

        // The old name goes elsewhere, and no longer cares about what was its tree.
        store.Sync("one", 4);
        store.Clean("one");
        store.Collect();
        store.Shows("two", 3, "debian");
        Assert.IsEmpty(_ledger.Warnings);
    }

    [TestMethod]
    public void A_tree_in_which_the_old_name_left_foreign_files_is_taken_over()
    {
        var store = _ledger.Store("a");
        store.Sync("one", 1, "debian");
        _ledger.Foreign(store.TreeOf("one", "debian"));
        store.Clean("one", "debian");

        Assert.Contains("TakeOver=true", _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => store.Sync("two", 2, "debian")));
        store.Sync("two", 2, "debian", takesOver: true);

        store.Shows("two", 2, "debian");
    }

    [TestMethod]
    [DataRow("debian/dists/s")]
    [DataRow("debian/dists/s/below")]
    public void A_tree_does_not_move_into_a_metadata_directory_of_its_own(string place)
    {
        var store = _ledger.Store("a");
        store.Sync("one", 1, "debian");

        Assert.Contains("dists/s", _ledger.Fails([DiagnosticCodes.TreesOverlap], () => store.Sync("one", 2, place)));

        store.Sync("one", 2, "debian");
        store.Shows("one", 2, "debian");
    }

    [TestMethod]
    public void A_tree_on_another_file_system_is_refused_before_the_first_file()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        store.Clean("one");
        var elsewhere = Directory.CreateDirectory(Path.Combine(ScratchDisk.Elsewhere, $"chantal-{Guid.NewGuid():N}")).FullName;
        try
        {
            _ledger.Link("a/publish/one", elsewhere);

            _ledger.Fails(DiagnosticCodes.PublishPath, () => store.Sync("one", 2));

            Assert.IsEmpty(Directory.EnumerateFileSystemEntries(elsewhere));
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [MountTest]
    [TestProperty("Advice", "CHANTAL4103")]
    public void A_tree_that_cannot_be_renamed_into_is_refused_before_the_first_file()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        store.Clean("one");
        Directory.CreateDirectory(_ledger.PathOf("disk"));
        using (_ledger.Bind("disk", "a/publish/one"))
        {
            Assert.Contains("PublishRoot", _ledger.Fails(DiagnosticCodes.PublishPath, () => store.Sync("one", 2)));
            Assert.IsEmpty(Directory.EnumerateFileSystemEntries(_ledger.PathOf("disk")));

            // As the message advises.
            var moved = _ledger.Store("a", "a/publish/one");
            moved.Sync("one", 2);
            moved.Shows("one", 2);
        }

        using (_ledger.Bind("disk", "a/publish/snapshots"))
        {
            _ledger.Fails(DiagnosticCodes.PublishPath, () => store.Freeze("jan"));
            Assert.IsEmpty(new RefStore(store.Layout).Snapshots());
        }
    }

    [TestMethod]
    public void What_trees_show_is_kept_when_the_lists_of_it_are_lost()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        store.Freeze("jan");
        store.SyncAll(2);
        foreach (var lost in new[] { "state", "refs/mirrors", "refs/snapshots" })
        {
            Directory.Delete(_ledger.PathOf($"a/{lost}"), recursive: true);
            Directory.CreateDirectory(_ledger.PathOf($"a/{lost}"));
        }

        store.Collect();

        var blobs = Directory.EnumerateFiles(store.Layout.Blobs, "*", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        Assert.ContainsAll(["one-1", "one-2", "1", "2"], blobs);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4005")]
    [DataRow("refs")]
    [DataRow("refs/mirrors")]
    [DataRow("refs/snapshots")]
    [DataRow("refs/channels")]
    public void Nothing_is_collected_when_refs_are_lost(string lost)
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        Directory.Move(_ledger.PathOf($"a/{lost}"), _ledger.PathOf("lost"));

        _ledger.Fails(DiagnosticCodes.RefUnreadable, store.Collect);
        store.Sync("one", 1);
        if (lost != "refs/mirrors")
        {
            _ledger.Fails(DiagnosticCodes.RefUnreadable, store.Collect);
        }

        store.SyncAll(1);
        store.Layout.RefFolders.ToList().ForEach(f => Directory.CreateDirectory(f));
        store.Collect();
        store.ShowsAll(1);
    }

    [TestMethod]
    public void A_tree_is_taken_over_back_and_forth()
    {
        var store = _ledger.Store("a");
        store.Sync("one", 1, "debian");

        store.Sync("two", 1, "debian", takesOver: true);
        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => store.Sync("one", 1, "debian"));
        store.Sync("one", 1, "debian", takesOver: true);

        store.Shows("one", 1, "debian");
        _ledger.Fails(DiagnosticCodes.TreeNotOurs, () => store.Sync("two", 1, "debian"));
    }

    [TestMethod]
    [DataRow("pool/2")]
    [DataRow("pool/a")]
    [DataRow("dists/s/Packages")]
    [DataRow("dists/s/InRelease")]
    public void A_file_of_somebody_else_is_not_replaced(string path)
    {
        var store = _ledger.Store("a");
        store.Sync("one", 1);
        if (path != "pool/2")
        {
            // The others are in every state: a tree that is marked, and shows nothing yet.
            store.Clean("one");
            Directory.CreateDirectory(store.TreeOf("one"));
            new TreeRecord { Store = StoreIdentity.Peek(store.Layout)!.Id, StorePath = store.Layout.StoreRoot, Mirror = "one" }.Write(store.TreeOf("one"), store.Layout.Durability);
        }

        var file = Path.Combine(store.TreeOf("one"), path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "theirs");

        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Contains(file, _ledger.Fails(DiagnosticCodes.ForeignFile, () => store.Sync("one", 2)));
            Assert.AreEqual("theirs", File.ReadAllText(file));
        }

        File.Delete(file);
        store.Sync("one", 2);
        store.Shows("one", 2);
    }

    [TestMethod]
    public void What_is_to_be_removed_is_not_removed_through_a_link()
    {
        var store = _ledger.Store("a");
        store.Sync("one", 1);
        Directory.Move(Path.Combine(store.TreeOf("one"), "pool"), _ledger.PathOf("pool"));
        Directory.CreateSymbolicLink(Path.Combine(store.TreeOf("one"), "pool"), _ledger.PathOf("pool"));

        _ledger.Fails(DiagnosticCodes.ForeignFile, () => store.Sync("one", 2));
    }

    [TestMethod]
    public void A_store_inside_a_tree_is_not_foreign_files()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        var other = _ledger.Store("b");
        other.SyncAll(7);
        Directory.CreateDirectory(_ledger.PathOf("a/publish/one/in"));
        _ledger.Copy("b", "a/publish/one/in/b");

        store.Rebuild("one", 2, removesForeign: true);
        store.Clean("one");

        Assert.IsTrue(File.Exists(_ledger.PathOf("a/publish/one/in/b/format")));
        Assert.IsTrue(Directory.Exists(_ledger.PathOf("a/publish/one/in/b/data")));
    }

    [TestMethod]
    public void A_snapshot_whose_place_holds_foreign_files_is_not_made()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        store.Freeze("jan");
        var theirs = Path.Combine(store.Layout.PublishedSnapshot("jan", "two"), "mine");
        File.WriteAllText(theirs, "theirs");
        store.Forget("jan");

        _ledger.Fails(DiagnosticCodes.ForeignFile, () => store.Freeze("jan"));

        Assert.IsEmpty(new RefStore(store.Layout).Snapshots());
        Assert.AreEqual("theirs", File.ReadAllText(theirs));
    }
}
