using Chantal.Diagnostics;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Store;

/// <summary>A tree has its place for itself: no other mirror, store or snapshot lies in it or around it. Every verb runs in a <see cref="RemovalLedger"/>.</summary>
[TestClass]
public sealed class TreeOverlapTests : IDisposable
{
    private readonly RemovalLedger _ledger = new();

    public void Dispose() => _ledger.Dispose();

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
        foreach (var reserved in new[] { "data", "generations", "shards", "refs", "state", "partial", "imports" })
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
}
