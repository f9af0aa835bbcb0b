using System.Text;
using Chantal.Diagnostics;
using Chantal.OpenPgp;

namespace Chantal.Core.Tests.OpenPgp;

[TestClass]
[TestCategory("Outer")]
public sealed class SecretKeyringTests
{
    private static readonly byte[] Data = [0, 1, 2, .. "<repomd>\r\n \n</repomd>"u8, 0xff];

    [TestMethod]
    [DataRow("ed25519", true)]
    [DataRow("ed25519", false)]
    [DataRow("rsa2048", true)]
    [DataRow("rsa3072", false)]
    [DataRow("nistp256", true)]
    public void What_is_signed_is_believed_by_gpgv_and_by_us(string algorithm, bool armored)
    {
        using var gpg = new Gpg();
        var fingerprint = gpg.CreateKey("alice", algorithm);

        var keyring = Load(gpg, ExportSecret(gpg, armored));

        Assert.AreEqual(fingerprint, keyring.SigningFingerprint);
        Believed(gpg, gpg.Export(), keyring, fingerprint);
    }

    [TestMethod]
    public void The_key_of_quick_gen_key_without_more_is_good()
    {
        using var gpg = new Gpg();
        var fingerprint = gpg.CreateKey("alice", "default", "default");

        Believed(gpg, gpg.Export(), Load(gpg, ExportSecret(gpg)), fingerprint);
    }

    [TestMethod]
    public void The_exported_certificate_is_enough_to_verify()
    {
        using var gpg = new Gpg();
        var primary = gpg.CreateKey("alice", usage: "cert");
        var subkey = gpg.AddSubkey(primary);
        gpg.AddSubkey(primary, "cv25519", "encr");
        var keyring = Load(gpg, ExportSecret(gpg));
        var certificate = Signer(keyring).ExportPublic();

        Assert.StartsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n", Encoding.ASCII.GetString(certificate));
        using var other = new Gpg();
        var (imported, _, error) = Gpg.Start("gpg", certificate, ["--homedir", other.Home, "--batch", "--import"]);
        Assert.AreEqual(0, imported, error);
        Assert.AreSequenceEqual(gpg.Export(), other.Export());
        Believed(other, other.Export(), keyring, subkey);
        Verdict.Verifier(gpg, certificate).VerifyDetached(Data, Sign(keyring), "repomd.xml");
    }

    [TestMethod]
    public void A_signature_is_armored_and_names_its_key()
    {
        using var gpg = new Gpg();
        var fingerprint = gpg.CreateKey("alice");

        var signature = Sign(Load(gpg, ExportSecret(gpg)));

        var text = Encoding.ASCII.GetString(signature);
        Assert.StartsWith("-----BEGIN PGP SIGNATURE-----\n\n", text);
        Assert.EndsWith("-----END PGP SIGNATURE-----\n", text);
        var packets = Encoding.UTF8.GetString(Gpg.Start("gpg", signature, ["--homedir", gpg.Home, "--list-packets"]).Output);
        Assert.Contains("version 4", packets);
        Assert.Contains("digest algo 10", packets);
        Assert.Contains(fingerprint, packets);
    }

    [TestMethod]
    public void Nothing_is_signed_too()
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice");
        var signature = Sign(Load(gpg, ExportSecret(gpg)), []);

        Assert.IsTrue(Verdict.AskGpgv(gpg, gpg.Export(), signature, []).Good);
    }

    [TestMethod]
    public void The_newest_subkey_for_signing_signs()
    {
        using var gpg = new Gpg();
        var primary = gpg.CreateKey("alice");
        gpg.AddSubkey(primary, at: "20240201T000000");
        var newest = gpg.AddSubkey(primary, "rsa2048", at: "20240301T000000");
        gpg.AddSubkey(primary, "cv25519", "encr", at: "20240401T000000");
        gpg.AddSubkey(primary, expires: "20240502T000000", at: "20240501T000000");

        Believed(gpg, gpg.Export(), Load(gpg, ExportSecret(gpg)), newest);
    }

    [TestMethod]
    public void A_revoked_subkey_does_not_sign()
    {
        using var gpg = new Gpg();
        var primary = gpg.CreateKey("alice");
        gpg.AddSubkey(primary);
        gpg.RevokeSubkey(primary);

        Believed(gpg, gpg.Export(), Load(gpg, ExportSecret(gpg)), primary);
    }

    [TestMethod]
    public void A_subkey_signs_where_the_primary_key_was_left_at_home()
    {
        using var gpg = new Gpg();
        var subkey = gpg.AddSubkey(gpg.CreateKey("alice"));

        Believed(gpg, gpg.Export(), Load(gpg, ExportSecret(gpg, command: "--export-secret-subkeys")), subkey);
    }

    [TestMethod]
    [DataRow("ed25519")]
    [DataRow("rsa2048")]
    public void A_protected_key_needs_its_passphrase(string algorithm)
    {
        using var gpg = new Gpg();
        var fingerprint = gpg.CreateKey("alice", algorithm, options: ["--passphrase", "Schlüssel 1"]);
        var file = ExportSecret(gpg, passphrase: "Schlüssel 1");

        Believed(gpg, gpg.Export(), Load(gpg, file, "Schlüssel 1"), fingerprint);
        var wrong = Verdict.Fails(DiagnosticCodes.SigningKeyLocked, () => Load(gpg, file, "guess"));
        Assert.DoesNotContain("guess", wrong.Message);
        Verdict.Fails(DiagnosticCodes.SigningKeyLocked, () => Load(gpg, file, null));
        Verdict.Fails(DiagnosticCodes.SigningKeyLocked, () => Load(gpg, file, ""));
    }

    [TestMethod]
    public void A_passphrase_that_is_not_needed_does_no_harm()
    {
        using var gpg = new Gpg();
        var fingerprint = gpg.CreateKey("alice");

        Believed(gpg, gpg.Export(), Load(gpg, ExportSecret(gpg), "unused"), fingerprint);
    }

    [TestMethod]
    public void A_key_that_may_not_sign_is_unusable()
    {
        using var gpg = new Gpg();
        var primary = gpg.CreateKey("alice", usage: "cert");
        gpg.AddSubkey(primary, "cv25519", "encr");

        Unusable(gpg, ExportSecret(gpg), "does not allow it to sign");
    }

    [TestMethod]
    public void An_expired_key_is_unusable()
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice", expires: "20240201T000000");

        Unusable(gpg, ExportSecret(gpg), "expired");
    }

    [TestMethod]
    public void A_revoked_key_is_unusable()
    {
        using var gpg = new Gpg();
        gpg.Revoke(gpg.CreateKey("alice"));

        Unusable(gpg, ExportSecret(gpg), "revoked");
    }

    [TestMethod]
    public void A_short_key_is_unusable()
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice", "rsa1024");

        Unusable(gpg, ExportSecret(gpg), "1024 bits");
    }

    [TestMethod]
    public void A_key_whose_only_secret_is_elsewhere_is_unusable()
    {
        using var gpg = new Gpg();
        var primary = gpg.CreateKey("alice");
        gpg.AddSubkey(primary, "cv25519", "encr");

        Unusable(gpg, ExportSecret(gpg, command: "--export-secret-subkeys"), primary);
    }

    [TestMethod]
    public void Two_keys_are_one_too_many()
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice");
        gpg.CreateKey("bob");

        Unusable(gpg, ExportSecret(gpg), "2 keys");
    }

    [TestMethod]
    public void What_is_no_secret_key_is_unusable()
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice", "rsa2048");
        var armored = ExportSecret(gpg);
        var binary = ExportSecret(gpg, armored: false);

        byte[][] files =
        [
            [], "Not found"u8.ToArray(), gpg.Export(), gpg.ExportArmored(), gpg.DetachSign(Data, "alice"), armored[..^60], binary[..(binary.Length / 4)],
            [0xff, 0xff, 0xff], [0x95, 0x01, 0x00, 4, 0, 0, 0, 0, 99], new byte[2 << 20],
        ];
        foreach (var file in files)
        {
            Unusable(gpg, file, "");
        }
    }

    [TestMethod]
    public void A_file_that_is_not_there_is_named()
    {
        var exception = Verdict.Fails(DiagnosticCodes.SigningKeyUnusable, () => SecretKeyring.Load("/nowhere/key.asc", null, TimeProvider.System));

        Assert.Contains("/nowhere/key.asc", exception.Message);
        Assert.Contains("does not exist", exception.Message);
        Verdict.Fails(DiagnosticCodes.SigningKeyUnusable, () => SecretKeyring.Load("/", null, TimeProvider.System));
        Verdict.Fails(DiagnosticCodes.SigningKeyUnusable, () => SecretKeyring.Load("", null, TimeProvider.System));
    }

    private static void Believed(Gpg gpg, byte[] certificates, SecretKeyring keyring, string fingerprint)
    {
        var signature = Sign(keyring);

        Assert.IsTrue(Verdict.AskGpgv(gpg, certificates, signature, Data).Good, "gpgv refuses it");
        Assert.IsFalse(Verdict.AskGpgv(gpg, certificates, signature, [1]).Good, "gpgv accepts it for other data");
        var message = Verdict.Verifier(gpg, certificates).VerifyDetached(Data, signature, "repomd.xml");
        Assert.AreEqual(fingerprint, message.Signatures.Single().KeyFingerprint);
    }

    private static KeySigner Signer(params SecretKeyring[] keyrings) => new(keyrings, TimeProvider.System);

    private static byte[] Sign(SecretKeyring keyring, byte[]? data = null) => Signer(keyring).SignDetachedAsync(data ?? Data, date: null, CancellationToken.None).Result;

    private static void Unusable(Gpg gpg, byte[] file, string why)
    {
        var exception = Verdict.Fails(DiagnosticCodes.SigningKeyUnusable, () => Load(gpg, file));
        Assert.Contains(why, exception.Message);
    }

    private static SecretKeyring Load(Gpg gpg, byte[] file, string? passphrase = null) =>
        SecretKeyring.Load(gpg.Write("secret", file), passphrase, TimeProvider.System);

    private static byte[] ExportSecret(Gpg gpg, bool armored = true, string passphrase = "", string command = "--export-secret-keys")
    {
        string[] armor = armored ? ["--armor"] : [];
        var (exitCode, output, error) = Gpg.Start(
            "gpg", [], ["--homedir", gpg.Home, "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", passphrase, .. armor, command]);
        Assert.AreEqual(0, exitCode, error);
        return output;
    }
}
