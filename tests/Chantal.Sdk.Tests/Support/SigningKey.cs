using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// A throw-away OpenPGP key with a <c>gpg</c> home of its own. The home lies in the system's temporary directory: the
/// agent's socket has to fit in 108 characters. The same content is signed once a run.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("chantal-gpg-").FullName;
    private readonly ConcurrentDictionary<(string Way, string Content), Lazy<byte[]>> _signed = new();

    /// <summary>Makes a key.</summary>
    public SigningKey(string userId = "Archive <archive@example.org>")
    {
        File.WriteAllText(Path.Combine(_home, "gpg-agent.conf"), "disable-scdaemon\n");
        Gpg("--passphrase", "", "--quick-gen-key", userId, "ed25519", "sign", "never");
        Keyring = Path.Combine(_home, "keyring.gpg");
        ArmoredKeyring = Path.Combine(_home, "keyring.asc");
        Fingerprint = Gpg("--with-colons", "--list-keys").Split('\n').First(line => line.StartsWith("fpr:", StringComparison.Ordinal)).Split(':')[9];
        Gpg("--output", Keyring, "--export");
        Gpg("--output", ArmoredKeyring, "--armor", "--export");
    }

    /// <summary>The key's fingerprint.</summary>
    public string Fingerprint { get; }

    /// <summary>The public key as a binary keyring file.</summary>
    public string Keyring { get; }

    /// <summary>The public key as an armored keyring file.</summary>
    public string ArmoredKeyring { get; }

    /// <summary>Writes <paramref name="output"/>: the content of <paramref name="file"/> with a signature around it.</summary>
    public void ClearSign(string file, string output) => Sign(file, output, "--clearsign");

    /// <summary>Writes <paramref name="signature"/>: an armored signature of <paramref name="file"/>.</summary>
    public void DetachSign(string file, string signature) => Sign(file, signature, "--detach-sign");

    /// <summary>Signs RPM packages in place.</summary>
    public void SignPackage(string file) =>
        Command.Output("rpmsign", "--define", $"_gpg_name {Fingerprint}", "--define", $"_gpg_path {_home}", "--define", "__gpg /usr/bin/gpg", "--addsign", file);

    /// <summary>Writes the secret key, armored and without a passphrase.</summary>
    public void ExportSecret(string file) => Gpg("--output", file, "--armor", "--export-secret-keys");

    /// <summary>A script that signs with the key, as <c>SigningCommand</c> is called.</summary>
    public string SigningProgram() =>
        $"#!/bin/sh\nexec gpg --homedir {_home} --batch --armor $([ \"$1\" = clear ] && echo --clear-sign || echo --detach-sign)\n";

    /// <summary>Deletes the key. The agent ends itself when its home is gone.</summary>
    public void Dispose() => Directory.Delete(_home, recursive: true);

    private void Sign(string file, string output, string way)
    {
        var content = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
        var signed = _signed.GetOrAdd((way, content), _ => new Lazy<byte[]>(() =>
        {
            Gpg("--output", output, "--armor", way, file);
            return File.ReadAllBytes(output);
        }));
        File.WriteAllBytes(output, signed.Value);
    }

    private string Gpg(params IEnumerable<string> arguments) =>
        Command.Output("gpg", ["--homedir", _home, "--batch", "--yes", "--quiet", "--digest-algo", "SHA512", .. arguments]);
}
