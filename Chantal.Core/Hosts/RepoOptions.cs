using Chantal.Definitions;

namespace Chantal.Hosts;

/// <summary>What a section of a <c>.repo</c> file says besides where the repository is (<c>dnf.conf(5)</c>).</summary>
internal static class RepoOptions
{
    // What only concerns the machine that installs.
    private static readonly HashSet<string> OfClients =
    [
        "name", "enabled", "baseurl", "metalink", "mirrorlist", "gpgkey", "gpgcheck", "repo_gpgcheck", "pkg_gpgcheck", "priority", "cost", "metadata_expire", "skip_if_unavailable", "module_hotfixes",
        "type", "path", "service", "autorefresh", "keeppackages", "countme", "fastestmirror", "enablegroups", "mirrorlist_expire", "enabled_metadata", "mediaid", "deltarpm", "retries", "minrate",
    ];

    private static readonly (string Key, string Property)[] Properties =
    [
        ("proxy", "Proxy"), ("sslcacert", "CaBundle"), ("sslclientcert", "ClientCertificate"), ("sslclientkey", "ClientKey"), ("max_parallel_downloads", "MaxParallelDownloads"), ("user_agent", "UserAgent"),
    ];

    /// <summary>The properties and items of a section.</summary>
    public static (IEnumerable<(string Name, string Value)> Properties, IEnumerable<DefinitionItem> Items) Read(IReadOnlyDictionary<string, string> keys, string place, string name, HostMirrors found)
    {
        foreach (var (key, value) in keys.Where(k => !OfClients.Contains(k.Key) && !Properties.Any(p => p.Key == k.Key) && k.Key is not ("includepkgs" or "excludepkgs" or "exclude" or "throttle" or "timeout")))
        {
            found.Note(key is "username" or "password" or "proxy_username" or "proxy_password" ? $"{place}: the {key} stays there; put it into a netrc file and name it with NetrcFile in {name}."
                : $"{place}: '{key}={value}' has no counterpart, and is left out.");
        }

        if (keys.GetValueOrDefault("gpgcheck", "1") is "0" or "false" or "no" or "off")
        {
            found.Note($"{place}: packages are not checked there (gpgcheck=0). Chantal checks them, unless you set VerifyPackages to false in {name}.");
        }

        var rate = keys.GetValueOrDefault("throttle", "");
        if (rate.Contains('%', StringComparison.Ordinal))
        {
            found.Note($"{place}: 'throttle={rate}' is a part of a bandwidth that Chantal does not know. Set MaxBandwidth in {name} to bytes per second, such as 10M.");
            rate = "";
        }

        return (
            [
                .. Properties.Select(p => (p.Property, keys.GetValueOrDefault(p.Key, "") is "_none_" ? "none" : keys.GetValueOrDefault(p.Key, ""))),
                ("MaxBandwidth", rate.ToUpperInvariant()), ("TransferTimeout", keys.GetValueOrDefault("timeout", "") is { Length: > 0 } seconds ? seconds.TrimEnd('s') + "s" : ""),
            ],
            [
                .. Names("includepkgs").Select(p => new DefinitionItem("Package", p)),
                .. Names("excludepkgs").Concat(Names("exclude")).Select(p => new DefinitionItem("ExcludePackage", p)),
            ]);

        string[] Names(string key) => keys.GetValueOrDefault(key, "").Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);
    }
}
