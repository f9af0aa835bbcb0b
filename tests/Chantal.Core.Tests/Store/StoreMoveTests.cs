using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Store;

/// <summary>A store may have several names, move, be copied and be restored: its trees stay, and so do those of the other one. Every verb runs in a <see cref="RemovalLedger"/>.</summary>
[TestClass]
public sealed class StoreMoveTests : IDisposable
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

    [MountTest]
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
}
