using System.Text;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Apt;

/// <summary>Only what is signed is taken, and the three root files belong together.</summary>
[TestClass]
public sealed class ReleaseSignatureTests : ReleaseFetcherTest
{
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
        _upstream.Files[InRelease] = Encoding.UTF8.GetBytes("please log in");
        Assert.AreEqual(FakeSignatures.Bad, await FailAsync());
        Assert.AreSequenceEqual(before, Stamps());

        // A portal's page says nothing of signatures, and not that the file is gone.
        _upstream.Files[InRelease] = Encoding.UTF8.GetBytes("<html>please log in</html>");
        Assert.AreEqual(DiagnosticCodes.PageInsteadOfFile, await FailAsync());
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
}
