using Chantal.Diagnostics;
using Chantal.OpenPgp;

namespace Chantal.Core.Tests.OpenPgp;

[TestClass]
[TestCategory("Outer")]
public sealed class KeyringTests
{
    private static readonly byte[] Text = "Suite: stable\n"u8.ToArray();

    [TestMethod]
    public void Armored_blocks_one_after_the_other_are_all_read()
    {
        using var gpg = new Gpg();
        var (alice, bob) = (gpg.CreateKey("alice"), gpg.CreateKey("bob"));
        byte[] keyring = [.. "Alice's key:\n"u8, .. gpg.ExportArmored(alice), .. "Bob's key:\n"u8, .. gpg.ExportArmored(bob)];
        var verifier = Verdict.Verifier(gpg, keyring);

        verifier.VerifyClearSigned(gpg.ClearSign(Text, alice), "InRelease");
        verifier.VerifyClearSigned(gpg.ClearSign(Text, bob), "InRelease");
    }

    [TestMethod]
    public void A_file_that_does_not_exist_is_missing()
    {
        var exception = Verdict.Fails(DiagnosticCodes.KeyringMissing, () => Keyring.Load([new("/nowhere/archive.asc", [])]));

        Assert.Contains("/nowhere/archive.asc", exception.Message);
    }

    [TestMethod]
    public void What_is_no_keyring_is_unusable()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");
        var binary = gpg.Export();
        byte[][] contents =
        [
            [], "no key"u8.ToArray(), [0xff, 0xfe], binary[..^3], gpg.DetachSign(Text, key), gpg.ExportArmored()[..200],
        ];
        foreach (var content in contents)
        {
            Verdict.Fails(DiagnosticCodes.KeyringUnusable, () => Keyring.Load([new(gpg.Write("k", content), [])]));
        }

        Verdict.Fails(DiagnosticCodes.KeyringUnusable, () => Keyring.Load([new(gpg.Home, [])]));
        Verdict.Fails(DiagnosticCodes.KeyringUnusable, () => Keyring.Load([]));
    }

    [TestMethod]
    public void A_file_too_large_is_unusable()
    {
        using var gpg = new Gpg();
        var path = gpg.Write("large", []);
        using (var stream = File.OpenWrite(path))
        {
            stream.SetLength(Keyring.MaxFileSize + 1);
        }

        Verdict.Fails(DiagnosticCodes.KeyringUnusable, () => Keyring.Load([new(path, [])]));
    }

    [TestMethod]
    public void A_fingerprint_narrows_the_keyring_to_one_certificate_with_its_subkeys()
    {
        using var gpg = new Gpg();
        var (alice, bob) = (gpg.CreateKey("alice"), gpg.CreateKey("bob"));
        var subkey = gpg.AddSubkey(alice);
        var verifier = Narrowed(gpg, alice);

        verifier.VerifyClearSigned(gpg.ClearSign(Text, alice), "InRelease");
        verifier.VerifyClearSigned(gpg.ClearSign(Text, subkey), "InRelease");
        Verdict.Fails(DiagnosticCodes.UnknownKey, () => verifier.VerifyClearSigned(gpg.ClearSign(Text, bob), "InRelease"));
    }

    [TestMethod]
    public void A_fingerprint_with_an_exclamation_mark_accepts_exactly_that_key()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");
        var subkey = gpg.AddSubkey(key);
        var (byKey, bySubkey) = (gpg.ClearSign(Text, key), gpg.ClearSign(Text, subkey));

        Narrowed(gpg, key + "!").VerifyClearSigned(byKey, "InRelease");
        Narrowed(gpg, subkey + "!").VerifyClearSigned(bySubkey, "InRelease");
        Verdict.Fails(DiagnosticCodes.UnknownKey, () => Narrowed(gpg, key + "!").VerifyClearSigned(bySubkey, "InRelease"));
        Verdict.Fails(DiagnosticCodes.UnknownKey, () => Narrowed(gpg, subkey + "!").VerifyClearSigned(byKey, "InRelease"));
    }

    [TestMethod]
    public void A_fingerprint_that_the_file_does_not_have_is_told()
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice");

        var exception = Verdict.Fails(DiagnosticCodes.KeyringUnusable, () => Narrowed(gpg, new string('A', 40)));

        Assert.Contains(new string('A', 40), exception.Message);
    }

    [TestMethod]
    public void A_list_is_split_into_files_and_fingerprints()
    {
        var fingerprint = string.Concat(Enumerable.Repeat("0123456789", 4));
        var lower = string.Concat(Enumerable.Repeat("abcde", 8));

        var files = KeyringFile.ParseList($" a.asc ; /keys/my keys.gpg {fingerprint}!\n 0x{lower} ;; sub/b.gpg", "/base");

        Assert.AreSequenceEqual(["/base/a.asc", "/keys/my keys.gpg", "/base/sub/b.gpg"], files.Select(file => file.Path));
        Assert.AreSequenceEqual([fingerprint + "!", lower.ToUpperInvariant()], files[1].Fingerprints);
        Assert.IsEmpty(files[0].Fingerprints);
    }

    [TestMethod]
    public void A_short_key_id_is_no_fingerprint()
    {
        Verdict.Fails(DiagnosticCodes.FingerprintInvalid, () => KeyringFile.ParseList("a.asc 0123456789ABCDEF", "/base"));
    }

    private static SignatureVerifier Narrowed(Gpg gpg, string fingerprint) =>
        new(Keyring.Load(KeyringFile.ParseList($"{gpg.Write("k", gpg.Export())} {fingerprint}", "/")), TimeProvider.System);
}
