using Chantal.Repositories;
using Chantal.Runs;

namespace Chantal.Core.Tests.Runs;

/// <summary>Every metric that Chantal can write.</summary>
internal static class SampleMetrics
{
    private static readonly DateTime Time = new(2025, 3, 14, 6, 0, 0, DateTimeKind.Utc);

    public static RunReport Report { get; } = new()
    {
        Run = "r",
        Mirror = "rocky9",
        Began = Time,
        Ended = Time.AddSeconds(90),
        Outcome = RunOutcome.Succeeded,
        LastSuccess = Time,
        Files = 3,
        Bytes = 4,
        StoreBytes = 5,
        FetchedFiles = 1,
        FetchedBytes = 2,
    };

    public static MirrorFacts Facts { get; } = new()
    {
        Disk = new DiskSpace(1000, 4000),
        Growth = new StoreGrowth(250, 14),
        Verification = new VerificationRecord(Time.AddDays(-1), 0.25, 2),
        Roots = [new("BaseOS", Time.AddDays(-2), Time.AddDays(7), ["AA"]), new("AppStream", Time.AddDays(-3), null, ["AA"])],
        KeyEnds = new Dictionary<string, DateTimeOffset> { ["AA"] = Time.AddDays(30) },
        Shown = [new("prod", "rocky9", "2025-03", Time.AddDays(-5), Time.AddDays(-9), [new("BaseOS", Time.AddDays(-9), Time.AddDays(-2), ["AA"]), new("AppStream", Time.AddDays(-10), null, ["AA"])])],
        Waiting = new Dictionary<string, IReadOnlyDictionary<AdvisorySeverity, int>>
        {
            ["prod"] = AdvisorySeverities.Count([new("a", "security", "Critical", "", []), new("b", "security", "urgent", "", []), new("c", "bugfix", null, "", [])]),
        },
    };

    public static string Text { get; } = Metrics.Write(Report.Mirror, Report, Facts);
}
