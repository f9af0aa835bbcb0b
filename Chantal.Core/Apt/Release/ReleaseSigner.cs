using System.Security.Cryptography;
using System.Text;
using Chantal.OpenPgp;

namespace Chantal.Apt.Release;

/// <summary>A Release with its signatures, in both forms that clients know.</summary>
/// <param name="Release">The Release.</param>
/// <param name="Signature">Its detached signature, <c>Release.gpg</c>.</param>
/// <param name="InRelease">The same, clear-signed.</param>
internal sealed record SignedRelease(ReadOnlyMemory<byte> Release, ReadOnlyMemory<byte> Signature, ReadOnlyMemory<byte> InRelease);

/// <summary>
/// Signs Release files, and keeps what was signed: the same Release has the same bytes the next time, although programs that sign, and ECDSA, give another signature
/// each time.
/// </summary>
/// <param name="signer">Who signs.</param>
/// <param name="directory">Where signatures are kept; it belongs to the signer alone.</param>
internal sealed class ReleaseSigner(IMetadataSigner signer, string directory)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Signs a Release.</summary>
    /// <param name="release">The file.</param>
    /// <param name="date">Its date, which is that of the signatures too, where the signer can be told.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<SignedRelease> SignAsync(ReadOnlyMemory<byte> release, DateTimeOffset? date, CancellationToken cancellation)
    {
        var name = Digest([.. Encoding.UTF8.GetBytes(signer.Identity + "\n"), .. release.Span])[..32];
        var inRelease = await KeptAsync($"{name}-InRelease", () => signer.ClearSignAsync(release, date, cancellation), cancellation);
        return new SignedRelease(release, await KeptAsync($"{name}-Release.gpg", () => signer.SignDetachedAsync(release, date, cancellation), cancellation), inRelease);
    }

    /// <summary>Removes the signatures that were not asked for.</summary>
    public void Tidy()
    {
        foreach (var file in Directory.Exists(directory) ? Directory.GetFiles(directory).Where(f => !_used.Contains(f)) : [])
        {
            File.Delete(file);
        }
    }

    // The name ends in the content's digest: one that is damaged is made again.
    private async Task<byte[]> KeptAsync(string name, Func<Task<byte[]>> sign, CancellationToken cancellation)
    {
        Directory.CreateDirectory(directory);
        foreach (var file in Directory.GetFiles(directory, name + "-*"))
        {
            var kept = await File.ReadAllBytesAsync(file, cancellation);
            if (file.EndsWith($"-{Digest(kept)}", StringComparison.Ordinal))
            {
                _used.Add(file);
                return kept;
            }
        }

        var signed = await sign();
        var path = Path.Combine(directory, $"{name}-{Digest(signed)}");
        await File.WriteAllBytesAsync(path + ".new", signed, cancellation);
        File.Move(path + ".new", path, overwrite: true);
        _used.Add(path);
        return signed;
    }

    private static string Digest(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
