using Chantal.Core.Tests.Store;
using Chantal.Diagnostics;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Snapshots;

/// <summary>Snapshots are made, rotated and deleted as a whole.</summary>
[TestClass]
public sealed class SnapshotStoreTests : SnapshotFixture
{
    [TestMethod]
    public void A_snapshot_is_a_ref_and_a_tree_that_stays()
    {
        Head("m", "dists/s/InRelease=1", "pool/a=a1");
        Create("jan", ["m"], description: "the first");
        Head("m", "dists/s/InRelease=2", "pool/a=a2");

        var snapshot = Refs.Snapshot("jan", "m")!;
        Assert.AreEqual((2L, 3L, "the first"), (snapshot.Files, snapshot.Bytes, snapshot.Description));
        Shows("snapshots/jan/m", "dists/s/InRelease=1", "pool/a=a1");
        Assert.AreEqual("jan", Snapshots().Snapshots(["m"]).Single().Name);
    }

    [TestMethod]
    public void All_mirrors_are_frozen_or_none()
    {
        Head("m", "pool/a=1");

        Fails(DiagnosticCodes.NothingStored, () => Create("jan", ["m", "empty"]));

        Assert.IsEmpty(Refs.Snapshots());
        Assert.IsFalse(Directory.Exists(Path.Combine(Store.Layout.PublishRoot, "snapshots")));
    }

    [TestMethod]
    [DataRow("2025-01", "2025-02", false)]
    [DataRow("january", "January", true)]
    [DataRow("january", "januari", true)]
    public void A_new_snapshot_that_is_called_nearly_as_another_one_is_warned_about(string there, string made, bool isNear)
    {
        Head("m", "pool/a=1");
        Create(there, ["m"]);
        Create(made, ["m"]);
        Create(made, ["m"]);

        Assert.AreSequenceEqual(isNear ? [DiagnosticCodes.NameNearby] : [], Store.Log.Warnings);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6101")]
    public void A_name_holds_one_state()
    {
        Head("m", "pool/a=1");
        Create("jan", ["m"]);
        Create("jan", ["m"]);
        Head("m", "pool/a=2");

        Fails(DiagnosticCodes.SnapshotExists, () => Create("jan", ["m"]));

        Shows("snapshots/jan/m", "pool/a=1");
        Create("another", ["m"]);
        Snapshots().Delete([Mirror("m")], "jan", force: false);
        Create("jan", ["m"]);
        Shows("snapshots/jan/m", "pool/a=2");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("../x")]
    [DataRow(".x")]
    [DataRow("a/b")]
    [DataRow("head")]
    [DataRow("latest")]
    public void A_name_is_a_plain_one(string name)
    {
        Head("m", "pool/a=1");

        Fails(DiagnosticCodes.InvalidName, () => Create(name, ["m"]));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6102")]
    [TestProperty("Advice", "CHANTAL6103")]
    public void What_a_channel_shows_is_not_deleted()
    {
        Two();
        Promote("prod", "jan");

        Fails(DiagnosticCodes.SnapshotShown, () => Snapshots().Delete([Mirror("m")], "jan", force: false));
        Snapshots().Delete([Mirror("m")], "feb", force: false);

        Shows("channels/prod/m", "pool/a=1");
        Assert.AreSequenceEqual(["jan"], Refs.Snapshots());
        Assert.IsFalse(Directory.Exists(Path.Combine(Store.Layout.PublishRoot, "snapshots/feb")));
        Fails(DiagnosticCodes.SnapshotMissing, () => Snapshots().Delete([Mirror("m")], "feb", force: false));

        Fails(DiagnosticCodes.SnapshotMissing, () => Promote("prod", "feb"));
        Create("feb", ["m"]);
        Promote("prod", "feb");
        Snapshots().Delete([Mirror("m")], "jan", force: false);
        Assert.AreSequenceEqual(["feb"], Refs.Snapshots());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4005")]
    public void A_ref_that_cannot_be_read_is_got_rid_of_and_made_again()
    {
        Two();
        Promote("prod", "jan");
        File.WriteAllText(Store.Layout.ChannelRef("prod", "m"), "{");
        Fails(DiagnosticCodes.RefUnreadable, () => Promote("prod", "feb"));
        File.Delete(Store.Layout.ChannelRef("prod", "m"));
        Promote("prod", "feb");
        Shows("channels/prod/m", "pool/a=2");

        File.WriteAllText(Store.Layout.SnapshotRef("jan", "m"), "");
        Fails(DiagnosticCodes.RefUnreadable, () => Promote("prod", "jan"));
        Snapshots().Delete([Mirror("m")], "jan", force: false);
        Create("jan", ["m"]);
        Promote("prod", "jan");
        Shows("channels/prod/m", "pool/a=2");
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4006")]
    public void A_snapshot_whose_manifest_is_gone_can_be_deleted()
    {
        Two();
        File.Delete(Store.Layout.Manifest(Refs.Snapshot("jan", "m")!.Target));
        Directory.Delete(Store.Layout.PublishedSnapshot("jan", "m"), recursive: true);
        Fails(DiagnosticCodes.GenerationDamaged, () => Promote("prod", "jan"));

        Snapshots().Delete([Mirror("m")], "jan", force: false);

        Assert.AreSequenceEqual(["feb"], Refs.Snapshots());
    }

    [TestMethod]
    public void Latest_shows_the_newest_if_that_is_wanted()
    {
        Head("m", "pool/a=1");
        Create("jan", ["m"], latest: true);
        Head("m", "pool/a=2");
        Create("feb", ["m"], latest: false);
        Shows("latest/m", "pool/a=1");

        Create("feb", ["m"], latest: true);
        Shows("latest/m", "pool/a=2");
        Snapshots().Delete([Mirror("m")], "feb", force: false);
        Assert.IsFalse(Path.Exists(Store.Layout.PublishedLatest));
    }

    [TestMethod]
    public void Rotation_keeps_the_newest_what_is_pinned_and_what_a_channel_shows()
    {
        foreach (var n in Enumerable.Range(1, 6))
        {
            Store.Clock.Now += TimeSpan.FromDays(1);
            Head("m", $"pool/a={n}");
            Create($"s{n}", ["m"], pinned: n == 2);
        }

        Promote("prod", "s1");
        Head("m", "pool/a=7");
        Store.Clock.Now += TimeSpan.FromDays(1);
        Create("s7", ["m"], rotation: None with { Newest = 2 });

        Assert.AreSequenceEqual(["s1", "s2", "s6", "s7"], Refs.Snapshots());
        Shows("channels/prod/m", "pool/a=1");
    }

    [TestMethod]
    public void Hot_fixes_of_one_mirror_leave_the_snapshots_of_the_estate_whole()
    {
        foreach (var month in new[] { "dec", "jan" })
        {
            Heads(month);
            Create(month, ["m", "n"], rotation: None with { Newest = 2 }, all: true);
        }

        foreach (var fix in new[] { "jan.1", "jan.2", "jan.3" })
        {
            Heads(fix);
            Create(fix, ["m"], rotation: None with { Newest = 2 });
        }

        Assert.AreSequenceEqual(["dec", "jan", "jan.2", "jan.3"], Refs.Snapshots());
        Assert.AreSequenceEqual(["m", "n"], Refs.MirrorsOf("dec"));
        Heads("feb");
        Create("feb", ["m", "n"], rotation: None with { Newest = 2 }, all: true);
        Assert.AreSequenceEqual(["feb", "jan", "jan.3"], Refs.Snapshots());
        Assert.AreSequenceEqual(["m", "n"], Refs.MirrorsOf("jan"));

        void Heads(string state)
        {
            Store.Clock.Now += TimeSpan.FromDays(1);
            Head("m", $"pool/a={state}");
            Head("n", $"pool/b={state}");
        }
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6118")]
    public void A_pinned_snapshot_is_only_deleted_by_force()
    {
        Head("m", "pool/a=1");
        Create("jan", ["m"], pinned: true);

        Fails(DiagnosticCodes.SnapshotPinned, () => Snapshots().Delete([Mirror("m")], "jan", force: false));
        Snapshots().Delete([Mirror("m")], "jan", force: true);

        Assert.IsEmpty(Refs.Snapshots());
    }

    [TestMethod]
    public void A_snapshot_goes_with_the_parts_of_mirrors_that_are_not_defined_any_more()
    {
        Head("m", "pool/a=1");
        Head("old", "pool/b=1");
        Create("jan", ["m", "old"]);
        Create("feb", ["m", "old"]);

        Snapshots().Delete([Mirror("m")], "jan", force: false);
        Assert.AreSequenceEqual(["old"], Refs.MirrorsOf("jan"));
        Snapshots(all: true).Delete([Mirror("m")], "feb", force: false);
        Assert.AreSequenceEqual(["jan"], Refs.Snapshots());
        Assert.IsFalse(Directory.Exists(Path.Combine(Store.Layout.PublishRoot, "snapshots/feb")));
    }

    [TestMethod]
    public void What_killed_runs_left_beside_refs_goes()
    {
        Directory.CreateDirectory(Path.Combine(Store.Layout.SnapshotRefs, ".jan.4711"));
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(Store.Layout.ChannelRefs, "prod")).FullName, "m.new"), "");

        Two();
        Promote("prod", "jan");

        Assert.IsEmpty(Directory.EnumerateFileSystemEntries(Store.Layout.Refs, ".*", SearchOption.AllDirectories));
        Assert.IsEmpty(Directory.EnumerateFileSystemEntries(Store.Layout.Refs, "*.new", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void A_run_that_ends_at_any_change_leaves_whole_states_and_can_be_repeated()
    {
        for (var (last, ended) = (1, true); ended; last++)
        {
            using var store = new StoreFixture();
            var refs = new RefStore(store.Layout);
            refs.SetMirror("m", store.Generation("pool/a=1", "pool/b=2"), store.Clock.Now);
            refs.SetMirror("n", store.Generation("pool/c=3"), store.Clock.Now);
            ended = Run(store, last);

            Assert.AreEqual(refs.Snapshots().Count == 0 ? 0 : 2, refs.Snapshots().SelectMany(refs.MirrorsOf).Count());
            Assert.IsTrue(Directory.GetDirectories(store.Layout.PublishRoot, "m", SearchOption.AllDirectories).All(d => Directory.GetFiles(d, "*", SearchOption.AllDirectories).Count(f => Path.GetFileName(f) != TreeRecord.FileName) == 2));
            Assert.IsFalse(Run(store, int.MaxValue));
            Assert.AreEqual("3", File.ReadAllText(Path.Combine(store.Layout.PublishedChannel("prod", "n"), "pool/c")));
            Assert.AreEqual("3", File.ReadAllText(Path.Combine(Directory.GetFileSystemEntries(store.Layout.PublishedTimes("n")).Single(), "pool/c")));
        }

        static bool Run(StoreFixture store, int last)
        {
            var changes = 0;
            Directory.CreateDirectory(store.Layout.PublishRoot);
            var snapshots = new SnapshotStore(store.Layout, new RefStore(store.Layout), store.Generations, store.Clock, store.Log)
            {
                BeforeChange = () => _ = ++changes == last ? throw new OperationCanceledException() : 0,
            };
            try
            {
                snapshots.Create([Mirror("m"), Mirror("n")], new SnapshotOptions("jan", null, false, true, true, None), default);
                snapshots.PromoteAsync([Mirror("m"), Mirror("n")], "prod", "jan", default).GetAwaiter().GetResult();
                return false;
            }
            catch (OperationCanceledException)
            {
                return true;
            }
        }
    }

    [TestMethod]
    public void A_rotation_that_ends_at_any_change_leaves_whole_states_and_is_completed_by_the_next_one()
    {
        for (var (last, ended) = (1, true); ended; last++)
        {
            using var store = new StoreFixture();
            var refs = new RefStore(store.Layout);
            refs.SetMirror("m", store.Generation("pool/a=1", "pool/b=2"), store.Clock.Now);
            refs.SetMirror("n", store.Generation("pool/c=3"), store.Clock.Now);
            foreach (var name in new[] { "jan", "feb", "mar" })
            {
                Run(store, name, None, int.MaxValue);
                store.Clock.Now += TimeSpan.FromDays(30);
            }

            ended = Run(store, "apr", new Rotation(1, null, null, null), last);

            // What is there is whole, and what leads to it leads somewhere.
            Assert.IsTrue(Directory.GetDirectories(store.Layout.PublishRoot, "m", SearchOption.AllDirectories).Where(TreeRecord.IsTree).All(d => File.Exists(Path.Combine(d, "pool/a")) && File.Exists(Path.Combine(d, "pool/b"))));
            Assert.IsTrue(!Directory.Exists(store.Layout.PublishedTimes("m")) || Directory.GetFileSystemEntries(store.Layout.PublishedTimes("m")).All(Directory.Exists));
            Assert.IsFalse(Run(store, "apr", new Rotation(1, null, null, null), int.MaxValue));

            Assert.AreSequenceEqual(["apr"], refs.Snapshots());
            Assert.AreSequenceEqual(["apr", "m", "n"], Directory.GetDirectories(Path.Combine(store.Layout.PublishRoot, "snapshots")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal));
            Assert.HasCount(1, TimeLinks.Of(store.Layout, "m"));
            Assert.HasCount(3, File.ReadAllLines(store.Layout.PublishedNearest));
        }

        static bool Run(StoreFixture store, string name, Rotation rotation, int last)
        {
            var changes = 0;
            var snapshots = new SnapshotStore(store.Layout, new RefStore(store.Layout), store.Generations, store.Clock, store.Log)
            {
                BeforeChange = () => _ = ++changes == last ? throw new OperationCanceledException() : 0,
            };
            try
            {
                snapshots.Create([Mirror("m"), Mirror("n")], new SnapshotOptions(name, null, false, true, false, rotation), default);
                return false;
            }
            catch (OperationCanceledException)
            {
                return true;
            }
        }
    }

    [TestMethod]
    public void A_deletion_that_ends_at_any_change_can_be_repeated()
    {
        for (var (last, ended) = (1, true); ended; last++)
        {
            using var store = new StoreFixture();
            var refs = new RefStore(store.Layout);
            refs.SetMirror("m", store.Generation("pool/a=1"), store.Clock.Now);
            refs.SetMirror("n", store.Generation("pool/c=3"), store.Clock.Now);
            var whole = new SnapshotStore(store.Layout, refs, store.Generations, store.Clock, store.Log);
            whole.Create([Mirror("m"), Mirror("n")], new SnapshotOptions("jan", null, false, true, true, None), default);
            var changes = 0;
            var dying = new SnapshotStore(store.Layout, refs, store.Generations, store.Clock, store.Log)
            {
                BeforeChange = () => _ = ++changes == last ? throw new OperationCanceledException() : 0,
            };
            ended = false;
            try
            {
                dying.Delete([Mirror("m"), Mirror("n")], "jan", force: false);
            }
            catch (OperationCanceledException)
            {
                ended = true;
                whole.Delete([Mirror("m"), Mirror("n")], "jan", force: false);
            }

            Assert.IsEmpty(refs.Snapshots());
            Assert.IsEmpty(Directory.GetFileSystemEntries(Path.Combine(store.Layout.PublishRoot, "snapshots")));
        }
    }

    [TestMethod]
    public void A_tree_is_mended_link_by_link_and_never_shows_less_than_before()
    {
        for (var (last, ended) = (1, true); ended; last++)
        {
            using var store = new StoreFixture();
            var refs = new RefStore(store.Layout);
            var generation = store.Generation("pool/a=1", "pool/b=2", "pool/c=3");
            refs.SetMirror("m", generation, store.Clock.Now);
            new SnapshotStore(store.Layout, refs, store.Generations, store.Clock, store.Log)
                .Create([Mirror("m")], new SnapshotOptions("jan", null, false, true, false, None), default);
            var place = store.Layout.PublishedSnapshot("jan", "m");
            File.Delete(Path.Combine(place, "pool/a"));
            File.Delete(Path.Combine(place, "pool/b"));
            File.WriteAllText(Path.Combine(place, "pool/b"), "other");
            File.WriteAllText(Path.Combine(place, "pool/d"), "foreign");
            var changes = 0;
            ended = false;
            try
            {
                Tree(store, () => _ = ++changes == last ? throw new OperationCanceledException() : 0).Repair("jan", Mirror("m"), generation, isPublished: true, removesForeign: true, default);
            }
            catch (OperationCanceledException)
            {
                ended = true;
                Assert.AreEqual("3", File.ReadAllText(Path.Combine(place, "pool/c")));
                Tree(store, null).Repair("jan", Mirror("m"), generation, isPublished: true, removesForeign: true, default);
            }

            Assert.AreSequenceEqual(["a=1", "b=2", "c=3"], Directory.EnumerateFiles(Path.Combine(place, "pool")).Select(f => $"{Path.GetFileName(f)}={File.ReadAllText(f)}").Order(StringComparer.Ordinal));
        }

        static SnapshotTree Tree(StoreFixture store, Action? beforeChange) => new(store.Layout, store.Generations, store.Log) { BeforeChange = beforeChange };
    }
}
