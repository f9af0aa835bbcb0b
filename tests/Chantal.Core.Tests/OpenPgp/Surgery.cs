using Chantal.OpenPgp;

namespace Chantal.Core.Tests.OpenPgp;

/// <summary>Changes to exported keys that gpg itself would not make.</summary>
internal static class Surgery
{
    /// <summary>Leaves out the signatures of one type.</summary>
    internal static byte[] WithoutSignatures(byte[] keyring, int type) => Rebuild(
        keyring, packet => packet.Tag == Packet.Signature && packet.Body.Span[1] == type ? null : packet.Body);

    /// <summary>Empties the unhashed areas of binding signatures, where gpg puts a subkey's confirmation.</summary>
    internal static byte[] WithoutBackSignatures(byte[] keyring) => Rebuild(
        keyring, packet => packet.Tag == Packet.Signature && packet.Body.Span[1] == 0x18 ? WithUnhashed(packet.Body, []) : packet.Body);

    /// <summary>Puts all subkeys of one certificate, with their bindings, below the primary key of another.</summary>
    internal static byte[] WithSubkeysOf(byte[] certificate, byte[] other) =>
    [
        .. certificate,
        .. Packet.ReadAll(other).SkipWhile(packet => packet.Tag != Packet.PublicSubkey).SelectMany(packet => Framing.Packet(packet.Tag, packet.Body)),
    ];

    /// <summary>Makes the signatures of one type claim another digest algorithm.</summary>
    internal static byte[] WithDigest(byte[] keyring, int type, int digest) => Rebuild(keyring, packet =>
    {
        var body = packet.Body.ToArray();
        body[3] = packet.Tag == Packet.Signature && body[1] == type ? (byte)digest : body[3];
        return body;
    });

    /// <summary>Only the signatures.</summary>
    internal static byte[] Signatures(byte[] keyring) => Rebuild(keyring, packet => packet.Tag == Packet.Signature ? packet.Body : null);

    /// <summary>Replaces a signature's unhashed area.</summary>
    internal static byte[] WithUnhashed(ReadOnlyMemory<byte> body, byte[] area)
    {
        var bytes = body.ToArray();
        var hashedEnd = 6 + (bytes[4] << 8) + bytes[5];
        var unhashedEnd = hashedEnd + 2 + (bytes[hashedEnd] << 8) + bytes[hashedEnd + 1];
        return [.. bytes[..hashedEnd], (byte)(area.Length >> 8), (byte)area.Length, .. area, .. bytes[unhashedEnd..]];
    }

    private static byte[] Rebuild(byte[] keyring, Func<Packet, ReadOnlyMemory<byte>?> change) => [.. Packet.ReadAll(keyring)
        .Select(packet => (packet.Tag, Body: change(packet)))
        .Where(packet => packet.Body is not null)
        .SelectMany(packet => Framing.Packet(packet.Tag, packet.Body!.Value))];
}
