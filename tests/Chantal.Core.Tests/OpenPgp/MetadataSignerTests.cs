using System.Text;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Repositories;

namespace Chantal.Core.Tests.OpenPgp;

/// <summary>What signs metadata: keys, several keys, and a program of the site's own.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class MetadataSignerTests
{
    private static readonly DateTimeOffset Date = new(2026, 7, 11, 10, 16, 37, TimeSpan.Zero);
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("Origin: Test\nDescription: a line with blanks  \n- dashed\n-----BEGIN\nSHA256:\n 00 1 main/x\n");

    [TestMethod]
    [DataRow("ed25519")]
    [DataRow("rsa3072")]
    [DataRow("nistp256")]
    [DataRow("nistp384")]
    [DataRow("nistp521")]
    public async Task A_clear_signed_text_is_believed_by_gpgv_and_by_us(string algorithm)
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice", algorithm);
        var signer = new KeySigner([Load(gpg, "alice")], TimeProvider.System);

        var message = await signer.ClearSignAsync(Text, Date, CancellationToken.None);

        var (exitCode, _, error) = Gpg.Start("gpgv", [], ["--keyring", gpg.Write("ring", gpg.Export()), gpg.Write("InRelease", message)]);
        Assert.AreEqual(0, exitCode, error);
        var verified = Verdict.Verifier(gpg, gpg.Export()).VerifyClearSigned(message, "InRelease");
        Assert.AreEqual(Encoding.UTF8.GetString(Text).Replace("  \n", "\n", StringComparison.Ordinal), Encoding.UTF8.GetString(verified.Payload.Span));
    }

    [TestMethod]
    [DataRow("ed25519")]
    [DataRow("rsa2048")]
    public async Task What_is_signed_of_one_date_is_the_same_bytes(string algorithm)
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice", algorithm);
        var signer = new KeySigner([Load(gpg, "alice")], TimeProvider.System);

        var first = await signer.SignDetachedAsync(Text, Date, CancellationToken.None);

        Assert.AreSequenceEqual(first, await signer.SignDetachedAsync(Text, Date, CancellationToken.None));
        Assert.AreEqual(Date, Verdict.Verifier(gpg, gpg.Export()).VerifyDetached(Text, first, "x").Signatures.Single().Created);
    }

    [TestMethod]
    public async Task A_text_that_is_older_than_the_key_is_signed_when_the_key_was_made()
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice");

        var signature = await new KeySigner([Load(gpg, "alice")], TimeProvider.System).SignDetachedAsync(Text, DateTimeOffset.UnixEpoch, CancellationToken.None);

        Assert.IsTrue(Verdict.AskGpgv(gpg, gpg.Export(), signature, Text).Good);
    }

    [TestMethod]
    public async Task All_keys_sign_so_that_either_is_enough()
    {
        using var old = new Gpg();
        using var young = new Gpg();
        old.CreateKey("alice", "rsa2048");
        young.CreateKey("bob");
        var signer = new KeySigner([Load(old, "alice"), Load(young, "bob")], TimeProvider.System);

        var message = await signer.ClearSignAsync(Text, Date, CancellationToken.None);
        var signature = await signer.SignDetachedAsync(Text, Date, CancellationToken.None);

        foreach (var gpg in (Gpg[])[old, young])
        {
            Assert.HasCount(1, Verdict.Verifier(gpg, gpg.Export()).VerifyClearSigned(message, "InRelease").Signatures);
            Assert.HasCount(1, Verdict.Verifier(gpg, gpg.Export()).VerifyDetached(Text, signature, "Release").Signatures);
            Assert.HasCount(1, Verdict.Verifier(gpg, signer.ExportPublic()).VerifyDetached(Text, Sign(gpg, Text), "x").Signatures);
        }
    }

    [TestMethod]
    public async Task A_program_of_the_site_signs_by_the_agent()
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice");
        var signer = Command(gpg, $"""case $1 in clear) exec gpg --homedir {gpg.Home} --batch --clear-sign ;; detached) exec gpg --homedir {gpg.Home} --batch --armor --detach-sign ;; esac""");

        var message = await signer.ClearSignAsync(Text, Date, CancellationToken.None);
        var signature = await signer.SignDetachedAsync(Text, Date, CancellationToken.None);

        Assert.HasCount(1, Verdict.Verifier(gpg, gpg.Export()).VerifyClearSigned(message, "InRelease").Signatures);
        Assert.IsTrue(Verdict.AskGpgv(gpg, gpg.Export(), signature, Text).Good);
        Assert.StartsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----", Encoding.ASCII.GetString(signer.ExportPublic()));
    }

    [TestMethod]
    [DataRow("echo no smart card >&2; exit 3", "exit code 3: no smart card")]
    [DataRow("cat", "")]
    [DataRow("true", "")]
    [DataRow("exec head -c 3000000 /dev/zero", "more than a signature")]
    [DataRow("printf 'Origin: Another\\n' | gpg --homedir HOME --batch --armor $([ $1 = clear ] && echo --clear-sign || echo --detach-sign)", "")]
    public async Task What_a_program_gives_counts_only_if_the_key_signed_this_data(string script, string why)
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice");
        var signer = Command(gpg, script.Replace("HOME", gpg.Home, StringComparison.Ordinal));

        foreach (var sign in (Func<Task<byte[]>>[])[() => signer.ClearSignAsync(Text, Date, CancellationToken.None), () => signer.SignDetachedAsync(Text, Date, CancellationToken.None)])
        {
            var refusal = await Assert.ThrowsAsync<MirrorException>(sign);
            Assert.AreEqual(DiagnosticCodes.SigningCommandFailed, refusal.Code);
            Assert.Contains(why, refusal.Message);
        }
    }

    [TestMethod]
    public async Task A_signature_by_another_key_does_not_count()
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice");
        using var other = new Gpg();
        other.CreateKey("mallory");
        var signer = Command(gpg, $"exec gpg --homedir {other.Home} --batch --armor --detach-sign");

        var refusal = await Assert.ThrowsAsync<MirrorException>(() => signer.SignDetachedAsync(Text, Date, CancellationToken.None));

        Assert.AreEqual(DiagnosticCodes.SigningCommandFailed, refusal.Code);
    }

    [TestMethod]
    public async Task A_program_that_is_not_there_is_named()
    {
        using var gpg = new Gpg();
        gpg.CreateKey("alice");
        var signer = new CommandSigner("/nowhere/sign", [new KeyringFile(gpg.Write("public", gpg.Export()), [])], TimeProvider.System);

        var refusal = await Assert.ThrowsAsync<MirrorException>(() => signer.SignDetachedAsync(Text, Date, CancellationToken.None));

        Assert.AreEqual(DiagnosticCodes.SigningCommandFailed, refusal.Code);
        Assert.Contains("/nowhere/sign", refusal.Message);
    }

    [TestMethod]
    public async Task Passphrases_come_from_a_file_or_from_the_environment()
    {
        using var gpg = new Gpg();
        using var other = new Gpg();
        gpg.CreateKey("alice", "rsa2048", options: ["--passphrase", "one"]);
        other.CreateKey("bob", options: ["--passphrase", "two"]);
        var (first, second) = (gpg.Write("first", Export(gpg, "one")), gpg.Write("second", Export(other, "two")));

        var both = Create($"{first};{second}", "one\ntwo\n", "wrong")!;

        Assert.IsTrue(Verdict.AskGpgv(gpg, gpg.Export(), await both.SignDetachedAsync(Text, Date, CancellationToken.None), Text).Good);
        Assert.AreEqual(2, both.Identity.Split(' ').Length);
        Assert.IsNotNull(Create(first, "one", null));
        Assert.IsNotNull(Create(second, null, "two"));
        Assert.IsNull(Create("", null, "two"));
        foreach (var (keys, file, environment) in new[] { ($"{first};{second}", "one\n", null), (first, null, null), (first, null, "two"), (first, "", "one") })
        {
            Verdict.Fails(DiagnosticCodes.SigningKeyLocked, () => Create(keys, file, environment));
        }

        Verdict.Fails(DiagnosticCodes.SigningKeyLocked, () => MetadataSigners.Create(Definition(("SigningKey", first), ("SigningPassphraseFile", "/nowhere/passphrase")), _ => "one", TimeProvider.System));

        IMetadataSigner? Create(string keys, string? file, string? environment) => MetadataSigners.Create(
            Definition(("SigningKey", keys), ("SigningPassphraseFile", file is null ? "" : gpg.Write("passphrase", Encoding.UTF8.GetBytes(file)))), _ => environment, TimeProvider.System);
    }

    [TestMethod]
    public void A_program_needs_the_public_keys_that_it_signs_with()
    {
        var refusal = Assert.ThrowsExactly<MirrorException>(() => MetadataSigners.Create(Definition(("SigningCommand", "sign")), _ => null, TimeProvider.System));

        Assert.AreEqual(DiagnosticCodes.MissingValue, refusal.Code);
    }

    private static DefinitionValues Definition(params (string Word, string Value)[] values) =>
        new(word => values.FirstOrDefault(v => v.Word == word).Value ?? "", [], Path.GetTempPath());

    private static byte[] Export(Gpg gpg, string passphrase)
    {
        var (exitCode, output, error) = Gpg.Start("gpg", [], ["--homedir", gpg.Home, "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", passphrase, "--armor", "--export-secret-keys"]);
        Assert.AreEqual(0, exitCode, error);
        return output;
    }

    private static CommandSigner Command(Gpg gpg, string script)
    {
        var program = gpg.Write("sign", Encoding.UTF8.GetBytes("#!/bin/sh\n" + script + "\n"));
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new CommandSigner(program, [new KeyringFile(gpg.Write("public", gpg.ExportArmored()), [])], TimeProvider.System);
    }

    private static byte[] Sign(Gpg gpg, byte[] data) => Gpg.Start("gpg", data, ["--homedir", gpg.Home, "--batch", "--armor", "--detach-sign"]).Output;

    private static SecretKeyring Load(Gpg gpg, string name)
    {
        var (exitCode, output, error) = Gpg.Start("gpg", [], ["--homedir", gpg.Home, "--batch", "--quiet", "--armor", "--export-secret-keys"]);
        Assert.AreEqual(0, exitCode, error);
        return SecretKeyring.Load(gpg.Write(name, output), null, TimeProvider.System);
    }
}
