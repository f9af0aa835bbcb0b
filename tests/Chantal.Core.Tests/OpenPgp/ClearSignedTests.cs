using System.Text;
using Chantal.Diagnostics;
using Chantal.OpenPgp;

namespace Chantal.Core.Tests.OpenPgp;

[TestClass]
[TestCategory("Outer")]
public sealed class ClearSignedTests
{
    private static readonly byte[] Text = "Suite: stable\nDate: today\n"u8.ToArray();

    [TestMethod]
    public void A_signature_by_a_primary_key_is_good()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");

        var message = Verdict.BothGood(gpg, gpg.Export(), gpg.ClearSign(Text, key));

        var expected = new VerifiedSignature(key, key, new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.AreEqual(expected, message.Signatures.Single());
    }

    [TestMethod]
    [DataRow("rsa2048", "SHA256")]
    [DataRow("rsa3072", "SHA512")]
    [DataRow("rsa2048", "SHA224")]
    [DataRow("nistp256", "SHA384")]
    [DataRow("nistp521", "SHA512")]
    [DataRow("ed25519", "SHA512")]
    public void Accepted_algorithms_are_good(string algorithm, string digest)
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice", algorithm);

        Verdict.BothGood(gpg, gpg.Export(), gpg.ClearSign(Text, key, Gpg.Then, "--digest-algo", digest));
    }

    [TestMethod]
    public void Dashes_blanks_tabs_and_empty_lines_are_restored_as_gpgv_does()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");

        Verdict.BothGood(gpg, gpg.Export(), gpg.ClearSign("- a  \n-----BEGIN\n-\t\n\nFrom x \t \n \n\n"u8.ToArray(), key));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("one line without an end")]
    [DataRow("\n")]
    public void Texts_without_lines_are_restored_as_gpgv_does(string text)
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");

        Verdict.BothGood(gpg, gpg.Export(), gpg.ClearSign(Encoding.ASCII.GetBytes(text), key));
    }

    [TestMethod]
    public void A_file_whose_lines_end_in_CRLF_is_good()
    {
        using var gpg = new Gpg();
        var signed = Encoding.ASCII.GetString(gpg.ClearSign(Text, gpg.CreateKey("alice"))).Replace("\n", "\r\n", StringComparison.Ordinal);

        var message = Verdict.Verifier(gpg, gpg.Export()).VerifyClearSigned(Encoding.ASCII.GetBytes(signed), "InRelease");

        Assert.IsTrue(Verdict.AskGpgv(gpg, gpg.Export(), Encoding.ASCII.GetBytes(signed)).Good);
        Assert.AreSequenceEqual(Text, message.Payload);
    }

    [TestMethod]
    public void A_changed_text_is_bad()
    {
        using var gpg = new Gpg();
        var signed = Encoding.ASCII.GetString(gpg.ClearSign(Text, gpg.CreateKey("alice"))).Replace("stable", "unstable", StringComparison.Ordinal);

        var exception = Verdict.BothRefuse(DiagnosticCodes.BadSignature, gpg, gpg.Export(), Encoding.ASCII.GetBytes(signed));

        Assert.Contains("InRelease", exception.Message);
    }

    [TestMethod]
    public void A_signature_by_an_unknown_key_names_it()
    {
        using var gpg = new Gpg();
        var known = gpg.CreateKey("alice");
        var unknown = gpg.CreateKey("mallory");

        var exception = Verdict.BothRefuse(DiagnosticCodes.UnknownKey, gpg, gpg.Export(known), gpg.ClearSign(Text, unknown));

        Assert.Contains(unknown, exception.Message);
    }

    [TestMethod]
    public void One_good_signature_among_unknown_ones_is_enough()
    {
        using var gpg = new Gpg();
        var known = gpg.CreateKey("alice");
        var unknown = gpg.CreateKey("mallory");

        var message = Verdict.BothGood(gpg, gpg.Export(known), gpg.ClearSign(Text, unknown, Gpg.Then, "--local-user", known));

        Assert.AreEqual(known, message.Signatures.Single().PrimaryFingerprint);
    }

    [TestMethod]
    public void All_good_signatures_are_told()
    {
        using var gpg = new Gpg();
        var alice = gpg.CreateKey("alice");
        var bob = gpg.CreateKey("bob", "rsa2048");

        var message = Verdict.BothGood(gpg, gpg.Export(), gpg.ClearSign(Text, alice, Gpg.Then, "--local-user", bob));

        Assert.AreSequenceEqual([alice, bob], message.Signatures.Select(signature => signature.KeyFingerprint), SequenceOrder.InAnyOrder);
    }

    [TestMethod]
    public void A_file_without_signature_is_not_signed()
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice");

        Verdict.BothRefuse(DiagnosticCodes.NotSigned, gpg, gpg.Export(), Text);
    }

    [TestMethod]
    public void A_critical_notation_that_is_not_understood_is_refused()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");

        Verdict.BothRefuse(DiagnosticCodes.SignatureMalformed, gpg, gpg.Export(),
            gpg.ClearSign(Text, key, Gpg.Then, "--sig-notation", "!purpose@example.org=none"));
    }

    [TestMethod]
    public void A_notation_that_is_not_critical_is_ignored()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");

        Verdict.BothGood(gpg, gpg.Export(), gpg.ClearSign(Text, key, Gpg.Then, "--sig-notation", "purpose@example.org=none"));
    }
}
