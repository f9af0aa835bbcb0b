using System.Text;
using Chantal.Apt.Release;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Apt;

[TestClass]
public sealed class ReleaseFetcherTests : IDisposable
{
    private const string InRelease = "dists/x/InRelease";
    private const string Release = "dists/x/Release";
    private const string Signature = "dists/x/Release.gpg";

    private static readonly DateTimeOffset Now = new(2026, 7, 12, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeUpstream _upstream = new();
    private readonly FakeSignatures _signatures = new();
    private readonly ListLog _log = new();
    private readonly Dictionary<string, DateTimeOffset> _previous = [];
    private AptDefinition _definition = new() { Upstreams = new Upstreams("http://upstream.test/"), Suites = ["x"] };

    private string _accept = "";

    private string Roots => _directory.PathOf("roots");

    public void Dispose()
    {
        _directory.Dispose();
        _upstream.Dispose();
    }

    [TestMethod]
    public async Task All_three_root_files_are_kept_as_they_are()
    {
        Publish(Text());
        var result = await FetchAsync();
        Assert.IsTrue(result.Changed);
        Assert.AreSequenceEqual(["x"], result.ChangedParts);
        foreach (var path in new[] { InRelease, Release, Signature })
        {
            Assert.AreSequenceEqual(_upstream.Files[path], File.ReadAllBytes(Path.Combine(Roots, path)));
        }
    }

    [TestMethod]
    public async Task Nothing_new_costs_one_request_and_writes_nothing()
    {
        Publish(Text());
        await FetchAsync();
        var before = Stamps();
        _upstream.Requests.Clear();
        var result = await FetchAsync();
        Assert.IsFalse(result.Changed);
        Assert.AreEqual($"{InRelease} 304", string.Join(", ", _upstream.Requests));
        Assert.AreSequenceEqual(before, Stamps());
    }

    [TestMethod]
    public async Task Another_upstream_is_not_asked_with_the_validators_of_the_one_before()
    {
        Publish(Text());
        await FetchAsync();
        _upstream.Requests.Clear();
        _definition = _definition with { Upstreams = new("http://other.test/") };

        Assert.IsFalse((await FetchAsync()).Changed, "it has the same files");
        Assert.Contains($"{InRelease} 200", _upstream.Requests);

        _upstream.Requests.Clear();
        await FetchAsync();
        Assert.AreEqual($"{InRelease} 304", string.Join(", ", _upstream.Requests));
    }

    [TestMethod]
    public async Task Without_validators_the_same_content_is_nothing_new_either()
    {
        _upstream.HasValidators = false;
        Publish(Text());
        await FetchAsync();
        _upstream.Requests.Clear();
        Assert.IsFalse((await FetchAsync()).Changed);
        Assert.AreEqual($"{InRelease} 200", string.Join(", ", _upstream.Requests));
    }

    [TestMethod]
    public async Task Without_InRelease_nothing_new_costs_three_requests()
    {
        Publish(Text());
        _upstream.Files.Remove(InRelease);
        Assert.IsTrue((await FetchAsync()).Changed);
        _upstream.Requests.Clear();
        Assert.IsFalse((await FetchAsync()).Changed);
        Assert.AreEqual($"{InRelease} 404, {Release} 304, {Signature} 304", string.Join(", ", _upstream.Requests));
    }

    [TestMethod]
    public async Task A_new_Release_replaces_the_old_one_whole()
    {
        Publish(Text());
        await FetchAsync();
        var text = Text(date: "Sat, 11 Jul 2026 20:00:00 UTC");
        Publish(text);
        _upstream.Files.Remove(Signature);
        Assert.IsTrue((await FetchAsync()).Changed);
        Assert.AreEqual(text, File.ReadAllText(Path.Combine(Roots, Release)));
        Assert.IsFalse(File.Exists(Path.Combine(Roots, Signature)));
    }

    [TestMethod]
    public async Task Files_on_disk_that_are_not_what_was_written_are_fetched_again()
    {
        Publish(Text());
        await FetchAsync();
        foreach (var damage in new Action[]
        {
            () => File.Delete(Path.Combine(Roots, Release)),
            () => File.AppendAllText(Path.Combine(Roots, InRelease), "x"),
            () => File.Delete(Path.Combine(Roots, "dists/x/state.json")),
            () => File.WriteAllText(Path.Combine(Roots, "dists/x/state.json"), "{"),
            () => File.WriteAllText(Path.Combine(Roots, "dists/x/state.json"), """{"version":2,"files":{}}"""),
            () => File.WriteAllText(Path.Combine(Roots, "dists/x/Release.new"), "half"),
            () => File.WriteAllText(Path.Combine(Roots, "dists/x/payload"), "Suite: evil"),
        })
        {
            damage();
            await FetchAsync();
            Assert.AreSequenceEqual(_upstream.Files[InRelease], File.ReadAllBytes(Path.Combine(Roots, InRelease)));
            Assert.AreSequenceEqual(_upstream.Files[Release], File.ReadAllBytes(Path.Combine(Roots, Release)));
            Assert.AreEqual(Text(), File.ReadAllText(Path.Combine(Roots, "dists/x/payload")));
            _upstream.Requests.Clear();
            Assert.IsFalse((await FetchAsync()).Changed);
            Assert.HasCount(1, _upstream.Requests);
        }
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5107")]
    public async Task Roots_that_are_missing_are_fetched_again()
    {
        Publish(Text());
        await FetchAsync();
        File.Delete(Path.Combine(Roots, InRelease));
        var directory = new RootDirectory(Roots, "dists/x");
        Assert.AreEqual(DiagnosticCodes.RootsMissing, Assert.ThrowsExactly<MirrorException>(directory.Require).Code);
        await FetchAsync();
        Assert.IsNotNull(directory.Require());
    }

    [TestMethod]
    public async Task Another_keyring_or_verification_turned_on_verifies_anew()
    {
        Publish(Text());
        _signatures.Keyring = null;
        await FetchAsync();
        Assert.AreEqual(DiagnosticCodes.VerificationOff, _log.Warnings.Single().Code);
        foreach (var keyring in new[] { "keyring", "another" })
        {
            _signatures.Keyring = keyring;
            var checks = _signatures.Checks;
            await FetchAsync();
            Assert.IsGreaterThan(checks, _signatures.Checks);
            checks = _signatures.Checks;
            await FetchAsync();
            Assert.AreEqual(checks, _signatures.Checks);
        }
    }

    [TestMethod]
    public async Task A_bad_signature_leaves_the_old_files()
    {
        Publish(Text());
        await FetchAsync();
        var before = Stamps();
        _upstream.Files[InRelease] = Encoding.UTF8.GetBytes("<html>please log in</html>");
        Assert.AreEqual(FakeSignatures.Bad, await FailAsync());
        Assert.AreSequenceEqual(before, Stamps());
        Publish(Text());
        Assert.IsFalse((await FetchAsync()).Changed);
    }

    [TestMethod]
    public async Task A_Release_that_differs_is_asked_for_again_until_the_upstream_has_settled()
    {
        Publish(Text());
        _upstream.Files[Release] = Encoding.UTF8.GetBytes(Text(date: "Sat, 11 Jul 2026 20:00:00 UTC"));
        var asked = 0;
        _upstream.Answered = path =>
        {
            if (path == Release && ++asked == 2)
            {
                Publish(Text(date: "Sat, 11 Jul 2026 20:00:00 UTC"));
            }
        };
        await FetchAsync();
        Assert.HasCount(0, _log.Warnings);
        Assert.AreSequenceEqual(_upstream.Files[Release], File.ReadAllBytes(Path.Combine(Roots, Release)));
        Assert.AreSequenceEqual(_upstream.Files[InRelease], File.ReadAllBytes(Path.Combine(Roots, InRelease)));
    }

    [TestMethod]
    public async Task A_Release_that_keeps_differing_is_left_out_with_a_warning_until_it_fits()
    {
        Publish(Text());
        _upstream.Files[Release] = Encoding.UTF8.GetBytes("Suite: x\n");
        await FetchAsync();
        Assert.AreEqual(DiagnosticCodes.AptReleaseDiffersFromInRelease, _log.Warnings.Single().Code);
        Assert.IsFalse(File.Exists(Path.Combine(Roots, Release)));
        Assert.IsFalse(File.Exists(Path.Combine(Roots, Signature)));
        Publish(Text());
        Assert.IsTrue((await FetchAsync()).Changed);
        Assert.IsTrue(File.Exists(Path.Combine(Roots, Release)));
    }

    [TestMethod]
    public async Task A_stale_Release_gpg_is_left_out_alone_and_costs_one_request_more()
    {
        Publish(Text());
        _upstream.Files[Signature] = FakeSignatures.Detach("stale");
        await FetchAsync();
        Assert.AreEqual(DiagnosticCodes.AptReleaseDiffersFromInRelease, _log.Warnings.Single().Code);
        Assert.IsTrue(File.Exists(Path.Combine(Roots, Release)));
        Assert.IsFalse(File.Exists(Path.Combine(Roots, Signature)));
        foreach (var status in new[] { 304, 200 })
        {
            _upstream.HasValidators = status == 304;
            _upstream.Requests.Clear();
            Assert.IsFalse((await FetchAsync()).Changed);
            Assert.AreEqual($"{InRelease} {status}, {Signature} {status}", string.Join(", ", _upstream.Requests));
        }

        Publish(Text());
        Assert.IsTrue((await FetchAsync()).Changed);
        Assert.IsTrue(File.Exists(Path.Combine(Roots, Signature)));
        Assert.HasCount(1, _log.Warnings);
    }

    [TestMethod]
    public async Task A_detached_signature_of_the_state_before_is_asked_for_again()
    {
        Publish(Text());
        _upstream.Files.Remove(InRelease);
        _upstream.Files[Signature] = FakeSignatures.Detach("old");
        _upstream.Answered = path => _ = path == Signature && Replace(Signature, FakeSignatures.Detach(Text()));
        Assert.IsTrue((await FetchAsync()).Changed);

        _upstream.Answered = null;
        _upstream.Files[Signature] = FakeSignatures.Detach("bad");
        Assert.AreEqual(FakeSignatures.Bad, await FailAsync());
    }

    [TestMethod]
    public async Task A_suite_that_is_not_there_is_an_error()
    {
        Assert.AreEqual(DiagnosticCodes.AptSuiteNotFound, await FailAsync());
        Assert.IsFalse(Directory.Exists(Path.Combine(Roots, "dists/x")));
    }

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

    [TestMethod]
    [DataRow("x", "Suite: x", true)]
    [DataRow("x", "Codename: x", true)]
    [DataRow("x", "Suite: stable\nCodename: x", true)]
    [DataRow("x/updates", "Codename: x", true)]
    [DataRow("x", "Origin: nobody", true)]
    [DataRow("x", "Suite: y\nCodename: z", false)]
    [DataRow("x", "Suite: x-updates\nCodename: x-updates", false)]
    [DataRow("x/", "Suite: y", true)]
    public async Task The_suite_in_the_Release_is_the_one_that_was_asked_for(string suite, string fields, bool expected)
    {
        _definition = _definition with { Suites = [suite] };
        var directory = suite.EndsWith('/') ? suite : $"dists/{suite}/";
        _upstream.Files[directory + "InRelease"] = FakeSignatures.ClearSign($"{fields}\nSHA256:\n {new string('a', 64)} 1 f\n");

        Assert.IsTrue((await FetchAsync()).Changed);

        Assert.AreEqual(!expected, _log.Warnings.Any(w => w.Code == DiagnosticCodes.AptSuiteCalledOtherwise));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3304")]
    public async Task ExpectSuite_names_what_a_Release_may_call_itself()
    {
        _definition = _definition with { Suites = ["latest"] };
        _upstream.Files["dists/latest/InRelease"] = FakeSignatures.ClearSign($"Suite: stable\nCodename: x\nSHA256:\n {new string('a', 64)} 1 f\n");
        _definition = _definition with { ExpectedSuites = ["y"] };
        var refusal = await RefuseAsync();
        var name = refusal.Split("set ExpectSuite to '")[1].TrimEnd('.', '\'');
        _definition = _definition with { ExpectedSuites = ["y", name] };
        Assert.IsTrue((await FetchAsync()).Changed);
        Assert.IsFalse((await FetchAsync()).Changed);

        // What was taken on other terms is judged again.
        _definition = _definition with { ExpectedSuites = ["z"] };
        Assert.AreEqual(DiagnosticCodes.AptReleaseOfAnotherSuite, await FailAsync());
    }

    [TestMethod]
    public async Task Suites_that_are_no_longer_mirrored_leave_nothing()
    {
        foreach (var suite in new[] { "dists/x/", "dists/x/updates/", "flat/", "" })
        {
            _upstream.Files[suite + "InRelease"] = FakeSignatures.ClearSign($"SHA256:\n {new string('a', 64)} 1 f\n");
        }

        _definition = _definition with { Suites = ["x", "x/updates", "flat/", "./"] };
        await FetchAsync();
        Assert.HasCount(4, Directory.GetFiles(Roots, "InRelease", SearchOption.AllDirectories));
        _definition = _definition with { Suites = ["x/updates"] };
        Assert.IsTrue((await FetchAsync()).Changed);
        Assert.AreSequenceEqual([Path.Combine(Roots, "dists")], Directory.GetFileSystemEntries(Roots));
        Assert.AreSequenceEqual([Path.Combine(Roots, "dists/x/updates")], Directory.GetFileSystemEntries(Path.Combine(Roots, "dists/x")));
        Assert.IsFalse((await FetchAsync()).Changed);
    }

    private static string Text(string date = "Sat, 11 Jul 2026 10:16:37 UTC") =>
        $"Suite: x\nDate: {date}\nSHA256:\n {new string('a', 64)} 1 main/binary-amd64/Packages\n";

    private void Publish(string text)
    {
        _upstream.Files[InRelease] = FakeSignatures.ClearSign(text);
        _upstream.Files[Release] = Encoding.UTF8.GetBytes(text);
        _upstream.Files[Signature] = FakeSignatures.Detach(text);
    }

    private bool Replace(string path, byte[] content)
    {
        _upstream.Files[path] = content;
        return true;
    }

    private async Task<RootsResult> FetchAsync(DateTimeOffset? now = null)
    {
        using var transfer = new HttpTransfer(new TransferOptions { MaxRetries = 0 }, _log, null, _upstream);
        return await new ReleaseFetcher(transfer, _signatures, _log, new FixedTime(now ?? Now)) { Patience = TimeSpan.Zero, Accept = _accept }
            .FetchAsync(_definition, Roots, [.. _previous.Select(p => new PlanRoot(p.Key, p.Value, null, []))], bypassCaches: false, CancellationToken.None);
    }

    private void PublishOther(string date) =>
        _upstream.Files["dists/y/InRelease"] = FakeSignatures.ClearSign(Text(date).Replace("Suite: x", "Suite: y", StringComparison.Ordinal));

    private async Task<string> RefuseAsync() => (await Assert.ThrowsAsync<MirrorException>(() => FetchAsync())).Message;

    private async Task<string> FailAsync(DateTimeOffset? now = null) =>
        (await Assert.ThrowsAsync<MirrorException>(() => FetchAsync(now))).Code;

    private string[] Stamps() =>
        [.. Directory.GetFiles(Roots, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks}")];

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
