using System.Diagnostics;

namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// The real <c>apt-get</c> with a root directory of its own: its own sources, lists, cache and dpkg database. What it
/// installs lands in that root, and nothing of the machine's configuration or packages takes part.
/// </summary>
public sealed class AptClient
{
    private readonly string _configuration;
    private TrixieApt? _programs;

    /// <summary>Makes an empty machine below <paramref name="root"/>.</summary>
    public AptClient(string root, string architecture = "amd64")
    {
        Root = root;
        foreach (var directory in (string[])[
            "etc/apt/apt.conf.d", "etc/apt/preferences.d", "etc/apt/sources.list.d", "etc/apt/trusted.gpg.d",
            "var/lib/apt/lists/partial", "var/cache/apt/archives/partial", "var/log/apt",
            "var/lib/dpkg/info", "var/lib/dpkg/updates", "tmp"])
        {
            Directory.CreateDirectory(Path.Combine(root, directory));
        }

        File.WriteAllText(Path.Combine(root, "var/lib/dpkg/status"), "");
        _configuration = Path.Combine(root, "etc/apt/apt.conf");
        File.WriteAllText(_configuration, $$"""
            Dir "{{root}}";
            Dir::State::status "{{root}}/var/lib/dpkg/status";
            APT::Architecture "{{architecture}}";
            APT::Architectures { "{{architecture}}"; };
            APT::Sandbox::User "";
            Acquire::Languages { "en"; };
            Acquire::Retries "0";
            Acquire::http::Proxy "DIRECT";
            Debug::NoLocking "1";
            DPkg::Options { "--root={{root}}"; "--force-not-root"; "--force-bad-path"; };

            """);
    }

    /// <summary>The root directory of this machine.</summary>
    public string Root { get; }

    /// <summary>Adds a source as a line of <c>sources.list</c>; <paramref name="rest"/> is the suite and the components.</summary>
    public AptClient WithSource(string keyring, string uri, string rest, string type = "deb")
    {
        File.AppendAllText(Path.Combine(Root, "etc/apt/sources.list"), $"{type} [signed-by={keyring}] {uri} {rest}\n");
        return this;
    }

    /// <summary>Adds a source as a deb822 stanza.</summary>
    public AptClient WithDeb822Source(string keyring, string uri, string suites, string components)
    {
        File.AppendAllText(Path.Combine(Root, "etc/apt/sources.list.d/test.sources"), $"""
            Types: deb
            URIs: {uri}
            Suites: {suites}
            Components: {components}
            Signed-By: {keyring}


            """);
        return this;
    }

    /// <summary>Adds lines to <c>apt.conf</c>.</summary>
    public AptClient Configure(string lines)
    {
        File.AppendAllText(_configuration, lines + "\n");
        return this;
    }

    /// <summary>Runs another apt than this machine's from now on.</summary>
    public AptClient RunBy(TrixieApt programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        _programs = programs;
        return Configure($"Dir::Bin::methods \"{programs.Methods}\";");
    }

    /// <summary>Reads the sources; a source that cannot be read whole is an error.</summary>
    public CommandResult Update() => AptGet("update", "-o", "APT::Update::Error-Mode=any");

    /// <summary>Installs packages and what they depend on.</summary>
    public CommandResult Install(params IEnumerable<string> packages) => AptGet(["install", "--no-install-recommends", .. packages]);

    /// <summary>Upgrades what is installed, with new packages that this needs.</summary>
    public CommandResult Upgrade() => AptGet("upgrade", "--with-new-pkgs", "--no-install-recommends");

    /// <summary>Downloads packages and what they depend on into the cache.</summary>
    public CommandResult Download(params IEnumerable<string> packages) =>
        AptGet(["install", "--no-install-recommends", "--download-only", .. packages]);

    /// <summary>Downloads a source package into <see cref="Root"/>.</summary>
    public CommandResult Source(string package) => AptGet("source", "--download-only", package);

    /// <summary>The names of the packages that are installed, sorted.</summary>
    public IReadOnlyList<string> Installed() =>
        [.. Command.Output("dpkg-query", "--admindir", Path.Combine(Root, "var/lib/dpkg"), "--show", "--showformat", "${Package} ${db:Status-Status}\\n")
            .Split('\n').Where(line => line.EndsWith(" installed", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal)];

    /// <summary>The version of a package that is installed.</summary>
    public string VersionOf(string package) =>
        Command.Output("dpkg-query", "--admindir", Path.Combine(Root, "var/lib/dpkg"), "--show", "--showformat", "${Version}", package).Trim();

    /// <summary>The names of the downloaded packages' files, sorted.</summary>
    public IReadOnlyList<string> Downloaded() =>
        [.. Directory.GetFiles(Path.Combine(Root, "var/cache/apt/archives"), "*.deb").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>Installs packages by aptitude.</summary>
    public CommandResult Aptitude(params IEnumerable<string> packages) => Run("aptitude", ["install", "--assume-yes", "--quiet", "--without-recommends", .. packages]);

    /// <summary>Whether what is installed has what it needs.</summary>
    public CommandResult Check() => AptGet("check");

    /// <summary>What the lists say of packages.</summary>
    public string Show(params IEnumerable<string> packages) => Run("apt-cache", ["show", .. packages]).Succeeded().Output;

    /// <summary>The names of the packages that the lists have, sorted.</summary>
    public IReadOnlyList<string> Names() => [.. Run("apt-cache", ["pkgnames", "--no-all-names"]).Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private CommandResult AptGet(params IEnumerable<string> arguments) => Run("apt-get", ["--yes", "--quiet", .. arguments]);

    private CommandResult Run(string program, IEnumerable<string> arguments)
    {
        var start = _programs?.Start($"usr/bin/{program}") ?? [program];
        return Command.Run(new ProcessStartInfo(start[0], start.Skip(1).Concat(arguments))
        {
            WorkingDirectory = Root,
            Environment = { ["APT_CONFIG"] = _configuration, ["LC_ALL"] = "C.UTF-8", ["DEBIAN_FRONTEND"] = "noninteractive" },
        });
    }
}
