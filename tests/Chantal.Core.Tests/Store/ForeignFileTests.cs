using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Store;

/// <summary>Syncs, rebuilds and cleans leave what others put into the trees, and take over a directory only when told to. Every verb runs in a <see cref="RemovalLedger"/>.</summary>
[TestClass]
public sealed class ForeignFileTests : IDisposable
{
    private readonly RemovalLedger _ledger = new();

    public void Dispose() => _ledger.Dispose();

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

    [MountTest]
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
}
