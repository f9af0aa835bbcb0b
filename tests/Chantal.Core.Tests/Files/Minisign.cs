using Chantal.Core.Tests.Support;

namespace Chantal.Core.Tests.Files;

/// <summary>A key pair of the real minisign.</summary>
internal sealed class Minisign : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    public Minisign() => Shell.Require(_home.Root, "minisign", "-G", "-W", "-f", "-p", "key.pub", "-s", "key");

    /// <summary>The file with the public key.</summary>
    public byte[] PublicKey => File.ReadAllBytes(_home.PathOf("key.pub"));

    /// <summary>Signs a content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="comment">The trusted comment; null: minisign's own, which has the time.</param>
    /// <param name="isLegacy">Signs the content itself and not its digest.</param>
    public byte[] Sign(byte[] content, string? comment = null, bool isLegacy = false)
    {
        _home.Write("content", content);
        Shell.Require(_home.Root, "minisign", [isLegacy ? "-Sl" : "-S", "-s", "key", "-m", "content", "-x", "content.minisig", .. comment is null ? (string[])[] : ["-t", comment]]);
        return File.ReadAllBytes(_home.PathOf("content.minisig"));
    }

    public void Dispose() => _home.Dispose();
}
