namespace Chantal.OpenPgp;

/// <summary>Sorts a keyring's packets into certificates (RFC 9580 section 10.1) without verifying anything.</summary>
internal static class CertificateReader
{
    /// <summary>Reads all certificates, and adds to those that are known already.</summary>
    /// <returns>The certificates of this data.</returns>
    /// <exception cref="InvalidDataException">The data is malformed.</exception>
    internal static IReadOnlyCollection<Certificate> Read(ReadOnlyMemory<byte> data, Dictionary<string, Certificate> known)
    {
        var read = new HashSet<Certificate>();
        Certificate? certificate = null;
        CertificatePart? part = null;
        foreach (var packet in Packet.ReadAll(data))
        {
            switch (packet.Tag)
            {
                case Packet.PublicKey:
                    certificate = KeyPacket.TryRead(packet.Body) is { } primary ? GetOrAdd(known, primary) : null;
                    part = certificate?.Direct;
                    _ = certificate is not null && read.Add(certificate);
                    break;
                case Packet.UserId:
                    part = certificate?.UserId(packet.Body);
                    break;
                case Packet.PublicSubkey:
                    part = KeyPacket.TryRead(packet.Body) is { } subkey ? certificate?.Subkey(subkey) : null;
                    break;
                case Packet.UserAttribute:
                    part = null;
                    break;
                case Packet.Signature:
                    part?.Signatures.Add(packet.Body);
                    break;
            }
        }

        return read;
    }

    private static Certificate GetOrAdd(Dictionary<string, Certificate> known, KeyPacket primary) =>
        known.TryGetValue(primary.Fingerprint, out var certificate)
            ? certificate : known[primary.Fingerprint] = new Certificate(primary);
}
