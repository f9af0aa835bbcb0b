using System.Xml;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm.Rewriting;

/// <summary>A delta RPM.</summary>
/// <param name="Path">Its place, as the list states it: relative to the repository.</param>
/// <param name="Size">Bytes, or null where that is not stated.</param>
/// <param name="Checksum">Its checksum, or null where none is stated that can be read.</param>
internal sealed record DeltaPackage(string Path, long? Size, Checksum? Checksum);

/// <summary>Reads the lists of delta RPMs: <c>prestodelta.xml</c>, and SUSE's <c>deltainfo.xml</c>, which differs in its root only.</summary>
internal static class DeltaList
{
    // The largest there have been are some ten megabytes.
    private const long MaxSize = 1L << 30;

    /// <summary>The delta RPMs, as they are read.</summary>
    /// <param name="content">The list, unpacked; left open.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.DeltaListMalformed"/>.</exception>
    public static IEnumerable<DeltaPackage> Parse(Stream content, string name)
    {
        using var xml = new BoundedXml(content, MaxSize);
        using var deltas = Read(xml).GetEnumerator();
        while (Next(deltas, name))
        {
            yield return deltas.Current;
        }
    }

    // An iterator cannot yield from within a try block that catches.
    private static bool Next(IEnumerator<DeltaPackage> deltas, string name)
    {
        try
        {
            return deltas.MoveNext();
        }
        catch (XmlException exception)
        {
            throw RewritingDiagnostics.DeltaListMalformed(name, exception);
        }
    }

    private static IEnumerable<DeltaPackage> Read(BoundedXml xml)
    {
        foreach (var root in xml.Children())
        {
            if (root is not ("prestodelta" or "deltainfo"))
            {
                throw new XmlException($"it begins with an element '{root}'");
            }

            foreach (var package in xml.Children().Where(c => c == "newpackage"))
            {
                foreach (var delta in xml.Children().Where(c => c == "delta"))
                {
                    yield return ReadDelta(xml);
                }
            }
        }
    }

    private static DeltaPackage ReadDelta(BoundedXml xml)
    {
        string? path = null;
        long? size = null;
        Checksum? checksum = null;
        foreach (var child in xml.Children())
        {
            switch (child)
            {
                case "filename":
                    path = xml.Text();
                    break;
                case "size":
                    size = xml.Number();
                    break;
                case "checksum":
                    checksum = RpmChecksum.TryRead(xml.Attribute("type"), xml.Text());
                    break;
            }
        }

        return path is { Length: > 0 } ? new DeltaPackage(path, size, checksum) : throw new XmlException("a delta does not have a filename");
    }
}
