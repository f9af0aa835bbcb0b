using System.Diagnostics;

namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// The real <c>dnf</c> with a root directory of its own: its own repositories, cache and package database, and nothing of the
/// machine's. What it installs lands in that root; signatures of metadata and of packages are required.
/// </summary>
public sealed class DnfClient
{
    private readonly string _configuration;

    /// <summary>Makes an empty machine below <paramref name="root"/>.</summary>
    public DnfClient(string root)
    {
        Root = root;
        foreach (var directory in (string[])["repos", "cache", "log", "persist", "plugins", "vars"])
        {
            Directory.CreateDirectory(Path.Combine(root, directory));
        }

        _configuration = Path.Combine(root, "dnf.conf");
        File.WriteAllText(_configuration, $"""
            [main]
            reposdir={root}/repos
            cachedir={root}/cache
            logdir={root}/log
            persistdir={root}/persist
            varsdir={root}/vars
            pluginconfpath={root}/plugins
            gpgcheck=1
            repo_gpgcheck=1
            skip_if_unavailable=0
            install_weak_deps=0
            module_platform_id=platform:el9
            metadata_expire=0
            retries=1
            zchunk=0

            """);
    }

    /// <summary>The root directory of this machine.</summary>
    public string Root { get; }

    /// <summary>Adds a repository.</summary>
    public DnfClient WithRepository(string id, string url, string key, bool checksMetadata = true)
    {
        File.WriteAllText(Path.Combine(Root, "repos", id + ".repo"), $"""
            [{id}]
            name={id}
            baseurl={url}
            gpgkey=file://{key}
            repo_gpgcheck={(checksMetadata ? 1 : 0)}

            """);
        return this;
    }

    /// <summary>Runs dnf with all questions answered by yes.</summary>
    public CommandResult Run(params IEnumerable<string> arguments) =>
        Command.Run(new ProcessStartInfo("dnf", [
            "--assumeyes", $"--config={_configuration}", $"--installroot={Root}/machine", "--releasever=9", "--forcearch=x86_64", "--disableplugin=local,versionlock",
            .. arguments])
        {
            WorkingDirectory = Root,
            Environment = { ["LC_ALL"] = "C.UTF-8", ["http_proxy"] = "", ["no_proxy"] = "*" },
        });

    /// <summary>Installs packages and what they need.</summary>
    public CommandResult Install(params IEnumerable<string> packages) => Run(["install", .. packages]);

    /// <summary>The packages that are installed, as name-version, sorted.</summary>
    public IReadOnlyList<string> Installed() =>
        [.. Command.Output("rpm", $"--root={Root}/machine", "--query", "--all", "--queryformat", "%{NAME}-%{VERSION}\\n")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(name => !name.StartsWith("gpg-pubkey", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
