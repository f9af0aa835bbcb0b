using System.Buffers.Binary;
using System.Text;
using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>Public keys for others to trust: the certificates of keyring files, as far as these are narrowed, and in ASCII armor.</summary>
internal static class PublicKeys
{
    private static readonly int[] Kept = [Packet.PublicKey, Packet.PublicSubkey, Packet.UserId, Packet.Signature];

    /// <summary>The certificates that keyring files accept, each as its packets.</summary>
    /// <exception cref="MirrorException">A file cannot be read.</exception>
    public static IReadOnlyList<byte[]> Of(IEnumerable<KeyringFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return [.. files.SelectMany(Of)];
    }

    /// <summary>The certificates of an armored block.</summary>
    public static IReadOnlyList<byte[]> Of(byte[] armored) => [.. Split(Armor.Decode(armored, Armor.PublicKeyBlock, alone: false)).Select(c => c.Packets)];

    /// <summary>Certificates as one armored block (RFC 9580 section 6), which says who wrote it.</summary>
    public static string Armored(IEnumerable<byte[]> certificates, string comment)
    {
        var text = Encoding.ASCII.GetString(SignatureMaker.Armored(certificates)).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        return text.Insert(text.IndexOf('\n', StringComparison.Ordinal) + 1, $"Comment: {comment}\n");
    }

    private static IEnumerable<byte[]> Of(KeyringFile file)
    {
        try
        {
            var wanted = file.Fingerprints.Select(f => f.TrimEnd('!')).ToHashSet(StringComparer.OrdinalIgnoreCase);
            return [.. Split(Keyring.ReadPackets(file.Path)).Where(c => wanted.Count == 0 || c.Fingerprints.Any(wanted.Contains)).Select(c => c.Packets)];
        }
        catch (InvalidDataException exception)
        {
            throw OpenPgpDiagnostics.KeyringUnusable(file.Path, exception.Message, exception);
        }
    }

    // Pictures and what gpg notes for itself stay behind.
    private static List<(byte[] Packets, List<string> Fingerprints)> Split(ReadOnlyMemory<byte> data)
    {
        var found = new List<(MemoryStream Packets, List<string> Fingerprints)>();
        var isKept = false;
        foreach (var packet in Packet.ReadAll(data))
        {
            if (packet.Tag == Packet.PublicKey)
            {
                found.Add((new MemoryStream(), []));
            }

            isKept = packet.Tag == Packet.Signature ? isKept : Kept.Contains(packet.Tag) && found.Count > 0;
            if (!isKept)
            {
                continue;
            }

            if (packet.Tag is Packet.PublicKey or Packet.PublicSubkey && KeyPacket.TryRead(packet.Body)?.Fingerprint is { } fingerprint)
            {
                found[^1].Fingerprints.Add(fingerprint);
            }

            Write(found[^1].Packets, packet);
        }

        return [.. found.Where(c => c.Fingerprints.Count > 0).Select(c => (c.Packets.ToArray(), c.Fingerprints))];
    }

    private static void Write(MemoryStream output, Packet packet)
    {
        // A header of the current form with a length of five octets (section 4.2.1.3).
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)packet.Body.Length);
        output.WriteByte((byte)(0xc0 | packet.Tag));
        output.WriteByte(0xff);
        output.Write(length);
        output.Write(packet.Body.Span);
    }
}
