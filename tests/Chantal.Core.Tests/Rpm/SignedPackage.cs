using System.Buffers.Binary;
using Chantal.Core.Tests.OpenPgp;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Chantal.Core.Tests.Rpm;

/// <summary>A package taken apart, to be signed as other versions of rpm do.</summary>
internal sealed class SignedPackage
{
    public const int StringArray = 8;
    private const int Binary = 7;
    private const int Lead = 96;
    private const int Intro = 16;
    private const int Entry = 16;

    private readonly byte[] _content;
    private readonly int _header;
    private readonly int _payload;

    public SignedPackage(byte[] content)
    {
        _content = content;
        _header = Lead + ((LengthAt(Lead) + 7) & ~7);
        _payload = _header + LengthAt(_header);
    }

    public byte[] Header => _content[_header.._payload];

    public byte[] Payload => _content[_payload..];

    /// <summary>A signature of version 3 by the only key of a home.</summary>
    public byte[] Sign(Gpg gpg, byte[] data, HashAlgorithmTag digest)
    {
        var (exitCode, secret, error) = Gpg.Start("gpg", [], ["--homedir", gpg.Home, "--batch", "--pinentry-mode", "loopback", "--passphrase", "", "--export-secret-keys"]);
        Assert.AreEqual(0, exitCode, error);
        var key = new PgpSecretKeyRingBundle(secret).GetKeyRings().First().GetSecretKey();
        var signer = new PgpV3SignatureGenerator(key.PublicKey.Algorithm, digest);
        signer.InitSign(PgpSignature.BinaryDocument, key.ExtractPrivateKeyRaw([]));
        signer.Update(data);
        return signer.Generate().GetEncoded();
    }

    /// <summary>The package with one signature and no digest, in a signature header of its own.</summary>
    public byte[] WithSignature(int tag, byte[] signature, int type = Binary)
    {
        var header = new byte[Intro + Entry];
        ((ReadOnlySpan<byte>)[0x8e, 0xad, 0xe8, 0x01]).CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), 1);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(12), signature.Length);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(Intro), tag);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(Intro + 4), type);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(Intro + 12), type == Binary ? signature.Length : 1);
        var padding = new byte[-(header.Length + signature.Length) & 7];
        return [.. _content[..Lead], .. header, .. signature, .. padding, .. Header, .. Payload];
    }

    private int LengthAt(int at) => Intro + (BinaryPrimitives.ReadInt32BigEndian(_content.AsSpan(at + 8)) * Entry) + BinaryPrimitives.ReadInt32BigEndian(_content.AsSpan(at + 12));
}
