using System.Buffers.Binary;

namespace Chantal.OpenPgp;

/// <summary>Puts the bodies of packets back into frames: for the parser, and as signatures over keys cover them.</summary>
internal static class Framing
{
    /// <summary>A whole packet with a five-octet length (RFC 9580 section 4.2.1).</summary>
    internal static byte[] Packet(int tag, ReadOnlyMemory<byte> body) => [(byte)(0xc0 | tag), 255, .. Length(body), .. body.Span];

    /// <summary>A key as signatures and fingerprints cover it (sections 5.2.4 and 5.5.4.2).</summary>
    internal static byte[] HashedKey(ReadOnlyMemory<byte> body) => body.Span is [6, ..] ? [0x9b, .. Length(body), .. body.Span] : [0x99, .. Length(body)[2..], .. body.Span];

    /// <summary>A user ID as certifications cover it (section 5.2.4).</summary>
    internal static byte[] HashedUserId(ReadOnlyMemory<byte> body) => [0xb4, .. Length(body), .. body.Span];

    private static byte[] Length(ReadOnlyMemory<byte> body)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        return length;
    }
}
