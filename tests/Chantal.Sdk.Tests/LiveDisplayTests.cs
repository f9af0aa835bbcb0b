using System.Text.RegularExpressions;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What the command draws while it works, looked at on real terminals.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed partial class LiveDisplayTests : AptEndToEndTest
{
    private const string Long = "mirror-with-a-name-that-no-narrow-terminal-has-room-for";
    private const string Full = @"  [█░]{8,24} +\d+ of \d+ files? +\d[0-9.]* [KM]iB of \d[0-9.]* MiB +RATE(LEFT)?$";

    // What a line looks like behind the name; the rates differ.
    private static readonly (int Columns, string Line)[] Shapes =
    [
        (160, Full), (60, @"(LEFT)?$"), (80, @" +RATE(LEFT)?$"), (100, @"  [█░]{8,24} +RATE(LEFT)?$"), (160, Full),
    ];

    [TestMethod]
    public async Task It_is_whole_at_each_width_and_after_each_change_of_it_and_leaves_nothing_behind()
    {
        var (one, stallOfOne) = ServeStalled("one", 4_000_000);
        var (other, stallOfOther) = ServeStalled("other", 8_000_000);
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), $"store_root: store\ndefaults: {{ max_retries: 3 }}\nrepositories:\n{Repository("one", one.Uri)}{Repository(Long, other.Uri)}");

        using var terminal = new ChantalTool(Workspace.Root).StartOnTerminal(160, 24, "sync");
        foreach (var (columns, line) in Shapes)
        {
            terminal.Resize(columns);
            var lines = await terminal.Until(screen => screen.Count >= 3 && screen.TakeLast(3).All(l => Regex.IsMatch(Steady(l), $@"^\S+ +(storing packages|0 done) +\d+%{line}")));

            Assert.IsTrue(lines.TakeLast(3).All(l => l.Length < columns), string.Join('\n', lines));
            Assert.HasCount(2, lines.Where(l => l.Contains("storing packages", StringComparison.Ordinal)), string.Join('\n', lines));
            Assert.HasCount(3, lines.Where(l => l.Contains('%', StringComparison.Ordinal)), string.Join('\n', lines));
            var name = lines[^3].Split(' ')[0];
            Assert.IsTrue(name.Length <= columns / 4 && Regex.IsMatch(name, "^mirror.*….*for$"), name);
            Assert.StartsWith("one ", lines[^2]);
            Assert.StartsWith("all ", lines[^1]);
        }

        one.Heal();
        other.Heal();
        stallOfOne.Release();
        stallOfOther.Release();
        var left = await terminal.WaitForSuccess();

        Assert.IsTrue(left.All(l => l.StartsWith("one: ", StringComparison.Ordinal) || l.StartsWith(Long + ": ", StringComparison.Ordinal)), string.Join('\n', left));
        Assert.IsTrue(terminal.IsAsFound);
    }

    [TestMethod]
    public void Only_a_terminal_that_can_is_drawn_on_and_colours_are_left_out_where_nobody_wants_them()
    {
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), "store_root: store\nrepositories:\n  - { name: one, type: apt, upstream: 'http://127.0.0.1:9/', suites: [stable], link_mode: nonsense }\n");
        const string Drawn = "\u001b[J";
        const string Red = "\u001b[31m";

        var drawn = new ChantalTool(Workspace.Root).RunOnTerminal("sync").Ended(1).Output;
        Assert.Contains(Drawn, drawn);
        Assert.Contains(Red, drawn);

        var colourless = new ChantalTool(Workspace.Root) { Environment = { ["NO_COLOR"] = "1" } }.RunOnTerminal("sync").Ended(1).Output;
        Assert.Contains(Drawn, colourless);
        Assert.DoesNotContain(Red, colourless);

        var dumb = new ChantalTool(Workspace.Root) { Environment = { ["TERM"] = "dumb" } }.RunOnTerminal("sync").Ended(1).Output;
        Assert.DoesNotContain("\u001b", dumb);
        Assert.Contains("error CHANTAL", dumb);

        // As script has it in a job without a terminal.
        var sizeless = new ChantalTool(Workspace.Root) { Columns = 0 }.RunOnTerminal("sync").Ended(1).Output;
        Assert.DoesNotContain(Drawn, sizeless);
        Assert.Contains("error CHANTAL", sizeless);
    }

    private (UpstreamServer Server, Fault Stall) ServeStalled(string name, int size)
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream-" + name), Keys.Archive);
        upstream.Suite("stable").Add("main", new BinaryPackage("big") { PayloadSize = size });
        var (_, server) = Serve(upstream);
        var stall = Fault.Stalled(size / 4);
        server.Inject("pool/main/b/big/big_1.0_all.deb", stall);
        return (server, stall);
    }

    private static string Repository(string name, string upstream) =>
        $"  - {{ name: {name}, type: apt, upstream: '{upstream}', signed_by: '{Keys.Archive.ArmoredKeyring}', suites: [stable] }}\n";

    private static string Steady(string line) => Left().Replace(Rate().Replace(line, "RATE"), "LEFT");

    [GeneratedRegex(@"\d[0-9.]* (B|[KMG]iB)/s")]
    private static partial Regex Rate();

    [GeneratedRegex(@" +\d[0-9.]* (s|min|h|d)( \d+ (s|min|h))? left")]
    private static partial Regex Left();
}
