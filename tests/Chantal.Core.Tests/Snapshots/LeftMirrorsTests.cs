using Chantal.Core.Tests.Store;
using Chantal.Diagnostics;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Snapshots;

/// <summary>Mirrors that left an estate: what the store holds of them is named, and goes when they are retired.</summary>
[TestClass]
public sealed class LeftMirrorsTests
{
    [TestMethod]
    [TestProperty("Advice", "CHANTAL6120")]
    public void What_is_left_of_a_mirror_is_named_until_it_is_retired()
    {
        using var store = Estate();
        Left(store).Warn(["n"]);
        Assert.AreSequenceEqual([DiagnosticCodes.MirrorLeft], store.Log.Warnings);
        Assert.Contains("its head, 1 snapshot, what 1 channel shows", store.Log.Messages[^1]);

        Left(store).Retire("m", ["n"], force: true, default);

        Left(store).Warn(["n"]);
        Assert.HasCount(1, store.Log.Warnings);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6119")]
    public void A_mirror_that_is_defined_or_shown_or_unknown_is_not_retired()
    {
        using var store = Estate();

        Fails(store, "m", "m", "n");
        Fails(store, "m", "n");
        Fails(store, "x", "n");

        Assert.AreSequenceEqual(["m", "n"], new RefStore(store.Layout).KnownMirrors());
    }

    [TestMethod]
    [DataRow("one", "two")]
    [DataRow("same", "same")]
    public void What_another_estate_defines_has_not_left_and_is_not_taken_away(string first, string second)
    {
        using var store = Estate();
        var refs = new RefStore(store.Layout);
        foreach (var mirror in new[] { "o", "p" })
        {
            refs.SetMirror(mirror, store.Generation($"pool/{mirror}=1"), store.Clock.Now);
        }

        new[] { "m", "n", "o", "p" }.ToList().ForEach(m => Directory.CreateDirectory(store.Layout.State(m)));
        var claims = new EstateClaims(store.Layout);
        claims.Take(first, ["m", "n"]);
        claims.Take(second, ["o", "p"]);

        Assert.IsEmpty(LeftOf(second, "o", "p"));
        Assert.AreSequenceEqual(["o"], LeftOf(second, "p"));
        Assert.AreSequenceEqual(["n"], LeftOf(first, "m"));
        var snapshots = new SnapshotStore(store.Layout, refs, store.Generations, store.Clock, store.Log) { Estate = second };
        SnapshotMirror[] own = [new("o", LinkMode.Hard), new("p", LinkMode.Hard)];
        snapshots.Create(own, Options("jan", new Rotation(null, null, null, null)), default);
        Assert.AreSequenceEqual(["m", "n", "o", "p"], refs.MirrorsOf("jan"));
        store.Clock.Now += TimeSpan.FromDays(1);
        snapshots.Create(own, Options("feb", new Rotation(1, null, null, null)), default);
        Assert.AreSequenceEqual(["m", "n"], refs.MirrorsOf("jan"));
        Assert.AreEqual(DiagnosticCodes.SnapshotMissing, Assert.ThrowsExactly<MirrorException>(() => snapshots.Delete(own, "jan", force: true)).Code);

        var retirement = new LeftMirrors(store.Layout, refs, store.Generations, store.Clock, store.Log) { Estate = second };
        Assert.AreEqual(DiagnosticCodes.MirrorNotRetired, Assert.ThrowsExactly<MirrorException>(() => retirement.Retire("m", ["o", "p"], force: false, default)).Code);
        retirement.Retire("m", ["o", "p"], force: true, default);
        Assert.AreSequenceEqual(["n"], refs.MirrorsOf("jan"));

        IEnumerable<string> LeftOf(string estate, params string[] defined) => LeftMirror.Of(store.Layout, refs, defined, estate).Select(m => m.Name);

        static SnapshotOptions Options(string name, Rotation rotation) => new(name, null, false, true, false, rotation);
    }

    [TestMethod]
    public void A_retirement_that_ends_at_any_change_can_be_repeated_and_touches_no_other_mirror()
    {
        for (var (last, ended) = (1, true); ended; last++)
        {
            using var store = Estate();
            var changes = 0;
            ended = false;
            try
            {
                Left(store, () => _ = ++changes == last ? throw new OperationCanceledException() : 0).Retire("m", ["n"], force: true, default);
            }
            catch (OperationCanceledException)
            {
                ended = true;
                Left(store).Retire("m", ["n"], force: true, default);
            }

            Assert.AreSequenceEqual(["n"], new RefStore(store.Layout).KnownMirrors());
            Assert.IsEmpty(Directory.EnumerateFileSystemEntries(store.Layout.PublishRoot, "m", SearchOption.AllDirectories));
            Assert.IsTrue(Directory.EnumerateFileSystemEntries(store.Layout.State("m")).All(f => Path.GetFileName(f).StartsWith("lock", StringComparison.Ordinal)));
            Assert.AreEqual("n", File.ReadAllText(Path.Combine(store.Layout.PublishedChannel("prod", "n"), "pool/b")));
        }
    }

    private static void Fails(StoreFixture store, string mirror, params string[] defined) =>
        Assert.AreEqual(DiagnosticCodes.MirrorNotRetired, Assert.ThrowsExactly<MirrorException>(() => Left(store).Retire(mirror, defined, force: false, default)).Code);

    private static LeftMirrors Left(StoreFixture store, Action? beforeChange = null) =>
        new(store.Layout, new RefStore(store.Layout), store.Generations, store.Clock, store.Log) { BeforeChange = beforeChange };

    // Two mirrors, frozen and shown; one is published.
    private static StoreFixture Estate()
    {
        var store = new StoreFixture();
        var refs = new RefStore(store.Layout);
        var head = store.Generation("pool/a=m");
        refs.SetMirror("m", head, store.Clock.Now);
        refs.SetMirror("n", store.Generation("pool/b=n"), store.Clock.Now);
        store.Publish(head);
        var snapshots = new SnapshotStore(store.Layout, refs, store.Generations, store.Clock, store.Log);
        SnapshotMirror[] mirrors = [new("m", LinkMode.Hard), new("n", LinkMode.Hard)];
        snapshots.Create(mirrors, new SnapshotOptions("jan", null, false, true, false, new Rotation(null, null, null, null)), default);
        snapshots.PromoteAsync(mirrors, "prod", "jan", default).GetAwaiter().GetResult();
        return store;
    }
}
