using Chantal.Diagnostics;

namespace Chantal.Core.Tests.OpenPgp;

[TestClass]
[TestCategory("Outer")]
public sealed class WeakAlgorithmTests
{
    private static readonly byte[] Text = "Suite: stable\n"u8.ToArray();

    [TestMethod]
    [DataRow("SHA1")]
    [DataRow("RIPEMD160")]
    public void A_signature_with_a_weak_digest_is_refused(string digest)
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice", "rsa2048");

        var exception = Verdict.Refused(DiagnosticCodes.WeakDigest, gpg, gpg.Export(), gpg.ClearSign(Text, key, Gpg.Then, "--digest-algo", digest));

        Assert.Contains(digest, exception.Message);
    }

    [TestMethod]
    public void A_short_RSA_key_is_refused_though_gpgv_accepts_it()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice", "rsa1024");

        var exception = Verdict.OnlyChantalRefuses(DiagnosticCodes.WeakKey, gpg, gpg.Export(), gpg.ClearSign(Text, key));

        Assert.Contains("1024", exception.Message);
    }

    [TestMethod]
    public void A_short_RSA_subkey_is_refused()
    {
        using var gpg = new Gpg();
        var subkey = gpg.AddSubkey(gpg.CreateKey("alice"), "rsa1024");

        Verdict.OnlyChantalRefuses(DiagnosticCodes.WeakKey, gpg, gpg.Export(), gpg.ClearSign(Text, subkey));
    }

    [TestMethod]
    public void A_DSA_key_is_refused()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice", "dsa2048");

        Verdict.OnlyChantalRefuses(DiagnosticCodes.WeakKey, gpg, gpg.Export(), gpg.ClearSign(Text, key));
    }

    [TestMethod]
    public void An_old_self_certification_with_SHA1_is_enough()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice", "rsa2048", at: "20150101T000000", options: ["--cert-digest-algo", "SHA1"]);

        Verdict.BothGood(gpg, gpg.Export(), gpg.ClearSign(Text, key, Gpg.Then, "--digest-algo", "SHA256"));
    }

    [TestMethod]
    public void A_recent_self_certification_with_SHA1_is_not_enough()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice", "rsa2048", options: ["--cert-digest-algo", "SHA1"]);

        Verdict.Refused(DiagnosticCodes.KeyNotBound, gpg, gpg.Export(), gpg.ClearSign(Text, key, Gpg.Then, "--digest-algo", "SHA256"));
    }
}
