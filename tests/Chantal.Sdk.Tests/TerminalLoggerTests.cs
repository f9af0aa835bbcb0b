using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>dotnet build on a terminal, in an estate without a response file: MSBuild's terminal logger shows how far it is, and what a plan says.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class TerminalLoggerTests : AptEndToEndTest
{
    private ChantalTool Terminal => new(Workspace.Root);

    [TestMethod]
    public void A_transfer_is_seen_as_it_goes_on_and_a_plan_is_read()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Add("main", new BinaryPackage("big", Architecture: "amd64") { PayloadSize = 4_000_000 });
        var (_, server) = Serve(upstream);
        server.Inject("pool/main/b/big/big_1.0_amd64.deb", Fault.Dripping(500_000, TimeSpan.FromMilliseconds(400)));
        var project = Define(server.Uri);
        File.Delete(Workspace.PathOf("Directory.Build.rsp"));

        var planned = Terminal.RunOnTerminalDotnet("build", project, "-nr:false", "-tl:on", "-t:Plan").Ended(0).Output;
        Assert.MatchesRegex(@"packages? added, ", planned);
        Assert.MatchesRegex(@"big \(amd64\) +1\.0", planned);

        var synced = Terminal.RunOnTerminalDotnet("build", project, "-nr:false", "-tl:on").Ended(0).Output;
        Assert.MatchesRegex(@"\d+ %\u001b\[m \d+ of \d+ files, [0-9.]+ [KM]iB of [0-9.]+ MiB", synced);
        Assert.Contains("→ ", synced);
        Assert.Contains(Mirror, synced);

        // Nothing to do is nothing to see.
        Assert.DoesNotContain(" of ", Terminal.RunOnTerminalDotnet("build", project, "-nr:false", "-tl:on").Ended(0).Output);
    }

    [TestMethod]
    public void Without_that_logger_nothing_is_said_twice()
    {
        var (_, server) = ServeSmall();

        var output = Workspace.DotnetBuild(Define(server.Uri), "-t:Plan").Succeeded().Output;

        Assert.HasCount(2, output.Split("lonely (all)"));
    }
}
