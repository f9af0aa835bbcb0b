using Chantal.Core.Tests.Store;
using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Runs;
using Chantal.Store;

namespace Chantal.Core.Tests.Runs;

[TestClass]
public sealed class RunRecorderTests : IDisposable
{
    private readonly StoreFixture _store = new();

    private RunStore Reports => new(_store.Layout, "m");

    [TestMethod]
    public void What_happened_is_reported_with_the_state_that_is_there_now()
    {
        new RefStore(_store.Layout).SetMirror("m", _store.Generation("pool/a=1234", "pool/b=56"), _store.Clock.GetUtcNow());
        var run = Begin("r");
        run.Warning("CHANTAL5106", "a warning");
        run.Step("FetchUpstream", TimeSpan.FromSeconds(1), RunOutcome.Succeeded);
        run.Stored(2, 6, 0);

        var report = run.End(RunOutcome.Succeeded)!;

        Assert.AreEqual(2, report.Files);
        Assert.AreEqual(6, report.Bytes);
        Assert.AreEqual(2, report.FetchedFiles);
        Assert.AreEqual(1, report.WarningCount);
        Assert.AreEqual("FetchUpstream", report.Steps.Single().Step);
        Assert.AreEqual(report.Ended, report.LastSuccess);
        Assert.AreEqual(report.ToJson(), Reports.Last()!.ToJson());
        Assert.AreEqual(report.ToJsonLine(), Reports.Runs().Single().ToJsonLine());
    }

    [TestMethod]
    public void Who_notices_the_end_first_says_how_it_ended()
    {
        var run = Begin("r");
        run.Error(DiagnosticCodes.FileSystem, "The disk is full.");

        Assert.AreEqual(RunOutcome.Failed, run.End(RunOutcome.Failed)!.Outcome);
        Assert.IsNull(run.End(RunOutcome.Succeeded));
        Assert.AreEqual(RunOutcome.Failed, Reports.Last()!.Outcome);
    }

    [TestMethod]
    public void A_run_that_starts_over_goes_on_even_in_another_process()
    {
        var first = Begin("r");
        first.Step("StoreArtifacts", TimeSpan.FromSeconds(1), RunOutcome.Succeeded);
        first.Stored(4, 40, 1);
        first.Accepted(new Acceptance("3f2a9c01b2d44e10", "it is older"), new Actor("ann", "agent1", "1.0"));
        first.End(RunOutcome.StartedOver);
        var second = Begin("r");
        second.Stored(1, 2, 0);
        var other = Begin("another");

        var report = second.End(RunOutcome.Succeeded)!;

        Assert.AreEqual(5, report.FetchedFiles);
        Assert.AreEqual(new RecordedAcceptance("3f2a9c01b2d44e10", "it is older", "ann@agent1") { Actor = new Actor("ann", "agent1", "1.0") }, report.Accepted);
        Assert.AreEqual(report.Accepted, RunReport.TryParse(report.ToJsonLine())!.Accepted);
        Assert.AreEqual(42, report.FetchedBytes);
        Assert.AreEqual(0, report.Missing);
        Assert.HasCount(1, report.Steps);
        Assert.HasCount(1, Reports.Runs());
        Assert.AreEqual(0, other.End(RunOutcome.Failed)!.FetchedFiles);
    }

    [TestMethod]
    public void A_failure_keeps_when_a_run_last_succeeded()
    {
        var success = Begin("1").End(RunOutcome.Succeeded)!.LastSuccess;

        Assert.IsNotNull(success);
        Assert.AreEqual(success, Begin("2").End(RunOutcome.Failed)!.LastSuccess);
    }

    [TestMethod]
    public void Errors_are_kept_to_a_number_and_counted_beyond()
    {
        var run = Begin("r");
        for (var i = 0; i < 30; i++)
        {
            run.Error("CHANTAL1001", $"http://me:secret@example.org/{i}\n");
        }

        var report = run.End(RunOutcome.Failed)!;

        Assert.AreEqual(30, report.ErrorCount);
        Assert.HasCount(20, report.Errors);
        Assert.AreEqual("http://…@example.org/0\\u{a}", report.Errors[0].Message);
    }

    [TestMethod]
    public void The_last_runs_are_kept_and_what_cannot_be_read_is_passed_over()
    {
        for (var i = 0; i < 405; i++)
        {
            Reports.Write(Report($"{i}"));
        }

        Assert.AreSequenceEqual(Enumerable.Range(5, 400).Reverse().Select(i => $"{i}"), Reports.Runs().Select(r => r.Run));

        File.AppendAllText(Path.Combine(_store.Layout.State("m"), "runs.jsonl"), "{\"format\":\"chantal-run\",\"version\":1\nnonsense\n{}\n");
        Assert.HasCount(400, Reports.Runs());
        File.WriteAllText(Reports.LastRunFile, "nonsense");
        Assert.IsNull(Reports.Last());
    }

    [TestMethod]
    public void Metrics_are_written_whole_and_readable_by_all()
    {
        var directory = Directory.CreateDirectory(Path.Combine(_store.Root, "metrics")).FullName;
        var run = new RunRecorder(_store.Layout, "m", "r", _store.Clock) { MetricsDirectory = directory, StoreBytes = () => 77, Facts = () => SampleMetrics.Facts };

        run.End(RunOutcome.Failed);

        var file = Directory.GetFiles(directory).Single();
        Assert.AreEqual("chantal_m.prom", Path.GetFileName(file));
        Assert.AreEqual(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(file));
        var text = File.ReadAllText(file);
        Assert.Contains("\nchantal_store_bytes{mirror=\"m\"} 77\n", text);
        Assert.Contains("\nchantal_disk_free_bytes{mirror=\"m\"} 1000\n", text);
        Assert.DoesNotContain("last_success", text);
    }

    [TestMethod]
    public void Labels_are_escaped() =>
        Assert.Contains("""{mirror="a\"b\\c\nd"}""", Metrics.Write("a\"b\\c\nd", Report("r"), new MirrorFacts()));

    public void Dispose() => _store.Dispose();

    private RunRecorder Begin(string run) => new(_store.Layout, "m", run, _store.Clock);

    private static RunReport Report(string run) =>
        new() { Run = run, Mirror = "m", Began = DateTime.UnixEpoch, Ended = DateTime.UnixEpoch.AddSeconds(1), Outcome = RunOutcome.Succeeded };
}
