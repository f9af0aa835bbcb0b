using Chantal.Diagnostics;

namespace Chantal.Core.Tests.OpenPgp;

[TestClass]
[TestCategory("Outer")]
public sealed class SubkeyTests
{
    private static readonly byte[] Text = "Suite: stable\n"u8.ToArray();

    [TestMethod]
    public void A_signature_by_a_signing_subkey_is_good()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice", usage: "cert");
        var subkey = gpg.AddSubkey(key);

        var signature = Verdict.BothGood(gpg, gpg.Export(), gpg.ClearSign(Text, subkey)).Signatures.Single();

        Assert.AreEqual(key, signature.PrimaryFingerprint);
        Assert.AreEqual(subkey, signature.KeyFingerprint);
    }

    [TestMethod]
    public void A_subkey_that_does_not_confirm_its_binding_is_refused()
    {
        using var gpg = new Gpg();
        var subkey = gpg.AddSubkey(gpg.CreateKey("alice"));

        Verdict.BothRefuse(DiagnosticCodes.KeyNotBound, gpg, Surgery.WithoutBackSignatures(gpg.Export()), gpg.ClearSign(Text, subkey));
    }

    [TestMethod]
    public void A_subkey_without_binding_is_refused()
    {
        using var gpg = new Gpg();
        var subkey = gpg.AddSubkey(gpg.CreateKey("alice"));

        Verdict.BothRefuse(DiagnosticCodes.KeyNotBound, gpg, Surgery.WithoutSignatures(gpg.Export(), 0x18), gpg.ClearSign(Text, subkey));
    }

    [TestMethod]
    public void A_subkey_put_below_another_primary_key_is_refused()
    {
        using var gpg = new Gpg();
        var alice = gpg.CreateKey("alice");
        var mallory = gpg.CreateKey("mallory");
        var subkey = gpg.AddSubkey(mallory);
        var keyring = Surgery.WithSubkeysOf(gpg.Export(alice), gpg.Export(mallory));

        Verdict.BothRefuse(DiagnosticCodes.KeyNotBound, gpg, keyring, gpg.ClearSign(Text, subkey));
    }

    [TestMethod]
    public void An_expired_subkey_is_refused()
    {
        using var gpg = new Gpg();
        var subkey = gpg.AddSubkey(gpg.CreateKey("alice"), expires: "30d");

        Verdict.BothRefuse(DiagnosticCodes.ExpiredKey, gpg, gpg.Export(), gpg.ClearSign(Text, subkey));
    }

    [TestMethod]
    public void A_prolonged_subkey_is_good()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");
        var subkey = gpg.AddSubkey(key, expires: "30d");
        gpg.SetExpiry(key, "60y", "20240115T000000", subkey);

        Verdict.BothGood(gpg, gpg.Export(), gpg.ClearSign(Text, subkey));
    }

    [TestMethod]
    public void A_subkey_below_an_expired_primary_key_is_refused()
    {
        using var gpg = new Gpg();
        var subkey = gpg.AddSubkey(gpg.CreateKey("alice", expires: "30d"));

        Verdict.BothRefuse(DiagnosticCodes.ExpiredKey, gpg, gpg.Export(), gpg.ClearSign(Text, subkey));
    }

    [TestMethod]
    public void A_revoked_subkey_is_refused()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");
        var signed = gpg.ClearSign(Text, gpg.AddSubkey(key));
        gpg.RevokeSubkey(key);

        Verdict.BothRefuse(DiagnosticCodes.RevokedKey, gpg, gpg.Export(), signed);
    }

    [TestMethod]
    public void A_revoked_subkey_does_not_harm_its_primary_key()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");
        gpg.AddSubkey(key);
        gpg.RevokeSubkey(key);

        Verdict.BothGood(gpg, gpg.Export(), gpg.ClearSign(Text, key));
    }

    [TestMethod]
    public void A_subkey_for_authentication_only_may_not_sign()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");
        var subkey = gpg.AddSubkey(key, usage: "sign,auth");
        var signed = gpg.ClearSign(Text, subkey);
        gpg.ForbidSigning(key, "20240102T000000", "key 1");

        Verdict.Refused(DiagnosticCodes.KeyNotBound, gpg, gpg.Export(), signed);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void A_subkey_bound_with_a_weak_digest_is_refused(int digest)
    {
        // gpg refuses to make such a binding.
        using var gpg = new Gpg();
        var subkey = gpg.AddSubkey(gpg.CreateKey("alice"));

        var exception = Verdict.BothRefuse(
            DiagnosticCodes.WeakDigest, gpg, Surgery.WithDigest(gpg.Export(), 0x18, digest), gpg.ClearSign(Text, subkey));

        Assert.Contains("binding", exception.Message);
    }
}
