using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>Reads the signatures beside or below signed data.</summary>
internal static class SignatureReader
{
    /// <summary>More are not signed by anybody; verifying each costs time.</summary>
    private const int MaxSignatures = 64;

    /// <summary>The signatures of a supported version; others are ignored, as RFC 9580 section 5.2.5 demands.</summary>
    /// <exception cref="MirrorException">The data is malformed, or something else than signatures is there.</exception>
    internal static IReadOnlyList<SignaturePacket> Read(ReadOnlyMemory<byte> data, string name)
    {
        try
        {
            var packets = Armor.IsText(data.Span) ? Armor.Decode(data, Armor.SignatureBlock, alone: true) : data;
            var result = new List<SignaturePacket>();
            var seen = 0;
            foreach (var packet in Packet.ReadAll(packets))
            {
                switch (packet.Tag)
                {
                    case Packet.Signature when ++seen <= MaxSignatures:
                        if (SignaturePacket.Read(packet.Body) is { } signature)
                        {
                            result.Add(signature);
                        }

                        break;
                    case Packet.Signature:
                        throw new InvalidDataException($"there are more than {MaxSignatures} signatures");
                    case Packet.Marker or Packet.Padding:
                        break;
                    default:
                        throw new InvalidDataException("there is something other than signatures");
                }
            }

            return seen > 0 ? result : throw OpenPgpDiagnostics.SignatureEmpty(name);
        }
        catch (InvalidDataException exception)
        {
            throw OpenPgpDiagnostics.SignatureMalformed(name, exception);
        }
    }
}
