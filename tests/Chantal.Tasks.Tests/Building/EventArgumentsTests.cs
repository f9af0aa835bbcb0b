using System.Text;
using Chantal.Diagnostics;
using Chantal.Logging;
using Chantal.Mirroring;
using Chantal.Runs;
using Chantal.Transfer;
using Microsoft.Build.Framework;

namespace Chantal.Tasks.Tests.Building;

[TestClass]
public sealed class EventArgumentsTests
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
    public void An_event_is_the_same_after_its_way_through_MSBuild()
    {
        foreach (var happened in Events)
        {
            var sent = EventArguments.Of(happened, "m: line", "Task", MessageImportance.Low, "m", "r");
            var received = EventArguments.Read(sent);

            Assert.IsNotNull(received);
            Assert.AreEqual(
                Encoding.UTF8.GetString(LogLine.Write(LogRecord.Of(received.Time, "r", "m", happened), LogFormat.Json)),
                Encoding.UTF8.GetString(LogLine.Write(received, LogFormat.Json)));
        }
    }

    [TestMethod]
    public void Other_messages_are_no_events()
    {
        Assert.IsNull(EventArguments.Read(new BuildMessageEventArgs("a", "", "", MessageImportance.High)));
        Assert.IsNull(EventArguments.Read(new ExtendedBuildMessageEventArgs("other.event", "a", "", "", MessageImportance.High)));
    }
}
