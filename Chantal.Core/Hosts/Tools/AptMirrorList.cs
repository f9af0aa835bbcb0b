using System.Text.RegularExpressions;
using Chantal.Definitions;
using Chantal.Repositories;

namespace Chantal.Hosts.Tools;

/// <summary>Makes mirrors of the <c>mirror.list</c> of apt-mirror: lines as in sources.list, and settings.</summary>
internal static partial class AptMirrorList
{
    // apt-mirror does not fetch installers.
    private static readonly string[] NotFetched = ["*/installer-*", "*/debian-installer/*"];

    private static readonly Dictionary<string, string> Properties = new()
    {
        ["nthreads"] = "MaxParallelDownloads",
        ["ca_certificate"] = "CaBundle",
        ["certificate"] = "ClientCertificate",
        ["private_key"] = "ClientKey",
    };

    // What Chantal does in its own way, or does not need.
    private static readonly HashSet<string> Own = ["defaultarch", "base_path", "mirror_path", "skel_path", "var_path", "cleanscript", "_autoclean", "_tilde", "use_proxy", "http_proxy", "https_proxy", "limit_rate", "unlink", "retry_wait", "tries"];

    /// <summary>Whether a text is such a file.</summary>
    public static bool IsOne(string text) => Lines(text).Any(l => Source().IsMatch(l.Text)) && (Lines(text).Any(l => FirstWord(l.Text) == "set") || Lines(text).All(l => IsKnown(l.Text)));

    private static string FirstWord(string line) => line.Split([' ', '\t'])[0];

    private static bool IsKnown(string line) => Source().IsMatch(line) || FirstWord(line) is "set" or "clean" or "skip-clean" or "deb" or "deb-src";

    /// <summary>Adds the mirrors.</summary>
    public static void Add(string text, string path, Host host, HostMirrors found)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var sources = new List<AptSource>();
        foreach (var (number, line) in Lines(text))
        {
            var place = $"{path} line {number}";
            if (line.Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries) is ["set", var key, var value])
            {
                settings[key] = value.Trim();
                NoteSetting(key, value.Trim(), place, found);
            }
            else if (Source().Match(line) is { Success: true } match)
            {
                sources.Add(Read(match, place));
            }
            else if (!IsKnown(line) || FirstWord(line) == "set")
            {
                found.Note($"{place} is left out, because it is not understood: {line}");
            }
        }

        var common = Common(settings, path, found);
        var architecture = settings.GetValueOrDefault("defaultarch") ?? ArchitectureNames.InDebian(host.Machine) ?? host.Machine;
        var isSource = sources.Where(s => s.IsSource).SelectMany(s => s.Suites.Select(suite => (s.Uri.TrimEnd('/'), suite))).ToHashSet();
        var groups = sources.Where(s => !s.IsSource).GroupBy(s => string.Join('\n', [s.Uri.TrimEnd('/'), .. s.SignedBy, "", .. s.Components.Order()])).ToList();
        foreach (var group in groups)
        {
            Add([.. group], architecture, groups.Count(g => g.First().Uri.TrimEnd('/') == group.First().Uri.TrimEnd('/')) > 1, isSource, common, found);
        }

        foreach (var shared in groups.GroupBy(g => g.First().Uri.TrimEnd('/')).Where(g => g.Count() > 1))
        {
            found.Note($"{shared.First().First().Place}: the suites from {shared.Key} have different components, so they are mirrors of their own, each under its own name. apt-mirror keeps them in one tree; clients need the new addresses.");
        }

        foreach (var (uri, suite) in isSource.Where(s => !sources.Any(o => !o.IsSource && o.Uri.TrimEnd('/') == s.Item1 && o.Suites.Contains(s.suite))))
        {
            found.Note($"{path}: the source packages of {suite} at {uri} are left out: there is no 'deb' line for the suite.");
        }
    }

    private static void Add(
        IReadOnlyList<AptSource> sources, string architecture, bool isShared, HashSet<(string, string)> withSources, IReadOnlyList<(string Name, string Value)> common, HostMirrors found)
    {
        var first = sources[0];
        if (found.Base(first.Uri, first.Place) is not { } archive)
        {
            return;
        }

        var uri = new Uri(archive);
        var last = uri.AbsolutePath.Trim('/').Split('/')[^1];
        var name = found.NameFor(last.Length > 0 ? last : uri.Host, $"{uri.Host}-{last}");
        var tree = $"{uri.Host}{uri.AbsolutePath}".Trim('/');
        var suites = sources.SelectMany(s => s.Suites).Distinct().ToList();
        var architectures = sources.SelectMany(Architectures).Distinct().ToList();
        var fewer = sources.GroupBy(s => s.Suites[0]).Where(g => g.SelectMany(Architectures).Distinct().Count() < architectures.Count).Select(g => g.Key).ToList();
        if (fewer.Count > 0)
        {
            found.Note($"{first.Place}: {name} takes {string.Join(", ", architectures)} of all its suites, and so more of {string.Join(", ", fewer)} than apt-mirror does.");
        }

        found.Add(
            name,
            [
                ("MirrorType", "apt"), ("Upstream", archive), ("PublishPath", isShared ? "" : tree), ("SignedBy", string.Join(';', first.SignedBy.Where(k => k.StartsWith('/')))),
                ("IncludeSources", suites.Any(s => withSources.Contains((first.Uri.TrimEnd('/'), s))) ? "true" : ""), .. common,
            ],
            [
                .. suites.Select(s => new DefinitionItem("Suite", s)), .. first.Components.Distinct().Select(c => new DefinitionItem("Component", c)),
                .. architectures.Select(a => new DefinitionItem("Architecture", a)), .. NotFetched.Select(i => new DefinitionItem("ExcludeIndex", i)),
            ]);

        IReadOnlyList<string> Architectures(AptSource source) => source.Architectures.Count > 0 ? source.Architectures : [architecture];
    }

    private static void NoteSetting(string key, string value, string place, HostMirrors found)
    {
        if (key is "run_postmirror" or "postmirror_script")
        {
            if (value is not ("0" or "off"))
            {
                found.Note($"{place}: 'set {key} {value}' has no counterpart: run the script after the sync, in your job.");
            }
        }
        else if (key is "proxy_user" or "proxy_password" or "no_check_certificate" or "auth_no_challenge")
        {
            found.Note($"{place}: 'set {key}' is left out{(key.StartsWith("proxy", StringComparison.Ordinal) ? ": credentials belong in a netrc file, which NetrcFile names" : ", and has no counterpart")}.");
        }
        else if (!Own.Contains(key) && !Properties.ContainsKey(key))
        {
            found.Note($"{place}: 'set {key} {value}' has no counterpart, and is left out.");
        }
        else if (key is "base_path" or "mirror_path")
        {
            found.NoteOldTree(place, value);
        }
    }

    private static List<(string Name, string Value)> Common(Dictionary<string, string> settings, string path, HostMirrors found)
    {
        var common = Properties.Where(p => settings.GetValueOrDefault(p.Key) is { Length: > 0 }).Select(p => (p.Value, settings[p.Key])).ToList();
        if (settings.GetValueOrDefault("use_proxy") is "on" or "yes" or "1" && (settings.GetValueOrDefault("http_proxy") ?? settings.GetValueOrDefault("https_proxy")) is { Length: > 0 } proxy)
        {
            common.Add(("Proxy", proxy.Contains("://", StringComparison.Ordinal) ? proxy : $"http://{proxy}"));
        }

        if (settings.GetValueOrDefault("limit_rate") is { Length: > 0 } rate)
        {
            common.Add(("MaxBandwidth", rate.ToUpperInvariant()));
            found.Note($"{path}: 'set limit_rate {rate}' is for each thread there. MaxBandwidth is for all of Chantal on this machine.");
        }

        return common;
    }

    private static AptSource Read(Match match, string place)
    {
        var options = Option().Matches(match.Groups["options"].Value).GroupBy(o => o.Groups[1].Value).ToDictionary(o => o.Key, o => o.Last().Groups[2].Value.Split(','), StringComparer.Ordinal);
        IReadOnlyList<string> architectures = match.Groups["arch"].Success ? [match.Groups["arch"].Value] : options.GetValueOrDefault("arch", []);
        return new AptSource(
            place, match.Groups["source"].Success, match.Groups["uri"].Value, [match.Groups["suite"].Value], match.Groups["components"].Value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries),
            architectures, options.GetValueOrDefault("signed-by", []), null, IsTrusted: false);
    }

    private static IEnumerable<(int Number, string Text)> Lines(string text) => text.Split('\n').Select(l => l.Split('#')[0].Trim()).Index().Where(l => l.Item.Length > 0).Select(l => (l.Index + 1, l.Item));

    [GeneratedRegex(@"^deb(?:(?<source>-src)|-(?<arch>[a-z0-9-]+))?\s+(?:\[(?<options>[^\]]*)\]\s*)?(?<uri>[a-z]+:\S+)\s+(?<suite>\S+)(?:\s+(?<components>.*))?$")]
    private static partial Regex Source();

    [GeneratedRegex(@"([a-z-]+)=(\S+)")]
    private static partial Regex Option();
}
