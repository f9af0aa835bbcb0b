using System.Text.RegularExpressions;
using Chantal.Definitions;

namespace Chantal.Hosts;

/// <summary>Makes mirrors of the repositories that apk uses (<c>apk-repositories(5)</c>): those of one server are one mirror.</summary>
internal static partial class ApkRepositories
{
    /// <summary>Adds the mirrors.</summary>
    public static void Add(Host host, HostMirrors found)
    {
        var repositories = new List<(string Base, string Repository)>();
        foreach (var file in (IEnumerable<string>)["etc/apk/repositories", .. host.Files("etc/apk/repositories.d", ".list")])
        {
            foreach (var (number, line) in (host.Text(file) ?? "").Split('\n').Select(l => l.Trim()).Index().Where(l => l.Item.Length > 0 && !l.Item.StartsWith('#')))
            {
                repositories.AddRange(Read(line, $"/{file} line {number + 1}", found) is { } repository ? [repository] : []);
            }
        }

        var keys = string.Join(';', host.Files("etc/apk/keys", ".pub").Select(f => "/" + f));
        foreach (var server in repositories.GroupBy(r => r.Base))
        {
            var uri = new Uri(server.Key);
            var last = uri.AbsolutePath.Trim('/').Split('/')[^1];
            var name = found.NameFor(last.Length > 0 ? last : uri.Host, $"{uri.Host}-{last}");
            found.Add(
                name,
                [("MirrorType", "apk"), ("Upstream", server.Key), ("SignedBy", keys)],
                [.. server.Select(r => r.Repository).Where(r => r.Length > 0).Distinct().Select(r => new DefinitionItem("Repository", r)), new DefinitionItem("Architecture", Architecture(host))]);
            if (keys.Length == 0)
            {
                found.Note($"/etc/apk/keys has no key; name the repository's with SignedBy in {name}.");
            }
        }
    }

    private static (string Base, string Repository)? Read(string line, string place, HostMirrors found)
    {
        // A tag lets the host pin packages to a repository; a mirror has all of them.
        var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(w => !w.StartsWith('@')).ToList();
        if (words is not [var url] || url.Contains('$', StringComparison.Ordinal))
        {
            found.Note($"{place} is left out: write it as a plain URL.");
            return null;
        }

        return found.Base(url, place) is not { } known ? null
            : Branch().Match(known) is { Success: true } match ? (match.Groups["base"].Value, match.Groups["repository"].Value)
            : (known, "");
    }

    private static string Architecture(Host host) => host.Text("etc/apk/arch")?.Split('\n')[0].Trim() is { Length: > 0 } architecture ? architecture : host.Machine;

    // The branch and the repository below what servers of Alpine have in common.
    [GeneratedRegex("^(?<base>.*/)(?<repository>(?:v[0-9]+\\.[0-9]+|edge|latest-stable)/[^/]+)/$")]
    private static partial Regex Branch();
}
