namespace Chantal.Sdk.Tests.Support;

/// <summary>The Debian mirror that this machine's apt is set up for.</summary>
/// <param name="Uri">The mirror's base URL.</param>
/// <param name="Suites">The suites apt reads from it.</param>
public sealed record MachineUpstream(string Uri, IReadOnlyList<string> Suites)
{
    /// <summary>The keys of Debian's archive, from Debian's own package.</summary>
    public static string Keyring => "/usr/share/keyrings/debian-archive-keyring.gpg";

    /// <summary>Reads apt's own configuration.</summary>
    public static MachineUpstream Read() =>
        Find(Directory.EnumerateFiles("/etc/apt/sources.list.d", "*.sources").Order(StringComparer.Ordinal).SelectMany(file => Deb822(File.ReadAllText(file)))
            .Concat(ListFiles().SelectMany(file => OneLine(File.ReadLines(file)))))
        ?? throw new InvalidOperationException("This machine's apt is set up for no Debian mirror: none of its sources has a path that ends in /debian.");

    internal static MachineUpstream? Find(IEnumerable<MachineUpstream> sources) =>
        sources.FirstOrDefault(source => source.Uri.StartsWith("http", StringComparison.Ordinal)
            && source.Uri.TrimEnd('/').EndsWith("/debian", StringComparison.Ordinal));

    /// <summary>The sources in a deb822 <c>.sources</c> file.</summary>
    internal static IEnumerable<MachineUpstream> Deb822(string text)
    {
        foreach (var stanza in text.ReplaceLineEndings("\n").Split("\n\n"))
        {
            var fields = stanza.Split('\n')
                .Where(line => !line.StartsWith('#') && line.Contains(':', StringComparison.Ordinal))
                .Select(line => line.Split(':', 2))
                .ToLookup(field => field[0].Trim(), field => field[1].Trim(), StringComparer.OrdinalIgnoreCase);
            if (fields["Enabled"].Contains("no") || !fields["Types"].Any(types => Words(types).Contains("deb")))
            {
                continue;
            }

            foreach (var uri in fields["URIs"].SelectMany(Words))
            {
                yield return new MachineUpstream(uri, [.. fields["Suites"].SelectMany(Words)]);
            }
        }
    }

    /// <summary>The sources in a <c>.list</c> file; its options, in brackets, are left out.</summary>
    internal static IEnumerable<MachineUpstream> OneLine(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var words = Words(line).ToList();
            if (words.Count == 0 || words[0] != "deb")
            {
                continue;
            }

            var first = words[1].StartsWith('[') ? words.FindIndex(word => word.EndsWith(']')) + 1 : 1;
            if (words.Count > first + 1)
            {
                yield return new MachineUpstream(words[first], [words[first + 1]]);
            }
        }
    }

    private static IEnumerable<string> ListFiles() =>
        Directory.EnumerateFiles("/etc/apt/sources.list.d", "*.list").Order(StringComparer.Ordinal)
            .Concat(File.Exists("/etc/apt/sources.list") ? ["/etc/apt/sources.list"] : []);

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
