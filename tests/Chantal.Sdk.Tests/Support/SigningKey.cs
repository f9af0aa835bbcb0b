using System.Diagnostics;

namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// A throw-away OpenPGP key with a <c>gpg</c> home of its own. The home lies in the system's temporary directory: the
/// agent's socket has to fit in 108 characters.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("chantal-gpg-").FullName;

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
    public void ClearSign(string file, string output) => Gpg("--output", output, "--clearsign", file);

    /// <summary>Writes <paramref name="signature"/>: an armored signature of <paramref name="file"/>.</summary>
    public void DetachSign(string file, string signature) => Gpg("--output", signature, "--armor", "--detach-sign", file);

    /// <summary>Signs RPM packages in place.</summary>
    public void SignPackage(string file) =>
        Command.Output("rpmsign", "--define", $"_gpg_name {Fingerprint}", "--define", $"_gpg_path {_home}", "--define", "__gpg /usr/bin/gpg", "--addsign", file);

    /// <summary>Writes the secret key, armored and without a passphrase.</summary>
    public void ExportSecret(string file) => Gpg("--output", file, "--armor", "--export-secret-keys");

    /// <summary>Ends the agent and deletes the key.</summary>
    public void Dispose()
    {
        Command.Run(new ProcessStartInfo("gpgconf", ["--kill", "gpg-agent"]) { Environment = { ["GNUPGHOME"] = _home } });
        Directory.Delete(_home, recursive: true);
    }

    private string Gpg(params IEnumerable<string> arguments) =>
        Command.Output("gpg", ["--homedir", _home, "--batch", "--yes", "--quiet", "--digest-algo", "SHA512", .. arguments]);
}
