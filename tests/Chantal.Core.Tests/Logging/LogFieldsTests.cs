using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Chantal.Core.Tests.Runs;
using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Runs;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Logging;

[TestClass]
public sealed partial class LogFieldsTests
{
    private static readonly RunReport Report = new()
    {
        Run = "r",
        Mirror = "m",
        Began = DateTime.UnixEpoch,
        Ended = DateTime.UnixEpoch.AddSeconds(2.5),
        Outcome = RunOutcome.Succeeded,
        Generation = "ab",
        Files = 3,
        Missing = 1,
    };

    private static readonly LogEvent[] Events =
    [
        new StepBegan("FetchUpstream"), new StepEnded("FetchUpstream", TimeSpan.FromSeconds(0.25), "succeeded"), new Remark("Planned."),
        new ArtifactFetched("a", 1, default, "example.org"), new RetryPlanned("http://example.org/a", "HTTP status 503", 2, TimeSpan.FromSeconds(1)), new TransferState("1 of 2 files", true, 1, 2, 3, 4) { Rate = 5, SecondsLeft = 6 }, new RunEnded(Report),
    ];

    [TestMethod]
    public void Every_field_has_its_line_in_the_docs_and_no_line_is_without_a_field()
    {
        var documented = Row().Matches(Docs()).Select(m => m.Groups[1].Value).ToList();
        var declared = typeof(LogFields).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).ToList();

        Assert.AreAllDistinct(documented);
        Assert.AreSequenceEqual(declared, documented, SequenceOrder.InAnyOrder);
        Assert.ContainsAll(Events.SelectMany(e => e.Fields).Select(f => f.Name).Distinct().ToList(), declared);
    }

    [TestMethod]
    public void Every_kind_of_event_is_here_and_in_the_docs()
    {
        var kinds = typeof(LogEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(LogEvent)));

        Assert.AreSequenceEqual(kinds.ToList(), Events.Select(e => e.GetType()), SequenceOrder.InAnyOrder);
        foreach (var happened in Events)
        {
            Assert.Contains($"`{happened.Name}`", Docs());
        }
    }

    [TestMethod]
    public void Fields_are_documented_with_their_types()
    {
        foreach (var field in Events.SelectMany(e => e.Fields))
        {
            Assert.Contains($"| `{field.Name}` | {(field.Value is string ? "text" : "number")} |", Docs());
        }
    }

    [TestMethod]
    public void Run_reports_and_metrics_are_documented()
    {
        foreach (var property in typeof(RunReport).GetProperties().Where(p => p.Name != nameof(RunReport.Duration)))
        {
            Assert.Contains($"`{char.ToLower(property.Name[0], CultureInfo.InvariantCulture)}{property.Name[1..]}`", Docs());
        }

        foreach (Match metric in Metric().Matches(SampleMetrics.Text))
        {
            Assert.Contains($"`{metric.Groups[1].Value}`", Docs());
        }
    }

    private static string Docs([CallerFilePath] string file = "") =>
        File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "docs", "reference", "logs.md")));

    [GeneratedRegex(@"^\| `(\w+)` \| (?:text|number) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^# TYPE (\w+) ", RegexOptions.Multiline)]
    private static partial Regex Metric();
}
