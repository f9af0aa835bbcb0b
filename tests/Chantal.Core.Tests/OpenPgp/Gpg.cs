using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Chantal.Core.Tests.OpenPgp;

/// <summary>A home of the real gpg, with keys of its own and any clock.</summary>
internal sealed class Gpg : IDisposable
{
    /// <summary>When keys are made and data is signed unless a test says otherwise.</summary>
    internal const string Then = "20240101T000000";

    /// <summary>A clock that is ahead.</summary>
    internal static string InDays(double days) =>
        DateTime.UtcNow.AddDays(days).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    /// <summary>Makes the home. Its agent neither measures how slow a passphrase can be made nor makes it so slow, and looks for no cards.</summary>
    internal Gpg() => File.WriteAllText(Path.Combine(Home, "gpg-agent.conf"), "s2k-count 65536\ndisable-scdaemon\n");

    internal string Home { get; } = Directory.CreateTempSubdirectory("gpg").FullName;

    internal string CreateKey(
        string name, string algorithm = "ed25519", string usage = "sign,cert", string expires = "never", string at = Then, params string[] options)
    {
        Run(at, [], [.. options, "--quick-gen-key", $"{name} <{name}@example.org>", algorithm, usage, expires]);
        return Fingerprints(name)[0];
    }

    /// <summary>Adds a subkey and returns its fingerprint.</summary>
    internal string AddSubkey(
        string primary, string algorithm = "ed25519", string usage = "sign", string expires = "never", string at = Then, params string[] options)
    {
        Run(at, [], [.. options, "--quick-add-key", primary, algorithm, usage, expires]);
        return Fingerprints(primary)[^1];
    }

    internal void SetExpiry(string primary, string expires, string at, params string[] subkeys) =>
        Run(at, [], ["--quick-set-expire", primary, expires, .. subkeys]);

    /// <summary>Takes the right to sign from the primary key, or from the subkey that the command selects.</summary>
    internal void ForbidSigning(string primary, string at, string select = "key 0") => Run(
        at, Encoding.ASCII.GetBytes($"{select}\nchange-usage\ns\nq\nsave\n"), "--no-batch", "--command-fd", "0", "--edit-key", primary);

    internal byte[] ClearSign(byte[] text, string key, string at = Then, params string[] options) =>
        Run(at, text, [.. options, "--local-user", key.Length == 40 ? key + "!" : key, "--clear-sign"]);

    internal byte[] DetachSign(byte[] data, string key, string at = Then, params string[] options) =>
        Run(at, data, [.. options, "--local-user", key.Length == 40 ? key + "!" : key, "--detach-sign"]);

    internal byte[] Export(params string[] arguments) => Run(Then, [], ["--export", .. arguments]);

    internal byte[] ExportArmored(params string[] arguments) => Run(Then, [], ["--armor", "--export", .. arguments]);

    internal void Revoke(string primary)
    {
        var certificate = File.ReadAllText(Path.Combine(Home, "openpgp-revocs.d", primary + ".rev"));
        Run(Then, Encoding.ASCII.GetBytes(certificate.Replace(":-----BEGIN", "-----BEGIN", StringComparison.Ordinal)), "--import");
    }

    internal void RevokeSubkey(string primary) => Run(
        Then, "key 1\nrevkey\ny\n0\n\ny\nsave\n"u8.ToArray(), "--no-batch", "--command-fd", "0", "--edit-key", primary);

    /// <summary>A file in the home that goes with it.</summary>
    internal string Write(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(Home, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    internal static (int ExitCode, byte[] Output, string Error) Start(string program, byte[] input, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        var copied = process.StandardOutput.BaseStream.CopyToAsync(output);
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        copied.Wait();
        process.WaitForExit();
        return (process.ExitCode, output.ToArray(), error.Result);
    }

    /// <summary>Deletes the home: an agent ends itself when its home is gone.</summary>
    public void Dispose() => Directory.Delete(Home, recursive: true);

    private List<string> Fingerprints(string key) => [.. Encoding.UTF8
        .GetString(Run(Then, [], "--with-colons", "--with-subkey-fingerprint", "--list-keys", key))
        .Split('\n')
        .Where(line => line.StartsWith("fpr:", StringComparison.Ordinal))
        .Select(line => line.Split(':')[9])];

    private byte[] Run(string at, byte[] input, params string[] arguments)
    {
        string[] common =
        [
            "--homedir", Home, "--batch", "--yes", "--no-tty", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "",
            "--allow-weak-digest-algos", "--faked-system-time", string.Create(CultureInfo.InvariantCulture, $"{at}!"),
        ];
        var (exitCode, output, error) = Start("gpg", input, [.. common, .. arguments]);
        Assert.AreEqual(0, exitCode, $"gpg {string.Join(' ', arguments)}: {error}");
        return output;
    }
}
