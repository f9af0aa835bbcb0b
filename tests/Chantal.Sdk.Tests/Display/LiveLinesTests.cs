using Chantal.Cli.Display;
using Chantal.Core.Tests.Transfer;
using Chantal.Transfer;

namespace Chantal.Sdk.Tests.Display;

/// <summary>What is sent to a terminal, and when.</summary>
[TestClass]
public sealed class LiveLinesTests : IDisposable
{
    private const string Hide = "\u001b[?25l";
    private const string Wipe = "\r \u001b[J\r";

    private readonly StringWriter _terminal = new();
    private readonly FakeClock _clock = new();
    private (int, int) _size = (80, 24);

    public void Dispose() => _terminal.Dispose();

    [TestMethod]
    public void What_stands_is_wiped_before_what_is_said_and_drawn_again_below()
    {
        using (var display = Begin())
        {
            display.Begin("one", "FetchUpstream");
            display.Begin("two", "ResolvePlan");
            Assert.AreEqual($"{Hide}{Wipe}\u001b[?7lone  fetching metadata\ntwo  planning\nall  0 done\u001b[?7h\r\u001b[2A", Next());

            display.Say("one: Planned.");
            Assert.AreEqual($"{Hide}{Wipe}one: Planned.\n\u001b[?7lone  fetching metadata\ntwo  planning\nall  0 done\u001b[?7h\r\u001b[2A", Next());
            display.Say("two: Planned.");
        }

        Assert.AreEqual($"{Wipe}two: Planned.\n\u001b[?25h", Take());
        Assert.AreEqual("", Next());
    }

    [TestMethod]
    public void Nothing_is_drawn_where_nothing_has_changed_and_everything_where_the_size_has()
    {
        using var display = Begin();
        display.Begin("one", "FetchUpstream");
        Assert.Contains("fetching metadata", Next());
        Assert.AreEqual("", Next());
        _size = (60, 24);
        Assert.Contains("fetching metadata", Next());
    }

    [TestMethod]
    public void A_mirror_keeps_its_line_for_a_moment_between_steps_and_loses_it_at_its_end()
    {
        using var display = Begin();
        display.Begin("one", "StoreArtifacts");
        display.Progress("one", new TransferState("", false, 1, 2, 3, 4), "");
        display.Rest("one");
        Assert.Contains("75%", Next());
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("working, 2 s", Take());
        display.Begin("one", "LinkPublish");
        Assert.Contains("publishing", Next());
        display.End("one");
        Assert.Contains("all  1 done", Next());
    }

    [TestMethod]
    public void Findings_are_coloured_where_that_is_wanted()
    {
        using (var display = Begin(hasColours: true))
        {
            display.Show(new Finding(true, "CHANTAL1001", null, 0, 0, "bad"));
        }

        Assert.Contains("\u001b[31merror CHANTAL1001: bad\u001b[0m\n", Take());
    }

    private LiveDisplay Begin(bool hasColours = false)
    {
        var display = new LiveDisplay(_terminal, () => _size, hasColours, _clock);
        _ = Take();
        return display;
    }

    private string Next()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        return Take();
    }

    private string Take()
    {
        var text = _terminal.ToString();
        _terminal.GetStringBuilder().Clear();
        return text;
    }
}
