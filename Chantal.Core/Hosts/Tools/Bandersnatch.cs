using System.Text.RegularExpressions;
using Chantal.Definitions;

namespace Chantal.Hosts.Tools;

/// <summary>Makes a mirror of a <c>bandersnatch.conf</c>.</summary>
internal static partial class Bandersnatch
{
    // What Chantal does in any case, in its own way, or does not need.
    private static readonly HashSet<string> Own =
    [
        "mirror.master", "mirror.workers", "mirror.timeout", "mirror.json", "mirror.proxy", "mirror.simple-format", "mirror.stop-on-error", "mirror.verifiers", "mirror.log-config",
        "mirror.storage-backend", "mirror.compare-method", "mirror.cleanup", "mirror.digest_name", "mirror.diff-file", "mirror.diff-append-epoch", "mirror.directory", "mirror.root_uri",
        "plugins.enabled", "allowlist.packages", "allowlist.requirements", "allowlist.requirements_path", "blocklist.packages", "latest_release.keep",
    ];

    private static readonly HashSet<string> Sections = ["mirror", "plugins", "allowlist", "blocklist", "latest_release", "filter_prerelease", "s3", "swift"];

    private static readonly HashSet<string> Plugins = ["allowlist_project", "allowlist_release", "blocklist_project", "latest_release", "prerelease_release", "project_requirements", "project_requirements_pinned"];

    /// <summary>Adds the mirror.</summary>
    /// <param name="entries">The file.</param>
    /// <param name="path">What notes call it.</param>
    /// <param name="found">Where it goes.</param>
    public static void Add(IReadOnlyList<(string Section, string Key, string Value)> entries, string path, HostMirrors found)
    {
        var keys = entries.GroupBy(e => $"{e.Section}.{e.Key}").ToDictionary(e => e.Key, e => e.Last().Value.Trim());
        if (found.Base($"{Get("mirror.master", "https://pypi.org").TrimEnd('/')}/simple", path) is not { } upstream)
        {
            return;
        }

        var name = found.NameFor("pypi");
        var plugins = Lines("plugins.enabled");
        bool IsOn(params string[] any) => plugins.Contains("all") || plugins.Any(any.Contains);
        var isNarrowed = IsOn("allowlist_project", "allowlist_release", "project_requirements", "project_requirements_pinned");
        var items = new List<DefinitionItem>();
        if (isNarrowed)
        {
            items.AddRange(Lines("allowlist.packages").Select(Package));
            items.AddRange(Lines("allowlist.requirements").Select(r => new DefinitionItem("Requirements", Path.Combine(Get("allowlist.requirements_path", ""), r))));
        }

        if (IsOn("blocklist_project"))
        {
            items.AddRange(Lines("blocklist.packages").Select(p => Excluded(p, path, found)).OfType<DefinitionItem>());
        }

        Note(entries, plugins, name, path, found);
        var seconds = Get("mirror.timeout", "");
        found.Add(
            name,
            [
                ("MirrorType", "pypi"), ("Upstream", upstream), ("IncludeAll", isNarrowed ? "" : "true"), ("IncludePreReleases", IsOn("prerelease_release") || !isNarrowed ? "" : "true"),
                ("KeepVersions", IsOn("latest_release") ? Get("latest_release.keep", "") : ""), ("JsonApi", Get("mirror.json", "") is "true" or "yes" or "on" or "1" ? "true" : ""),
                ("MaxParallelDownloads", Get("mirror.workers", "")), ("TransferTimeout", seconds.Length > 0 ? $"{seconds}s" : ""), ("Proxy", Get("mirror.proxy", "")),
            ],
            items);

        string Get(string key, string otherwise) => keys.GetValueOrDefault(key) is { Length: > 0 } value ? value : otherwise;
        string[] Lines(string key) => Get(key, "").Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static void Note(IReadOnlyList<(string Section, string Key, string Value)> entries, string[] plugins, string name, string path, HostMirrors found)
    {
        foreach (var plugin in plugins.Where(p => p != "all" && !Plugins.Contains(p)))
        {
            found.Note($"{path} [plugins]: {plugin} has no counterpart, and is left out{plugin switch
            {
                "exclude_platform" => $": name the environments to keep with PythonVersion and Platform items in {name}",
                "regex_project" or "regex_release" => $": patterns with * and ? can be ExcludePackage items in {name}",
                "size_project_metadata" => $": MaxFileSize in {name} limits single files",
                _ => "",
            }}.");
        }

        foreach (var section in entries.Select(e => e.Section).Except(Sections))
        {
            found.Note($"{path} [{section}] has no counterpart, and is left out.");
        }

        foreach (var (section, key, value) in entries.Where(e => !Own.Contains($"{e.Section}.{e.Key}") && Sections.Contains(e.Section)))
        {
            found.Note($"{path} [{section}]: '{key} = {value.Replace("\n", " ", StringComparison.Ordinal)}' has no counterpart, and is left out.");
        }

        if (entries.FirstOrDefault(e => e.Section == "mirror" && e.Key == "directory").Value is { Length: > 0 } directory)
        {
            found.NoteOldTree(path, directory);
        }
    }

    private static DefinitionItem Package(string requirement)
    {
        var match = Requirement().Match(requirement);
        return match.Groups["version"].Value.Replace(" ", "", StringComparison.Ordinal) is { Length: > 0 } version
            ? new DefinitionItem("Package", match.Groups["name"].Value, [KeyValuePair.Create("Version", version)])
            : new DefinitionItem("Package", requirement.Trim());
    }

    private static DefinitionItem? Excluded(string requirement, string path, HostMirrors found)
    {
        if (Requirement().Match(requirement) is { Success: true } match && match.Groups["version"].Value.Trim().Length == 0)
        {
            return new DefinitionItem("ExcludePackage", match.Groups["name"].Value);
        }

        found.Note($"{path} [blocklist]: '{requirement}' is left out: Chantal excludes whole projects.");
        return null;
    }

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z0-9._-]+(?:\[[^\]]*\])?)\s*(?<version>[<>=!~][^;]*)?$")]
    private static partial Regex Requirement();
}
