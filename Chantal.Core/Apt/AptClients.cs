using System.Text;
using Chantal.OpenPgp;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>Sources of apt for a state, in deb822 style (sources.list(5)): what the state holds, with the keys in it.</summary>
internal static class AptClients
{
    private const string Suites = "dists/";

    /// <summary>The source, and the keys beside it.</summary>
    public static IEnumerable<ClientFile> Of(ClientSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var text = new StringBuilder($"# {source.Mark}\n");
        text.AppendJoin('\n', source.Header.Roots.Select(r => Describe(source, r)).Where(s => IsWord(s.Suite)).GroupBy(s => (s.Types, s.Tail))
            .Select(g => $"Types: {g.Key.Types}\nURIs: {source.Address.AbsoluteUri}\nSuites: {string.Join(' ', g.Select(s => s.Suite))}\n{g.Key.Tail}"));

        yield return new ClientFile("sources", text.ToString());
        if (source.Trust.Certificates.Count > 0)
        {
            yield return new ClientFile("asc", PublicKeys.Armored(source.Trust.Certificates, source.Mark));
        }
    }

    // A suite, and what follows it in its stanza.
    private static (string Suite, string Types, string Tail) Describe(ClientSource source, PlanRoot root)
    {
        IReadOnlyList<string> paths = root.Path.Length == 0 ? [] : source.Below(root.Path);
        var isFlat = !root.Path.StartsWith(Suites, StringComparison.Ordinal);
        var indices = isFlat ? [] : paths.Select(p => IndexOf(p[(root.Path.Length + 1)..])).Where(i => i.Component.Length > 0).Distinct().ToList();
        var architectures = indices.Where(i => i.Architecture is not ("source" or "all")).Select(i => i.Architecture).Distinct().Order(StringComparer.Ordinal).ToList();
        var types = indices.Any(i => i.Architecture == "source") ? indices.Any(i => i.Architecture != "source") ? "deb deb-src" : "deb-src" : "deb";
        var rest = new StringBuilder();
        if (!isFlat)
        {
            rest.Append($"Components: {string.Join(' ', indices.Select(i => i.Component).Distinct().Order(StringComparer.Ordinal))}\n");
        }

        // Of several, each host takes its own; with all of them named, it would fetch those of others.
        rest.Append(architectures.Count == 1 ? $"Architectures: {architectures[0]}\n" : "");
        rest.Append(source.IsFrozen && root.ValidUntil is not null ? "Check-Valid-Until: no\n" : "");
        rest.Append(source.Trust.Certificates.Count > 0 ? $"Signed-By:\n{Embedded(source)}" : !isFlat && !paths.Any(p => p == $"{root.Path}/InRelease" || p == $"{root.Path}/Release.gpg") ? "Trusted: yes\n" : "");
        return (isFlat ? (root.Path.Length == 0 ? "./" : root.Path + "/") : root.Path[Suites.Length..], types, rest.ToString());
    }

    // Which component and architecture an index is of: main/binary-amd64/Packages.xz, main/source/by-hash/SHA256/…; nothing else counts.
    private static (string Component, string Architecture) IndexOf(string path)
    {
        var parts = path.Split('/');
        var at = Array.FindIndex(parts, p => p == "source" || p.StartsWith("binary-", StringComparison.Ordinal));
        var isIndex = at > 0 && IsWord(path) && parts[at - 1] != "debian-installer" && at + 1 < parts.Length
            && (parts[at + 1] == "by-hash" || parts[at + 1].StartsWith(parts[at] == "source" ? "Sources" : "Packages", StringComparison.Ordinal));
        return isIndex ? (string.Join('/', parts[..at]), parts[at] == "source" ? "source" : parts[at]["binary-".Length..]) : ("", "");
    }

    // A name with a blank or a line break in it would be another field.
    private static bool IsWord(string text) => text.All(c => c is > ' ' and < '\u007f');

    // An empty line would end the stanza.
    private static string Embedded(ClientSource source) =>
        string.Concat(PublicKeys.Armored(source.Trust.Certificates, source.Mark).TrimEnd('\n').Split('\n').Select(line => $" {(line.Length == 0 ? "." : line)}\n"));
}
