using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Org.BouncyCastle.Crypto.Digests;

namespace Chantal.Files.Signing;

/// <summary>Verifies signatures of minisign.</summary>
/// <param name="keys">The keys that may have signed.</param>
internal sealed class MinisignVerifier(IReadOnlyList<MinisignKey> keys)
{
    // The older form has to be in memory whole.
    private const long MostInMemory = 256L << 20;
    private const int DigestBits = 512;

    /// <summary>The signer and the date of a signature, which has to be good.</summary>
    /// <param name="content">Opens the signed file.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="name">What errors call the signed file.</param>
    /// <exception cref="MirrorException">It is not good, or not of one of the keys.</exception>
    public SignedList Verify(Func<Stream> content, ReadOnlySpan<byte> signature, string name)
    {
        MinisignSignature read;
        try
        {
            read = MinisignSignature.Read(signature);
        }
        catch (InvalidDataException exception)
        {
            throw OpenPgpDiagnostics.SignatureMalformed(name, exception);
        }

        var key = keys.FirstOrDefault(k => k.Id == read.KeyId) ?? throw OpenPgpDiagnostics.UnknownKey(name, [$"the minisign key {read.KeyId}"]);
        using var stream = content();
        return key.HasSigned(read.IsOfDigest ? Digest(stream) : Whole(stream, name), read.Signature) && key.HasSigned(read.Signed, read.GlobalSignature)
            ? new SignedList(default, [key.Id], read.Date)
            : throw OpenPgpDiagnostics.BadSignature(name, $"the minisign key {read.KeyId}");
    }

    private static byte[] Digest(Stream content)
    {
        var digest = new Blake2bDigest(DigestBits);
        var buffer = new byte[128 * 1024];
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            digest.BlockUpdate(buffer, 0, read);
        }

        var result = new byte[DigestBits / 8];
        digest.DoFinal(result, 0);
        return result;
    }

    private static byte[] Whole(Stream content, string name)
    {
        var bytes = new byte[content.Length <= MostInMemory ? content.Length : throw SigningDiagnostics.TooLargeForForm(name, MostInMemory)];
        content.ReadExactly(bytes);
        return bytes;
    }
}
