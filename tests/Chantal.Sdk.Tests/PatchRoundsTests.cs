using System.Diagnostics;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Patch rounds as a whole: <c>tests/play-rounds</c>, which a person can run too.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class PatchRoundsTests
{
    // Some two hundred runs of real clients and builds, beside all other tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    [TestMethod]
    public void Three_months_are_played_with_real_hosts_on_both_sides_of_an_air_gap()
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, "tests/play-rounds"));
        DotnetBuild.Isolate(start);
        start.Environment["CHANTAL_COMMAND"] = ChantalTool.Assembly;

        var played = Command.Run(start, Patience).Succeeded();

        Assert.MatchesRegex(@"\n[0-9]{3} checks passed\n\z", played.Output);
    }
}
