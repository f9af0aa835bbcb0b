using Chantal.Core.Tests.Store;
using Chantal.Plans;
using Chantal.Reports;
using Chantal.Runs;
using Chantal.Snapshots;
using Chantal.Store;

namespace Chantal.Core.Tests.Reports;

/// <summary>What a report reads from a store.</summary>
[TestClass]
public sealed class ReportReaderTests : IDisposable
{
    private readonly StoreFixture _store = new();

    private DateTime Now => _store.Clock.GetUtcNow().UtcDateTime;

    [TestMethod]
    public void What_came_since_yesterday_is_what_the_last_sync_before_did_not_have()
    {
        var old = Generation("a");
        Ran(old, hours: 60);
        Ran(Generation("a", "b"), hours: 30);
        Ran(Generation("a", "b", "c"), hours: 4);

        var mirror = Read().Mirrors.Single();

        Assert.AreSequenceEqual(["c"], mirror.SinceYesterday!.Packages.Select(p => p.Name));
        Assert.AreEqual("yesterday", mirror.SinceYesterday.From);
    }

    [TestMethod]
    public void A_mirror_that_is_younger_than_a_day_and_one_whose_old_state_was_collected_compare_nothing()
    {
        Ran(Generation("a"), hours: 4);
        Assert.IsNull(Read().Mirrors.Single().SinceYesterday);

        Ran(GenerationId.TryParse(new string('a', 64))!.Value, hours: 30);
        Ran(Generation("a", "b"), hours: 2);
        Assert.IsNull(Read().Mirrors.Single().SinceYesterday);
    }

    [TestMethod]
    public void What_waits_is_compared_with_the_channel_and_without_one_with_the_last_snapshot()
    {
        var refs = new RefStore(_store.Layout);
        var first = Generation("a");
        Ran(first, hours: 4);
        refs.AddSnapshots("jan", new Dictionary<string, Ref> { ["m"] = new() { Generation = first.ToString(), Time = Now } });
        Ran(Generation("a", "b"), hours: 2);
        Assert.AreEqual(("jan", "b"), Waits());

        refs.SetChannel("prod", "m", new Ref { Generation = first.ToString(), Time = Now, Snapshot = "jan" });
        Assert.AreEqual(("prod", "b"), Waits());

        (string, string) Waits() => (Read().Waiting.Single().From, Read().Waiting.Single().Packages.Single().Name);
    }

    [TestMethod]
    public void Disk_growth_verification_and_roots_are_read()
    {
        Ran(Generation("a"), hours: 60, stored: 100);
        Ran(Generation("a", "b"), hours: 12, stored: 300);
        new VerificationRecord(Now, 0.5, 3).Write(_store.Layout, "m");

        var report = Read();
        var facts = new MirrorFactsReader(_store.Layout, new RefStore(_store.Layout), _store.Generations).Read("m", [], Now);

        Assert.AreEqual(new StoreGrowth(100, 2), report.Growth);
        Assert.AreEqual(report.Growth, facts.Growth);
        Assert.IsGreaterThan(0, report.Disk!.Free);
        Assert.IsGreaterThan(report.Disk.Free, report.Disk.Size);
        Assert.AreEqual(new VerificationRecord(Now, 0.5, 3), report.Mirrors.Single().Verification);
        Assert.AreEqual(facts.Verification, report.Mirrors.Single().Verification);
        Assert.AreEqual("dists/s", facts.Roots.Single().Path);
        Assert.AreEqual(facts.Roots[0].ValidUntil, report.Mirrors.Single().Roots.Single().ValidUntil);
        Assert.IsEmpty(facts.Waiting!);
        Assert.IsEmpty(facts.Shown);
    }

    [TestMethod]
    public void What_channels_show_is_read_with_its_age_and_its_end()
    {
        var refs = new RefStore(_store.Layout);
        var shown = Generation("a");
        refs.SetChannel("prod", "m", new Ref { Generation = shown.ToString(), Time = Now.AddHours(-1), Snapshot = "jan" });
        refs.SetChannel("test", "m", new Ref { Generation = new string('a', 64), Time = Now, Snapshot = "lost" });

        var state = Read().Shown.Single();

        Assert.AreEqual(("prod", "m", "jan", Now.AddHours(-1), Now.AddDays(-1)), (state.Channel, state.Mirror, state.Snapshot, state.Since.UtcDateTime, state.Made!.Value.UtcDateTime));
        Assert.AreEqual(Now.AddDays(6), state.FirstToEnd!.ValidUntil!.Value.UtcDateTime);
        Assert.AreEqual(state.Since, new MirrorFactsReader(_store.Layout, refs, _store.Generations).Read("m", [], Now).Shown.Single().Since);
    }

    [TestMethod]
    public void A_record_that_cannot_be_read_is_none()
    {
        Directory.CreateDirectory(_store.Layout.State("m"));
        File.WriteAllText(Path.Combine(_store.Layout.State("m"), "last-verification.json"), "{\"format\":\"other\",\"version\":1}");

        Assert.IsNull(VerificationRecord.Read(_store.Layout, "m"));
        Assert.IsNull(VerificationRecord.Read(_store.Layout, "other"));
    }

    public void Dispose() => _store.Dispose();

    private EstateReport Read() => new ReportReader(_store.Layout, new RefStore(_store.Layout), _store.Generations, new SnapshotStore(_store.Layout, new RefStore(_store.Layout), _store.Generations, _store.Clock, _store.Log))
        .Read("estate", ["m"], TimeSpan.FromHours(36), Now, CancellationToken.None);

    private GenerationId Generation(params string[] packages)
    {
        using var writer = _store.Generations.Create(new PlanHeader { Type = "apt", Units = ["dists/s"], Roots = [new PlanRoot("dists/s", Now.AddDays(-1), Now.AddDays(6), [])] });
        foreach (var package in packages)
        {
            writer.Add(new PlanEntry { Path = $"pool/{package}_1.0_all.deb", Role = FileRole.Package, Sha256 = _store.Store(package), Size = package.Length, Package = new PackageIdentity(package, "1.0", "all") });
        }

        var generation = writer.Complete();
        new RefStore(_store.Layout).SetMirror("m", generation, Now);
        return generation;
    }

    private void Ran(GenerationId generation, int hours, long? stored = null) => new RunStore(_store.Layout, "m").Write(new RunReport
    {
        Run = "r",
        Mirror = "m",
        Began = Now.AddHours(-hours),
        Ended = Now.AddHours(-hours),
        Outcome = RunOutcome.Succeeded,
        LastSuccess = Now.AddHours(-hours),
        Generation = generation.ToString(),
        StoreBytes = stored,
    });
}
