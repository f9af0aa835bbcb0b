using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Apt;

/// <summary>A Release is of its time, and never older than the one before, unless its state is accepted by name.</summary>
[TestClass]
public sealed class ReleaseDateTests : ReleaseFetcherTest
{
    [TestMethod]
    public async Task A_Release_that_goes_back_is_refused()
    {
        Publish(Text());
        _previous["dists/x"] = new DateTimeOffset(2026, 7, 11, 10, 16, 38, TimeSpan.Zero);
        Assert.AreEqual(DiagnosticCodes.StateWentBack, await FailAsync());
        _previous["dists/x"] = new DateTimeOffset(2026, 7, 11, 10, 16, 37, TimeSpan.Zero);
        Assert.IsTrue((await FetchAsync()).Changed);
    }

    [TestMethod]
    public async Task A_Release_that_loses_its_date_is_refused()
    {
        Publish(Text().Replace("Date: ", "X-Date: ", StringComparison.Ordinal));
        await FetchAsync();
        _previous["dists/x"] = Now;
        Assert.AreEqual(DiagnosticCodes.StateWentBack, await FailAsync());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3301")]
    public async Task Suites_that_went_back_are_one_state_that_is_accepted_by_its_name()
    {
        _definition = _definition with { Suites = ["x", "y"] };
        Publish(Text());
        PublishOther("Sat, 11 Jul 2026 11:00:00 UTC");
        _previous["dists/x"] = _previous["dists/y"] = Now;

        var refusal = await RefuseAsync();
        foreach (var part in new[] { "'x' is of 2026-07-11 10:16:37Z", "'y' is of 2026-07-11 11:00:00Z", "published one is of 2026-07-12 00:00:00Z", "-p:Accept=" })
        {
            Assert.Contains(part, refusal);
        }

        Assert.IsFalse(Directory.Exists(Roots));
        var state = refusal.Split("-p:Accept=")[1].TrimEnd('.');
        Assert.MatchesRegex("^[0-9a-f]{16}$", state);

        // Whatever else upstream has is another state.
        PublishOther("Sat, 11 Jul 2026 10:59:59 UTC");
        _accept = state;
        Assert.DoesNotContain(state, await RefuseAsync());
        PublishOther("Sat, 11 Jul 2026 11:00:00 UTC");

        var taken = await FetchAsync();

        Assert.IsTrue(taken.Changed);
        Assert.AreEqual(state, taken.Accepted!.State);
        Assert.AreEqual(DiagnosticCodes.StateAccepted, _log.Warnings.Single().Code);
        Assert.HasCount(2, Directory.GetFiles(Roots, "InRelease", SearchOption.AllDirectories));

        // A run that ended before it published leaves roots that are judged like new ones.
        Assert.AreEqual(state, (await FetchAsync()).Accepted!.State);
        _accept = "";
        Assert.Contains(state, await RefuseAsync());
        _previous["dists/x"] = _previous["dists/y"] = new DateTimeOffset(2026, 7, 11, 10, 16, 37, TimeSpan.Zero);
        Assert.IsNull((await FetchAsync()).Accepted);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3301")]
    public async Task An_upstream_that_has_caught_up_or_another_one_needs_no_acceptance()
    {
        Publish(Text());
        _previous["dists/x"] = Now;
        Assert.AreEqual(DiagnosticCodes.StateWentBack, await FailAsync());
        var text = Text(date: "Sun, 12 Jul 2026 00:00:00 UTC");
        _upstream.Files["other/" + InRelease] = FakeSignatures.ClearSign(text);
        var before = _definition;
        _definition = _definition with { Upstreams = new Upstreams("http://upstream.test/other/") };
        Assert.IsTrue((await FetchAsync()).Changed);
        _definition = before;
        Publish(text);
        _accept = "0123456789abcdef";
        Assert.IsNull((await FetchAsync()).Accepted);
    }

    [TestMethod]
    public async Task An_accepted_state_is_verified_and_in_its_time_all_the_same()
    {
        Publish(Text() + "Valid-Until: Sat, 11 Jul 2026 12:00:00 UTC\n");
        _previous["dists/x"] = Now;
        _accept = UpstreamState.NameOf([("dists/x", RootDirectory.Digest(_upstream.Files[Release]))]);
        Assert.AreEqual(DiagnosticCodes.AptReleaseExpired, await FailAsync());
        _upstream.Files[InRelease] = _upstream.Files[Release];
        Assert.AreEqual(FakeSignatures.Bad, await FailAsync());
    }

    [TestMethod]
    public async Task A_Release_that_is_past_its_time_is_refused_even_if_it_did_not_change()
    {
        Publish(Text() + "Valid-Until: Sun, 12 Jul 2026 00:00:01 UTC\n");
        await FetchAsync();
        Assert.AreEqual(DiagnosticCodes.AptReleaseExpired, await FailAsync(Now.AddSeconds(2)));
    }

    [TestMethod]
    public async Task A_Release_from_the_future_is_refused()
    {
        Publish(Text(date: "Mon, 13 Jul 2026 00:00:01 UTC"));
        Assert.AreEqual(DiagnosticCodes.AptReleaseFromFuture, await FailAsync());
        Assert.IsTrue((await FetchAsync(Now.AddSeconds(2))).Changed);
    }
}
