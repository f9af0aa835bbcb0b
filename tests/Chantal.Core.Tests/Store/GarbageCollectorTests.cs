using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Store.Collection;

namespace Chantal.Core.Tests.Store;

[TestClass]
public sealed class GarbageCollectorTests : IDisposable
{
    private readonly StoreFixture _store = new();

    private RefStore Refs => new(_store.Layout);

    public void Dispose() => _store.Dispose();

    [TestMethod]
    public void What_no_ref_names_goes_and_all_else_stays()
    {
        var (old, head, frozen) = (_store.Generation("a=1", "b=22"), _store.Generation("a=1", "c=3"), _store.Generation("d=4"));
        Refs.SetMirror("m", head, _store.Clock.Now);
        Refs.AddSnapshots("jan", new Dictionary<string, Ref> { ["m"] = new() { Generation = frozen.ToString(), Time = _store.Clock.Now } });
        _store.Store("never used");

        var result = Collect();

        Assert.AreEqual((2L, 12L, 1L, 3L), (result.Blobs, result.Bytes, result.Generations, result.KeptBlobs));
        Assert.AreSequenceEqual(["1", "3", "4"], Contents(), SequenceOrder.InAnyOrder);
        Assert.IsFalse(_store.Generations.Exists(old));
        Assert.AreEqual(0, Collect().Blobs);
    }

    [TestMethod]
    public void What_a_published_tree_shows_and_a_plan_waits_for_stays()
    {
        var (shown, next) = (_store.Generation("a=1"), _store.Generation("a=2"));
        Refs.SetMirror("other", next, _store.Clock.Now);
        _store.Publish(shown);
        _store.Publish(next);
        var planned = _store.Store("page");
        Directory.CreateDirectory(_store.Layout.State("p"));
        using (var plan = new PlanWriter(Path.Combine(_store.Layout.State("p"), "plan.jsonl")))
        {
            plan.Add(new PlanEntry { Path = "x", Role = FileRole.Metadata, Sha256 = planned }, "a test");
            plan.Complete(new PlanHeader { Type = "test" });
        }

        Collect();

        Assert.AreSequenceEqual(["1", "2", "page"], Contents(), SequenceOrder.InAnyOrder);
    }

    [TestMethod]
    public void What_a_killed_run_left_of_a_blob_goes_too()
    {
        var left = _store.Blobs.NewTemporary(_store.Store("1"));
        File.WriteAllText(left, "half");

        Assert.AreEqual(1, Collect().Partials);
        Assert.IsFalse(File.Exists(left));
    }

    [TestMethod]
    public void What_lies_there_for_less_than_the_grace_period_stays()
    {
        File.SetLastWriteTimeUtc(_store.Layout.Blob(_store.Store("new")), DateTime.UnixEpoch);

        Assert.AreEqual(0, Collect(TimeSpan.FromHours(1)).Blobs);
        _store.Clock.Now += TimeSpan.FromHours(2);
        Assert.AreEqual(1, Collect(TimeSpan.FromHours(1)).Blobs);
    }

    [TestMethod]
    public void A_dry_run_removes_nothing()
    {
        _store.Store("garbage");

        Assert.AreEqual(1, new GarbageCollector(_store.Layout, _store.Generations, _store.Index, TimeProvider.System, _store.Log).Collect(TimeSpan.Zero, isDryRun: true, default).Blobs);

        Assert.AreSequenceEqual(["garbage"], Contents());
    }

    [TestMethod]
    public void Nothing_is_removed_while_a_mirror_is_written_or_a_ref_cannot_be_read()
    {
        _store.Store("garbage");
        using (MirrorLock.Acquire(_store.Layout, "m", _store.Log))
        {
            Assert.AreEqual(DiagnosticCodes.StoreLocked, Assert.ThrowsExactly<MirrorException>(() => Collect()).Code);
        }

        Refs.SetMirror("m", _store.Generation("a=1"), _store.Clock.Now);
        File.WriteAllText(_store.Layout.MirrorRef("m"), "{");
        Assert.AreEqual(DiagnosticCodes.RefUnreadable, Assert.ThrowsExactly<MirrorException>(() => Collect()).Code);
        Assert.Contains("garbage", Contents());
    }

    [TestMethod]
    public void A_collection_that_ends_at_any_removal_leaves_the_store_whole()
    {
        Refs.SetMirror("m", _store.Generation("a=1", "b=2"), _store.Clock.Now);
        _store.Generation("c=3", "d=4");
        for (var (last, ended) = (1, true); ended; last++)
        {
            var removals = 0;
            ended = false;
            try
            {
                Collector(() => _ = ++removals == last ? throw new OperationCanceledException() : 0).Collect(TimeSpan.Zero, isDryRun: false, default);
            }
            catch (OperationCanceledException)
            {
                ended = true;
            }

            Assert.IsTrue(_store.Generations.Exists(Refs.Mirror("m")!.Value));
        }

        Assert.AreSequenceEqual(["1", "2"], Contents(), SequenceOrder.InAnyOrder);
    }

    [TestMethod]
    public void Statistics_tell_what_is_shared_and_what_is_not()
    {
        Refs.SetMirror("m", _store.Generation("a=1", "b=22", "c=22"), _store.Clock.Now);
        Refs.SetMirror("n", _store.Generation("a=1", "d=4444"), _store.Clock.Now);

        var statistics = StoreStatistics.Of(_store.Layout, _store.Generations, default);

        Assert.AreEqual((10L, 7L), (statistics.Bytes, statistics.StoredBytes));
        Assert.AreEqual(new StateStatistics("mirror", "", "m", 3, 5, 3, 2), statistics.States[0]);
        Assert.AreEqual(new StateStatistics("mirror", "", "n", 2, 5, 5, 4), statistics.States[1]);
    }

    private GarbageCollector Collector(Action? beforeChange = null)
    {
        // The kernel's clock is the real one.
        _store.Clock.Now = _store.Clock.Now < DateTimeOffset.UtcNow ? DateTimeOffset.UtcNow.AddSeconds(2) : _store.Clock.Now;
        return new GarbageCollector(_store.Layout, _store.Generations, _store.Index, _store.Clock, _store.Log) { BeforeChange = beforeChange };
    }

    private CollectionResult Collect(TimeSpan age = default) => Collector().Collect(age, isDryRun: false, default);

    private string[] Contents() => [.. Directory.EnumerateFiles(_store.Layout.Blobs, "*", SearchOption.AllDirectories).Select(File.ReadAllText)];
}
