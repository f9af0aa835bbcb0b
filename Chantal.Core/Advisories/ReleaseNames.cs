using System.Collections.Frozen;

namespace Chantal.Advisories;

/// <summary>The ecosystems that the releases of distributions have in OSV, by their codenames.</summary>
internal static class ReleaseNames
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["wheezy"] = "Debian:7",
        ["jessie"] = "Debian:8",
        ["stretch"] = "Debian:9",
        ["buster"] = "Debian:10",
        ["bullseye"] = "Debian:11",
        ["bookworm"] = "Debian:12",
        ["trixie"] = "Debian:13",
        ["forky"] = "Debian:14",
        ["duke"] = "Debian:15",
        ["trusty"] = "Ubuntu:14.04:LTS",
        ["xenial"] = "Ubuntu:16.04:LTS",
        ["bionic"] = "Ubuntu:18.04:LTS",
        ["focal"] = "Ubuntu:20.04:LTS",
        ["jammy"] = "Ubuntu:22.04:LTS",
        ["noble"] = "Ubuntu:24.04:LTS",
        ["oracular"] = "Ubuntu:24.10",
        ["plucky"] = "Ubuntu:25.04",
        ["questing"] = "Ubuntu:25.10",
        ["resolute"] = "Ubuntu:26.04:LTS",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The ecosystem of a suite, such as <c>bookworm-security</c>; null if its name is not that of a release.</summary>
    public static string? OfSuite(string suite) => Known.GetValueOrDefault(suite.Split('-', '/')[0]);

    /// <summary>The ecosystem of a repository of Alpine, such as <c>v3.22/main</c>; null if it does not name a branch.</summary>
    public static string? OfAlpine(string repository) =>
        repository.Split('/').FirstOrDefault(p => p.Length > 2 && p[0] == 'v' && p[1..].All(c => char.IsAsciiDigit(c) || c == '.')) is { } branch ? $"Alpine:{branch}" : null;
}
