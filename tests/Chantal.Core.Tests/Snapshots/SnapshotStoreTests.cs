using Chantal.Core.Tests.Store;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Snapshots;

[TestClass]
public sealed class SnapshotStoreTests : IDisposable
{
    private static readonly Rotation None = new(null, null, null, null);

    private static readonly TimeSpan Grace = TimeSpan.FromDays(3);

    private readonly StoreFixture _store = new();

    private RefStore Refs => new(_store.Layout);

    public void Dispose() => _store.Dispose();

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
        Assert.IsFalse(Directory.Exists(Path.Combine(_store.Layout.PublishRoot, "snapshots")));
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
    public void A_snapshot_that_is_only_a_ref_is_published_when_a_channel_shows_it()
    {
        Head("m", "pool/a=1");
        Create("jan", ["m"], published: false);
        Assert.IsFalse(Directory.Exists(_store.Layout.PublishedSnapshot("jan", "m")));

        Promote("prod", "jan");

        Shows("channels/prod/m", "pool/a=1");
    }

    [TestMethod]
    public void A_channel_goes_forth_and_back_and_remembers()
    {
        Two();
        Promote("prod", "jan");
        _store.Clock.Now += TimeSpan.FromDays(1);
        Promote("prod", "feb");
        Shows("channels/prod/m", "pool/a=2");
        _store.Clock.Now += TimeSpan.FromDays(1);
        Promote("prod", "jan");

        Shows("channels/prod/m", "pool/a=1");
        var channel = Snapshots().Channels(["m"]).Single().Ref;
        Assert.AreEqual("jan", channel.Snapshot);
        Assert.AreSequenceEqual(["feb", "jan"], channel.Before!.Select(b => b.Snapshot));
    }

    [TestMethod]
    public void Packages_of_what_a_channel_showed_before_stay_for_the_grace_period()
    {
        Head("m", "dists/s/InRelease=1", "pool/a_1=a1", "pool/b=b");
        Create("jan", ["m"]);
        Head("m", "dists/s/InRelease=2", "pool/a_2=a2", "pool/b=b");
        Create("feb", ["m"]);
        Promote("jan", Grace);
        Shows("channels/prod/m", "dists/s/InRelease=1", "pool/a_1=a1", "pool/b=b");

        Promote("feb", Grace);
        Shows("channels/prod/m", "dists/s/InRelease=2", "pool/a_1=a1", "pool/a_2=a2", "pool/b=b");
        Snapshots().Delete([Mirror("m")], "jan", force: false);
        new GarbageCollector(_store.Layout, _store.Generations, _store.Index, _store.Clock, _store.Log).Collect(TimeSpan.Zero, isDryRun: false, default);
        Shows("channels/prod/m", "dists/s/InRelease=2", "pool/a_1=a1", "pool/a_2=a2", "pool/b=b");
        Assert.IsTrue(_store.Generations.Exists(GenerationId.TryParse(TreeRecord.Read(_store.Layout.PublishedChannel("prod", "m"))!.Superseded.Single().Generation)!.Value));

        _store.Clock.Now += Grace;
        Promote("feb", Grace);
        Shows("channels/prod/m", "dists/s/InRelease=2", "pool/a_2=a2", "pool/b=b");

        void Promote(string name, TimeSpan grace) => Snapshots().PromoteAsync([Mirror("m") with { GracePeriod = grace }], "prod", name, default).GetAwaiter().GetResult();
    }

    [TestMethod]
    [DataRow("apt", 1)]
    [DataRow("rpm", 0)]
    public void A_channel_that_goes_back_where_clients_do_not_follow_says_so(string type, int warnings)
    {
        foreach (var day in new[] { 1, 2 })
        {
            var root = new PlanRoot("dists/s/InRelease", _store.Clock.Now + TimeSpan.FromDays(day), null, []);
            Refs.SetMirror("m", _store.Generation(new PlanHeader { Type = type, Units = ["dists/s"], Roots = [root] }, $"dists/s/InRelease={day}"), _store.Clock.Now);
            Create($"s{day}", ["m"]);
            Promote("prod", $"s{day}");
        }

        Assert.IsEmpty(_store.Log.Warnings);
        Promote("prod", "s1");
        Assert.AreSequenceEqual(Enumerable.Repeat(DiagnosticCodes.ClientsStayAhead, warnings), _store.Log.Warnings);
        Promote("prod", "s1");
        Assert.HasCount(warnings, _store.Log.Warnings);
    }

    [TestMethod]
    [DataRow("apt", -1, 1)]
    [DataRow("apt", 6, 1)]
    [DataRow("apt", 8, 0)]
    [DataRow("rpm", -1, 1)]
    public void A_channel_that_shows_what_is_no_longer_valid_or_soon_will_not_be_says_so(string type, int days, int warnings)
    {
        PlanRoot[] roots = [new("dists/a", _store.Clock.Now, null, []), new("dists/s", _store.Clock.Now, _store.Clock.Now + TimeSpan.FromDays(days), [])];
        Refs.SetMirror("m", _store.Generation(new PlanHeader { Type = type, Units = ["dists/s"], Roots = roots }, "dists/s/InRelease=1"), _store.Clock.Now);
        Create("jan", ["m"]);

        Promote("prod", "jan");

        Assert.AreSequenceEqual(Enumerable.Repeat(DiagnosticCodes.ShownStateExpires, warnings), _store.Log.Warnings);
    }

    [TestMethod]
    public void A_promotion_that_ends_at_any_change_leaves_one_state_or_the_other_and_can_be_repeated()
    {
        foreach (var isLink in new[] { false, true })
        {
            for (var (last, ended) = (1, true); ended; last++)
            {
                using var store = new StoreFixture();
                var refs = new RefStore(store.Layout);
                foreach (var state in new[] { "1", "2" })
                {
                    refs.SetMirror("m", store.Generation($"dists/s/InRelease={state}", $"dists/s/Packages={state}", $"pool/a_{state}={state}", "pool/b=b"), store.Clock.Now);
                    At(store, null).Create([Mirror("m")], new SnapshotOptions(state, null, false, true, false, None), default);
                }

                At(store, null).PromoteAsync([Mirror("m")], "prod", "1", default).GetAwaiter().GetResult();
                var place = store.Layout.PublishedChannel("prod", "m");
                if (isLink)
                {
                    Directory.Delete(place, recursive: true);
                    File.CreateSymbolicLink(place, "../../snapshots/1/m");
                }

                var changes = 0;
                ended = false;
                try
                {
                    At(store, () => _ = ++changes == last ? throw new OperationCanceledException() : 0).PromoteAsync([Mirror("m") with { GracePeriod = Grace }], "prod", "2", default).GetAwaiter().GetResult();
                }
                catch (OperationCanceledException)
                {
                    ended = true;
                    var shown = Read("dists/s/InRelease");
                    Assert.AreEqual(shown, Read("dists/s/Packages"));
                    Assert.AreEqual(shown, Read($"pool/a_{shown}"));
                    At(store, null).PromoteAsync([Mirror("m") with { GracePeriod = Grace }], "prod", "2", default).GetAwaiter().GetResult();
                }

                Assert.AreEqual("2", Read("dists/s/InRelease"));
                Assert.AreEqual("2", Read("dists/s/Packages"));
                Assert.AreEqual(("1", "2", "b"), (Read("pool/a_1"), Read("pool/a_2"), Read("pool/b")));
                Assert.IsNull(new FileInfo(place).LinkTarget);
                Assert.AreEqual("1", File.ReadAllText(Path.Combine(store.Layout.PublishedSnapshot("1", "m"), "dists/s/InRelease")));

                string Read(string path) => File.ReadAllText(Path.Combine(place, path));
            }
        }

        static SnapshotStore At(StoreFixture store, Action? change) => new(store.Layout, new RefStore(store.Layout), store.Generations, store.Clock, store.Log) { BeforeChange = change };
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
        Assert.IsFalse(Directory.Exists(Path.Combine(_store.Layout.PublishRoot, "snapshots/feb")));
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
        File.WriteAllText(_store.Layout.ChannelRef("prod", "m"), "{");
        Fails(DiagnosticCodes.RefUnreadable, () => Promote("prod", "feb"));
        File.Delete(_store.Layout.ChannelRef("prod", "m"));
        Promote("prod", "feb");
        Shows("channels/prod/m", "pool/a=2");

        File.WriteAllText(_store.Layout.SnapshotRef("jan", "m"), "");
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
        File.Delete(_store.Layout.Manifest(Refs.Snapshot("jan", "m")!.Target));
        Directory.Delete(_store.Layout.PublishedSnapshot("jan", "m"), recursive: true);
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
        Assert.IsFalse(Path.Exists(_store.Layout.PublishedLatest));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6106")]
    public void What_somebody_else_put_where_a_channel_belongs_is_left_alone()
    {
        Two();
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(_store.Layout.PublishedChannel("prod", "m")).FullName, "theirs"), "");

        Fails(DiagnosticCodes.ChannelOccupied, () => Promote("prod", "jan"));
        Directory.Move(_store.Layout.PublishedChannel("prod", "m"), Path.Combine(_store.Root, "moved"));
        Promote("prod", "jan");
        Shows("channels/prod/m", "pool/a=1");
    }

    [TestMethod]
    public void Rotation_keeps_the_newest_what_is_pinned_and_what_a_channel_shows()
    {
        foreach (var n in Enumerable.Range(1, 6))
        {
            _store.Clock.Now += TimeSpan.FromDays(1);
            Head("m", $"pool/a={n}");
            Create($"s{n}", ["m"], pinned: n == 2);
        }

        Promote("prod", "s1");
        Head("m", "pool/a=7");
        _store.Clock.Now += TimeSpan.FromDays(1);
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
            _store.Clock.Now += TimeSpan.FromDays(1);
            Head("m", $"pool/a={state}");
            Head("n", $"pool/b={state}");
        }
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6117")]
    public void A_channel_goes_back_to_before_a_mirror_joined()
    {
        Head("m", "pool/a=1");
        Create("jan", ["m"]);
        Head("n", "pool/b=1");
        Create("feb", ["m", "n"]);
        Promote("prod", "feb", "m", "n");

        Promote("prod", "jan", "m", "n");

        Assert.AreSequenceEqual([DiagnosticCodes.MirrorNotInSnapshot], _store.Log.Warnings);
        Assert.AreEqual("jan", Refs.Channel("prod", "m")!.Snapshot);
        Assert.AreEqual("feb", Refs.Channel("prod", "n")!.Snapshot);
        Shows("channels/prod/n", "pool/b=1");
        Promote("prod", "feb", "m", "n");
        Assert.HasCount(1, _store.Log.Warnings);
        Fails(DiagnosticCodes.SnapshotMissing, () => Promote("prod", "mar", "m", "n"));
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
        Assert.IsFalse(Directory.Exists(Path.Combine(_store.Layout.PublishRoot, "snapshots/feb")));
    }

    [TestMethod]
    public void What_killed_runs_left_beside_refs_goes()
    {
        Directory.CreateDirectory(Path.Combine(_store.Layout.SnapshotRefs, ".jan.4711"));
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_store.Layout.ChannelRefs, "prod")).FullName, "m.new"), "");

        Two();
        Promote("prod", "jan");

        Assert.IsEmpty(Directory.EnumerateFileSystemEntries(_store.Layout.Refs, ".*", SearchOption.AllDirectories));
        Assert.IsEmpty(Directory.EnumerateFileSystemEntries(_store.Layout.Refs, "*.new", SearchOption.AllDirectories));
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

    private static SnapshotMirror Mirror(string name) => new(name, LinkMode.Hard);

    private static void Fails(string code, Action action) => Assert.AreEqual(code, Assert.ThrowsExactly<MirrorException>(action).Code);

    private SnapshotStore Snapshots(bool all = false) => new(_store.Layout, Refs, _store.Generations, _store.Clock, _store.Log) { SpeaksForAll = all };

    private void Head(string mirror, params string[] files) => Refs.SetMirror(mirror, _store.Generation(files), _store.Clock.Now);

    private void Two()
    {
        Head("m", "pool/a=1");
        Create("jan", ["m"]);
        Head("m", "pool/a=2");
        Create("feb", ["m"]);
    }

    private void Create(string name, string[] mirrors, string? description = null, bool pinned = false, bool published = true, bool latest = false, Rotation? rotation = null, bool all = false) =>
        Snapshots(all).Create([.. mirrors.Select(Mirror)], new SnapshotOptions(name, description, pinned, published, latest, rotation ?? None), default);

    private void Promote(string channel, string name, params string[] mirrors) => Snapshots().PromoteAsync([.. mirrors.DefaultIfEmpty("m").Select(Mirror)], channel, name, default).GetAwaiter().GetResult();

    private void Shows(string directory, params string[] files)
    {
        var root = Path.Combine(_store.Layout.PublishRoot, directory);
        Assert.AreSequenceEqual(
            files,
            Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != TreeRecord.FileName).Select(f => $"{Path.GetRelativePath(root, f)}={File.ReadAllText(f)}").Order(StringComparer.Ordinal));
    }
}
