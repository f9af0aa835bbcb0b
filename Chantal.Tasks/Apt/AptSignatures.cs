using System.Text;

namespace Chantal.Apt;

/// <summary>How a mirror judges signatures, by its definition.</summary>
internal sealed class AptSignatures : IReleaseSignatures
{
    public string? Keyring => null;

    public static IReleaseSignatures Create(bool verify, string signedBy, string baseDirectory) => new AptSignatures();

    public SignedText ReadClearSigned(ReadOnlyMemory<byte> inRelease, string name)
    {
        var t = Encoding.UTF8.GetString(inRelease.Span);
        var a = t.IndexOf("\n\n", StringComparison.Ordinal) + 2;
        var b = t.IndexOf("-----BEGIN PGP SIGNATURE", StringComparison.Ordinal);
        return new SignedText(Encoding.UTF8.GetBytes(t[a..b]), []);
    }

    public SignedText ReadDetached(ReadOnlyMemory<byte> release, ReadOnlyMemory<byte>? signature, string name) => new(release, []);
}
