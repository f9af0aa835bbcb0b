using Chantal.Diagnostics;
using Chantal.OpenPgp;

namespace Chantal.Core.Tests.OpenPgp;

[TestClass]
[TestCategory("Outer")]
public sealed class KeyValidityTests
{
    private static readonly byte[] Text = "Suite: stable\n"u8.ToArray();

    [TestMethod]
    public void An_expired_primary_key_is_refused()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice", expires: "30d");

        var exception = Verdict.BothRefuse(DiagnosticCodes.ExpiredKey, gpg, gpg.Export(), gpg.ClearSign(Text, key));

        Assert.Contains("2024-01-31", exception.Message);
    }

    [TestMethod]
    public void A_prolonged_primary_key_is_good()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice", expires: "30d");
        gpg.SetExpiry(key, "60y", at: "20240115T000000");

        Verdict.BothGood(gpg, gpg.Export(), gpg.ClearSign(Text, key));
    }

    [TestMethod]
    public void A_primary_key_whose_life_was_shortened_is_refused()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");
        gpg.SetExpiry(key, "30d", at: "20240115T000000");

        Verdict.BothRefuse(DiagnosticCodes.ExpiredKey, gpg, gpg.Export(), gpg.ClearSign(Text, key));
    }

    [TestMethod]
    public void A_revoked_primary_key_is_refused_and_so_are_its_subkeys()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");
        var subkey = gpg.AddSubkey(key);
        var byPrimary = gpg.ClearSign(Text, key);
        var bySubkey = gpg.ClearSign(Text, subkey);
        gpg.Revoke(key);

        Verdict.BothRefuse(DiagnosticCodes.RevokedKey, gpg, gpg.Export(), byPrimary);
        Verdict.BothRefuse(DiagnosticCodes.RevokedKey, gpg, gpg.Export(), bySubkey);
    }

    [TestMethod]
    public void A_revocation_in_another_keyring_file_counts()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");
        var signed = gpg.ClearSign(Text, key);
        var before = gpg.Export();
        gpg.Revoke(key);

        var keyring = Keyring.Load([new(gpg.Write("before.gpg", before), []), new(gpg.Write("after.gpg", gpg.Export()), [])]);
        var verifier = new SignatureVerifier(keyring, TimeProvider.System);

        Verdict.Fails(DiagnosticCodes.RevokedKey, () => verifier.VerifyClearSigned(signed, "InRelease"));
    }

    [TestMethod]
    public void An_expired_signature_is_refused()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");

        var exception = Verdict.BothRefuse(
            DiagnosticCodes.ExpiredSignature, gpg, gpg.Export(), gpg.ClearSign(Text, key, Gpg.Then, "--default-sig-expire", "1d"));

        Assert.Contains("2024-01-02", exception.Message);
    }

    [TestMethod]
    public void A_signature_that_has_not_expired_is_good()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");

        Verdict.BothGood(gpg, gpg.Export(), gpg.ClearSign(Text, key, Gpg.Then, "--default-sig-expire", "50y"));
    }

    [TestMethod]
    public void A_signature_older_than_its_key_is_refused()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");

        Verdict.Refused(DiagnosticCodes.ExpiredSignature, gpg, gpg.Export(),
            gpg.ClearSign(Text, key, "20231230T000000", "--ignore-time-conflict", "--ignore-valid-from"));
    }

    [TestMethod]
    public void A_signature_from_the_future_is_refused()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");

        Verdict.Refused(DiagnosticCodes.ExpiredSignature, gpg, gpg.Export(), gpg.ClearSign(Text, key, Gpg.InDays(2)));
    }

    [TestMethod]
    public void A_signers_clock_may_be_an_hour_ahead()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");

        Verdict.Verifier(gpg, gpg.Export()).VerifyClearSigned(gpg.ClearSign(Text, key, Gpg.InDays(0.05)), "InRelease");
    }

    [TestMethod]
    public void A_good_signature_beside_one_of_an_expired_key_is_enough()
    {
        using var gpg = new Gpg();
        var old = gpg.CreateKey("old", expires: "30d");
        var present = gpg.CreateKey("present");

        var message = Verdict.BothGood(gpg, gpg.Export(), gpg.ClearSign(Text, old, Gpg.Then, "--local-user", present));

        Assert.AreEqual(present, message.Signatures.Single().KeyFingerprint);
    }

    [TestMethod]
    public void A_primary_key_for_certification_only_may_not_sign()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");
        var signed = gpg.ClearSign(Text, key);
        gpg.ForbidSigning(key, at: "20240102T000000");

        Verdict.Refused(DiagnosticCodes.KeyNotBound, gpg, gpg.Export(), signed);
    }

    [TestMethod]
    public void A_key_without_a_valid_user_id_may_not_sign()
    {
        using var gpg = new Gpg();
        var signed = gpg.ClearSign(Text, gpg.CreateKey("alice"));

        Verdict.Refused(DiagnosticCodes.KeyNotBound, gpg, Surgery.WithoutSignatures(gpg.Export(), 0x13), signed);
    }
}
