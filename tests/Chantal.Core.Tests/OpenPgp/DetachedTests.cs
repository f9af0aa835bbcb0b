using System.Text;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.OpenPgp;

[TestClass]
[TestCategory("Outer")]
public sealed class DetachedTests
{
    private static readonly byte[] Data = [0, 1, 2, .. "a \r\nb\n\n"u8, 0xff];

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_detached_signature_is_good(bool armored)
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");
        var signature = gpg.DetachSign(Data, key, Gpg.Then, armored ? ["--armor"] : []);

        var message = Verdict.Verifier(gpg, gpg.Export()).VerifyDetached(Data, signature, "Release");

        Assert.IsTrue(Verdict.AskGpgv(gpg, gpg.Export(), signature, Data).Good);
        Assert.AreEqual(key, message.Signatures.Single().KeyFingerprint);
        Assert.AreSequenceEqual(Data, message.Payload);
    }

    [TestMethod]
    [DataRow("a\nb\n")]
    [DataRow("a\r\nb\r\n")]
    [DataRow("a \t\nb")]
    [DataRow("")]
    public void A_signature_over_text_is_good(string text)
    {
        using var gpg = new Gpg();
        var data = Encoding.ASCII.GetBytes(text);
        var signature = gpg.DetachSign(data, gpg.CreateKey("alice"), Gpg.Then, "--textmode");

        Verdict.Verifier(gpg, gpg.Export()).VerifyDetached(data, signature, "Release");

        Assert.IsTrue(Verdict.AskGpgv(gpg, gpg.Export(), signature, data).Good);
    }

    [TestMethod]
    public void Changed_data_is_bad()
    {
        using var gpg = new Gpg();
        var signature = gpg.DetachSign(Data, gpg.CreateKey("alice"));
        var verifier = Verdict.Verifier(gpg, gpg.Export());

        Verdict.Fails(DiagnosticCodes.BadSignature, () => verifier.VerifyDetached(new byte[] { 1 }, signature, "Release"));
        Assert.IsFalse(Verdict.AskGpgv(gpg, gpg.Export(), signature, [1]).Good);
    }

    [TestMethod]
    public void A_bad_signature_beside_a_good_one_fails_the_whole()
    {
        using var gpg = new Gpg();
        var alice = gpg.CreateKey("alice");
        byte[] signatures = [.. gpg.DetachSign(Data, alice), .. gpg.DetachSign([1], gpg.CreateKey("bob"))];
        var verifier = Verdict.Verifier(gpg, gpg.Export());

        Verdict.Fails(DiagnosticCodes.BadSignature, () => verifier.VerifyDetached(Data, signatures, "Release"));
    }

    [TestMethod]
    public void Several_armored_blocks_are_read()
    {
        using var gpg = new Gpg();
        byte[] signatures =
        [
            .. gpg.DetachSign(Data, gpg.CreateKey("alice"), Gpg.Then, "--armor"),
            .. gpg.DetachSign(Data, gpg.CreateKey("bob"), Gpg.Then, "--armor"),
        ];

        Assert.HasCount(2, Verdict.Verifier(gpg, gpg.Export()).VerifyDetached(Data, signatures, "Release").Signatures);
    }

    [TestMethod]
    public void Something_else_than_signatures_is_malformed()
    {
        using var gpg = new Gpg();
        var signature = gpg.DetachSign(Data, gpg.CreateKey("alice"));
        var armored = gpg.DetachSign(Data, "alice", Gpg.Then, "--armor");
        var verifier = Verdict.Verifier(gpg, gpg.Export());

        byte[][] malformed =
        [
            signature[..^1], [.. signature, .. gpg.Export()], [.. signature, 0], "Not found"u8.ToArray(), gpg.Export(),
            [.. "text\n"u8, .. armored], [.. armored, .. "text\n"u8], armored[..^20],
        ];
        foreach (var bytes in malformed)
        {
            Verdict.Fails(DiagnosticCodes.SignatureMalformed, () => verifier.VerifyDetached(Data, bytes, "Release"));
        }
    }

    [TestMethod]
    public void An_empty_signature_is_none()
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice");
        var verifier = Verdict.Verifier(gpg, gpg.Export());

        Verdict.Fails(DiagnosticCodes.NotSigned, () => verifier.VerifyDetached(Data, Array.Empty<byte>(), "Release"));
    }

    [TestMethod]
    public void A_certification_is_no_signature_over_data()
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice");
        var verifier = Verdict.Verifier(gpg, gpg.Export());

        Verdict.Fails(DiagnosticCodes.SignatureMalformed, () => verifier.VerifyDetached(Data, Surgery.Signatures(gpg.Export()), "Release"));
    }
}
