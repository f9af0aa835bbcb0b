using Chantal.Core.Tests.Store;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Snapshots;

/// <summary>Channels show snapshots, forwards and back.</summary>
[TestClass]
public sealed class ChannelTests : SnapshotFixture
{
    private static readonly TimeSpan Grace = TimeSpan.FromDays(3);

    [TestMethod]
    public void A_snapshot_that_is_only_a_ref_is_published_when_a_channel_shows_it()
    {
        Head("m", "pool/a=1");
        Create("jan", ["m"], published: false);
        Assert.IsFalse(Directory.Exists(Store.Layout.PublishedSnapshot("jan", "m")));

        Promote("prod", "jan");

        Shows("channels/prod/m", "pool/a=1");
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6125")]
    [DataRow("prod", "Prod", true)]
    [DataRow("prod", "prods", true)]
    [DataRow("prod", "prob", true)]
    [DataRow("prod", "dev", false)]
    [DataRow("prod1", "prod2", false)]
    [DataRow("a", "b", false)]
    public void A_new_channel_that_is_called_nearly_as_another_one_is_warned_about(string there, string made, bool isNear)
    {
        Two();
        Promote(there, "jan");
        Promote(made, "jan");

        Assert.AreSequenceEqual(isNear ? [DiagnosticCodes.NameNearby] : [], Store.Log.Warnings);
        Promote(made, "feb");
        Promote(there, "feb");
        Assert.HasCount(isNear ? 1 : 0, Store.Log.Warnings, "both are there now");
    }

    [TestMethod]
    public void A_channel_goes_forth_and_back_and_remembers()
    {
        Two();
        Promote("prod", "jan");
        Store.Clock.Now += TimeSpan.FromDays(1);
        Promote("prod", "feb");
        Shows("channels/prod/m", "pool/a=2");
        Store.Clock.Now += TimeSpan.FromDays(1);
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
        new GarbageCollector(Store.Layout, Store.Generations, Store.Index, Store.Clock, Store.Log).Collect(TimeSpan.Zero, isDryRun: false, default);
        Shows("channels/prod/m", "dists/s/InRelease=2", "pool/a_1=a1", "pool/a_2=a2", "pool/b=b");
        Assert.IsTrue(Store.Generations.Exists(GenerationId.TryParse(TreeRecord.Read(Store.Layout.PublishedChannel("prod", "m"))!.Superseded.Single().Generation)!.Value));

        Store.Clock.Now += Grace;
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
            var root = new PlanRoot("dists/s/InRelease", Store.Clock.Now + TimeSpan.FromDays(day), null, []);
            Refs.SetMirror("m", Store.Generation(new PlanHeader { Type = type, Units = ["dists/s"], Roots = [root] }, $"dists/s/InRelease={day}"), Store.Clock.Now);
            Create($"s{day}", ["m"]);
            Promote("prod", $"s{day}");
        }

        Assert.IsEmpty(Store.Log.Warnings);
        Promote("prod", "s1");
        Assert.AreSequenceEqual(Enumerable.Repeat(DiagnosticCodes.ClientsStayAhead, warnings), Store.Log.Warnings);
        Promote("prod", "s1");
        Assert.HasCount(warnings, Store.Log.Warnings);
    }

    [TestMethod]
    [DataRow("apt", -1, 1)]
    [DataRow("apt", 6, 1)]
    [DataRow("apt", 8, 0)]
    [DataRow("rpm", -1, 1)]
    public void A_channel_that_shows_what_is_no_longer_valid_or_soon_will_not_be_says_so(string type, int days, int warnings)
    {
        PlanRoot[] roots = [new("dists/a", Store.Clock.Now, null, []), new("dists/s", Store.Clock.Now, Store.Clock.Now + TimeSpan.FromDays(days), [])];
        Refs.SetMirror("m", Store.Generation(new PlanHeader { Type = type, Units = ["dists/s"], Roots = roots }, "dists/s/InRelease=1"), Store.Clock.Now);
        Create("jan", ["m"]);

        Promote("prod", "jan");

        Assert.AreSequenceEqual(Enumerable.Repeat(DiagnosticCodes.ShownStateExpires, warnings), Store.Log.Warnings);
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
    [DataRow("jan")]
    [DataRow(null)]
    public void A_promotion_that_ended_between_a_ref_and_its_tree_is_completed_by_the_next_run_whatever_that_does(string? before)
    {
        for (var (last, ended) = (1, true); ended; last++)
        {
            using var store = new StoreFixture();
            var refs = new RefStore(store.Layout);
            foreach (var (name, state) in new[] { ("jan", "1"), ("feb", "2") })
            {
                refs.SetMirror("m", store.Generation($"dists/s/InRelease={state}", $"pool/a_{state}={state}"), store.Clock.Now);
                At(null).Create([Mirror("m")], Options(name), default);
            }

            if (before is not null)
            {
                At(null).PromoteAsync([Mirror("m")], "prod", before, default).GetAwaiter().GetResult();
            }

            var changes = 0;
            ended = false;
            try
            {
                At(() => _ = ++changes == last ? throw new OperationCanceledException() : 0).PromoteAsync([Mirror("m")], "prod", "feb", default).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                ended = true;
            }

            // What lists say of it is what hosts see.
            var shown = refs.Channel("prod", "m")?.Snapshot;
            var isFinished = At(null).Channels(["m"]).All(At(null).IsShown);
            Assert.AreEqual(isFinished, shown is null || Directory.Exists(store.Layout.PublishedChannel("prod", "m")) && State() == (shown == "feb" ? "2" : "1") && !IsPending());

            // It freezes the head, and has nothing else to do with the channel.
            At(null).Create([Mirror("m")], Options("later"), default);

            Assert.IsTrue(At(null).Channels(["m"]).All(At(null).IsShown));
            Assert.AreEqual(shown is null ? null : shown == "feb" ? "2" : "1", shown is null ? null : State());
            Assert.AreEqual(shown, refs.Channel("prod", "m")?.Snapshot);

            string State() => File.ReadAllText(Path.Combine(store.Layout.PublishedChannel("prod", "m"), "dists/s/InRelease"));

            bool IsPending() => TreeRecord.TryRead(store.Layout.PublishedChannel("prod", "m"))?.Pending is not null;

            SnapshotStore At(Action? change) => new(store.Layout, new RefStore(store.Layout), store.Generations, store.Clock, store.Log) { BeforeChange = change };
        }

        static SnapshotOptions Options(string name) => new(name, null, false, true, false, None);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6106")]
    public void What_somebody_else_put_where_a_channel_belongs_is_left_alone()
    {
        Two();
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Store.Layout.PublishedChannel("prod", "m")).FullName, "theirs"), "");

        Fails(DiagnosticCodes.ChannelOccupied, () => Promote("prod", "jan"));
        Directory.Move(Store.Layout.PublishedChannel("prod", "m"), Path.Combine(Store.Root, "moved"));
        Promote("prod", "jan");
        Shows("channels/prod/m", "pool/a=1");
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

        Assert.AreSequenceEqual([DiagnosticCodes.MirrorNotInSnapshot], Store.Log.Warnings);
        Assert.AreEqual("jan", Refs.Channel("prod", "m")!.Snapshot);
        Assert.AreEqual("feb", Refs.Channel("prod", "n")!.Snapshot);
        Shows("channels/prod/n", "pool/b=1");
        Promote("prod", "feb", "m", "n");
        Assert.HasCount(1, Store.Log.Warnings);
        Fails(DiagnosticCodes.SnapshotMissing, () => Promote("prod", "mar", "m", "n"));
    }
}
