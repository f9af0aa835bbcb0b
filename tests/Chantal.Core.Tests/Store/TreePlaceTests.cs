using Chantal.Diagnostics;
using Chantal.Store;

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

        // The old name goes elsewhere, and what was its tree is no concern of its any more.
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
    [TestProperty("Advice", "CHANTAL4103")]
    public void A_tree_that_cannot_be_renamed_into_is_refused_before_the_first_file()
    {
        if (Environment.UserName != "root")
        {
            return;
        }

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
        }

        store.Collect();

        var blobs = Directory.EnumerateFiles(store.Layout.Blobs, "*", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        CollectionAssert.IsSubsetOf(new[] { "one-1", "one-2", "1", "2" }, blobs);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4005")]
    public void Nothing_is_collected_when_all_refs_are_lost()
    {
        var store = _ledger.Store("a");
        store.SyncAll(1);
        Directory.Delete(store.Layout.Refs, recursive: true);

        _ledger.Fails(DiagnosticCodes.RefUnreadable, store.Collect);

        store.SyncAll(1);
        store.Collect();
        store.ShowsAll(1);
    }
}
