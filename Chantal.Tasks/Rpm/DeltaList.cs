using System.Globalization;
using System.Xml;
using Chantal.Diagnostics;
using Chantal.Formats;
using Chantal.Plans;

namespace Chantal.Rpm;

/// <summary>A delta RPM.</summary>
/// <param name="Path">Relative to the repository.</param>
/// <param name="Size">Bytes, or null.</param>
/// <param name="Checksum">Its checksum, or null.</param>
internal sealed record DeltaPackage(string Path, long? Size, Checksum? Checksum);

/// <summary>Reads the lists of delta RPMs: Fedora's <c>prestodelta</c> and SUSE's <c>deltainfo</c>, which are alike.</summary>
internal static class DeltaList
{
    private const long MaxCharacters = 1L << 30;

    /// <summary>The delta RPMs, as they are read.</summary>
    /// <param name="content">The list, unpacked.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.RpmListMalformed"/>.</exception>
    public static IEnumerable<DeltaPackage> Parse(Stream content, string name)
    {
        using var reader = SafeXml.Read(content, MaxCharacters);
        while (Next(reader, name))
        {
            if (Read(reader, name) is { } delta)
            {
                yield return delta;
            }
        }
    }

    private static bool Next(XmlReader reader, string name)
    {
        try
        {
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "delta" })
                {
                    return true;
                }
            }

            return false;
        }
        catch (XmlException exception)
        {
            throw Malformed(name, exception);
        }
    }

    private static DeltaPackage? Read(XmlReader reader, string name)
    {
        string? path = null;
        long? size = null;
        Checksum? checksum = null;
        try
        {
            using var delta = reader.ReadSubtree();
            delta.Read();
            delta.Read();
            while (!delta.EOF)
            {
                if (delta.NodeType != XmlNodeType.Element)
                {
                    delta.Read();
                    continue;
                }

                switch (delta.LocalName)
                {
                    case "filename":
                        path = delta.ReadElementContentAsString().Trim();
                        break;
                    case "size":
                        size = long.TryParse(delta.ReadElementContentAsString(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
                        break;
                    case "checksum":
                        var type = delta.GetAttribute("type");
                        checksum = RepomdParser.ReadChecksum(type, delta.ReadElementContentAsString());
                        break;
                    default:
                        delta.Skip();
                        break;
                }
            }
        }
        catch (XmlException exception)
        {
            throw Malformed(name, exception);
        }

        return path is null ? null : new DeltaPackage(path, size, checksum);
    }

    private static MirrorException Malformed(string name, XmlException exception) =>
        new(DiagnosticCodes.RpmListMalformed, $"{name} cannot be used: {exception.Message} Report it to whoever runs the upstream.", exception);
}
