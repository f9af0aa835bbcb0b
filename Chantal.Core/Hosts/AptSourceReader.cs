using System.Text;
using System.Text.RegularExpressions;
using Chantal.Apt.Control;
using Chantal.Diagnostics;

namespace Chantal.Hosts;

/// <summary>Reads apt's sources in both of their formats (<c>sources.list(5)</c>).</summary>
internal static partial class AptSourceReader
{
    private static readonly string[] Fields = ["Types", "URIs", "Suites", "Components", "Architectures", "Signed-By", "Enabled", "Trusted"];

    /// <summary>Every entry that is enabled, in the order in which apt reads them.</summary>
    public static IReadOnlyList<AptSource> Read(Host host, HostMirrors found) =>
    [
        .. ((IEnumerable<string>)["etc/apt/sources.list", .. host.Files("etc/apt/sources.list.d", ".list")]).SelectMany(f => ReadLines(host.Text(f) ?? "", "/" + f, found)),
        .. host.Files("etc/apt/sources.list.d", ".sources").SelectMany(f => ReadStanzas(host.Text(f) ?? "", "/" + f, found)),
    ];

    private static IEnumerable<AptSource> ReadLines(string text, string file, HostMirrors found)
    {
        foreach (var (number, line) in text.Split('\n').Select(l => l.Split('#')[0].Trim()).Index().Where(l => l.Item.Length > 0))
        {
            var place = $"{file} line {number + 1}";
            if (Line().Match(line) is not { Success: true } match)
            {
                found.Note($"{place} is left out: it is not an entry of sources.list.");
                continue;
            }

            var options = Option().Matches(match.Groups["options"].Value).ToDictionary(o => o.Groups[1].Value, o => Split(o.Groups[2].Value, ','), StringComparer.Ordinal);
            yield return new AptSource(
                place, match.Groups["type"].Value == "deb-src", match.Groups["uri"].Value, [match.Groups["suite"].Value], Split(match.Groups["components"].Value, ' '),
                options.GetValueOrDefault("arch", []), options.GetValueOrDefault("signed-by", []), null, options.GetValueOrDefault("trusted", []) is ["yes"]);
        }
    }

    private static List<AptSource> ReadStanzas(string text, string file, HostMirrors found)
    {
        var sources = new List<AptSource>();
        using var reader = new Deb822Reader(new MemoryStream(Encoding.UTF8.GetBytes(text)), file, Fields);
        try
        {
            while (reader.Read())
            {
                if (reader.Text(6) is not ("no" or "false" or "0" or "off"))
                {
                    AddStanza(sources, reader, file);
                }
            }
        }
        catch (MirrorException)
        {
            found.Note($"{file} line {reader.LineNumber}: the rest of the file is left out: it is not an entry of sources.");
        }

        return sources;
    }

    private static void AddStanza(List<AptSource> sources, Deb822Reader stanza, string file)
    {
        var signedBy = stanza.Text(5) ?? "";
        var key = signedBy.Contains("-----BEGIN PGP", StringComparison.Ordinal)
            ? string.Join('\n', signedBy.Trim().Split('\n').Select(l => l.Trim() == "." ? "" : l.Trim())) + "\n"
            : null;
        foreach (var type in Words(0))
        {
            foreach (var uri in Words(1))
            {
                sources.Add(new AptSource(file, type == "deb-src", uri, Words(2), Words(3), Words(4), key is null ? Words(5) : [], key, stanza.Text(7) == "yes"));
            }
        }

        string[] Words(int field) => (stanza.Text(field) ?? "").Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] Split(string text, char separator) => text.Replace('\t', ' ').Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^(?<type>deb|deb-src)\s+(?:\[(?<options>[^\]]*)\]\s*)?(?<uri>\S+)\s+(?<suite>\S+)(?:\s+(?<components>.*))?$")]
    private static partial Regex Line();

    [GeneratedRegex(@"([a-z-]+)=(\S+)")]
    private static partial Regex Option();
}
