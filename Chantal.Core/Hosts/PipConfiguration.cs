using System.Globalization;
using Chantal.Definitions;

namespace Chantal.Hosts;

/// <summary>Makes a mirror of each index that pip uses (https://pip.pypa.io/en/stable/topics/configuration/).</summary>
internal static class PipConfiguration
{
    /// <summary>Adds the mirrors.</summary>
    public static void Add(Host host, HostMirrors found)
    {
        var urls = new List<(string Url, string Place)>();
        foreach (var file in (string[])["etc/pip.conf", "etc/xdg/pip/pip.conf", $"{host.Home}/.pip/pip.conf", $"{host.Home}/.config/pip/pip.conf"])
        {
            urls.AddRange(Urls(host.Text(file.TrimStart('/')) ?? "").Select(url => (url, "/" + file.TrimStart('/'))));
        }

        foreach (var (index, place) in urls.Select(u => (found.Base(u.Url, u.Place), u.Place)).DistinctBy(u => u.Item1).ToList())
        {
            if (index is not null)
            {
                var uri = new Uri(index);
                var name = found.NameFor(uri.Host.Contains("pypi", StringComparison.Ordinal) ? "pypi" : uri.Host, uri.Host);
                var versions = PythonVersions(host);

                // Dependencies are only known for a version of Python.
                found.Add(
                    name,
                    [("MirrorType", "pypi"), ("Upstream", index), ("IncludeDependencies", versions.Count > 0 ? "true" : "")],
                    [new DefinitionItem("Requirements", "requirements.txt"), .. versions.Select(v => new DefinitionItem("PythonVersion", v))]);
                found.Note($"{place} does not say which packages {name} should hold: list them in requirements.txt.");
                if (versions.Count == 0)
                {
                    found.Note($"No Python was found, so {name} leaves out dependencies: name a PythonVersion, and set IncludeDependencies to true.");
                }
            }
        }
    }

    private static List<string> PythonVersions(Host host) =>
    [
        .. ((string[])["usr/lib", "usr/lib64", "usr/local/lib"]).SelectMany(host.Directories)
            .Where(d => d.StartsWith("python3.", StringComparison.Ordinal)).Select(d => d["python".Length..])
            .Where(v => int.TryParse(v.AsSpan("3.".Length), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Distinct().OrderBy(v => v.Length).ThenBy(v => v, StringComparer.Ordinal),
    ];

    // A value continues in indented lines.
    private static IEnumerable<string> Urls(string text)
    {
        var isIndex = false;
        foreach (var line in text.Split('\n').Where(l => l.Trim() is { Length: > 0 } content && content[0] is not ('#' or ';')))
        {
            var value = line;
            if (!char.IsWhiteSpace(line[0]))
            {
                var parts = line.Split('=', 2);
                isIndex = parts.Length == 2 && parts[0].Trim() is "index-url" or "extra-index-url";
                value = parts[^1];
            }

            foreach (var url in isIndex ? value.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries) : [])
            {
                yield return url;
            }
        }
    }
}
