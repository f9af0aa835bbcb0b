using System.Globalization;
using System.Xml;
using Chantal.Content;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Rpm.Packages;

namespace Chantal.Rpm.Rewriting;

/// <summary>Reads the advisories of <c>updateinfo.xml</c>, with the packages that they name.</summary>
internal static class AdvisoryReader
{
    private const int MaxText = 2000;
    private const long MostSeconds = 100_000_000_000;

    /// <summary>Whether a file of a mirror is a list of advisories.</summary>
    public static bool IsList(PlanEntry entry) => entry.Role == FileRole.Metadata && entry.Path.Contains("repodata/", StringComparison.Ordinal)
        && CompressionNames.Split(Path.GetFileName(entry.Path)) is var (stem, compression) && compression != Compression.Unread && stem.EndsWith("updateinfo.xml", StringComparison.Ordinal);

    /// <summary>Reads a list.</summary>
    /// <param name="file">The file, verified.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static IEnumerable<Advisory> Read(string file, string name, CancellationToken cancellation)
    {
        using var content = IndexStream.Open(file, CompressionNames.Split(Path.GetFileName(name)).Compression, name, UnpackedContent.Unknown);
        using var elements = new ElementSplitter(content, "update", name);
        while (elements.Next() is { IsEmpty: false } element)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Parse(element, name);
        }
    }

    /// <summary>Reads one advisory.</summary>
    /// <param name="element">The element.</param>
    /// <param name="name">What errors call the list.</param>
    public static Advisory Parse(ReadOnlyMemory<byte> element, string name)
    {
        try
        {
            using var xml = SafeXml.Read(new MemoryStream(element.ToArray(), writable: false), element.Length);
            string id = "", title = "", kind = "";
            string? severity = null, updated = null;
            DateOnly? issued = null;
            var cves = new List<string>();
            var packages = new HashSet<PackageIdentity>();
            while (xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                switch (xml.Depth, xml.LocalName)
                {
                    case (0, "update"):
                        kind = xml.GetAttribute("type") ?? "";
                        break;
                    case (1, "id"):
                        id = Text(xml);
                        break;
                    case (1, "title"):
                        title = Text(xml);
                        break;
                    case (1, "severity"):
                        severity = Text(xml);
                        break;
                    case (1, "issued"):
                        issued = Day(xml.GetAttribute("date"));
                        break;
                    case (1, "updated") when xml.GetAttribute("date") is { Length: > 0 and <= MaxText } date:
                        updated = date;
                        break;
                    case (2, "reference") when xml.GetAttribute("type") == "cve" && xml.GetAttribute("id") is { Length: > 0 } cve:
                        cves.Add(cve);
                        break;
                    case (3, "package") when PackageOf(xml) is { } package:
                        packages.Add(package);
                        break;
                }
            }

            return new Advisory(id, kind, severity is { Length: > 0 } and not "None" ? severity : null, title, [.. cves.Distinct().Order(StringComparer.Ordinal)])
            {
                Issued = issued,
                Updated = updated,
                Packages = [.. packages],
            };
        }
        catch (XmlException exception)
        {
            throw RpmPackageDiagnostics.ListMalformed(name, exception.Message, exception);
        }
    }

    // "2025-01-15 10:00:00", a day alone, or SUSE's seconds since 1970; some are longer.
    private static DateOnly? Day(string? date) =>
        long.TryParse(date, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < MostSeconds ? DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime)
        : date?.Length >= 10 && DateOnly.TryParseExact(date[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : null;

    private static PackageIdentity? PackageOf(XmlReader xml) =>
        xml.GetAttribute("name") is { Length: > 0 and <= MaxText } name && xml.GetAttribute("version") is { Length: > 0 and <= MaxText } version && xml.GetAttribute("arch") is { Length: <= MaxText } architecture && architecture != "src"
            ? new PackageIdentity(name, new Evr(xml.GetAttribute("epoch") ?? "0", version, xml.GetAttribute("release") ?? "").ToString(), architecture)
            : null;

    private static string Text(XmlReader xml)
    {
        using var inner = xml.ReadSubtree();
        inner.Read();
        var text = inner.ReadElementContentAsString().Trim();
        return text.Length <= MaxText ? text : text[..MaxText];
    }
}
