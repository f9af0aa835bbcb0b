using System.Diagnostics;

namespace Chantal.Sdk.Tests.Support;

/// <summary>The real <c>zypper</c>, unpacked by <c>tests/install-tools</c>, with a root directory of its own; signatures are required.</summary>
public sealed class ZypperClient
{
    private const string Home = "/var/tmp/chantal-zypper";

    /// <summary>Makes an empty machine below <paramref name="root"/>.</summary>
    public ZypperClient(string root) => Root = Directory.CreateDirectory(root).FullName;

    /// <summary>The root directory of this machine.</summary>
    public string Root { get; }

    /// <summary>Adds a repository whose metadata and packages have to be signed.</summary>
    public ZypperClient WithRepository(string id, string url)
    {
        Run("addrepo", "--gpgcheck-strict", url, id).Succeeded();
        return this;
    }

    /// <summary>Adds a service, whose index names repositories; signatures are checked as zypper does by default.</summary>
    public ZypperClient WithService(string id, string url)
    {
        Run("addservice", "--type", "ris", url, id).Succeeded();
        Run("refresh-services").Succeeded();
        return this;
    }

    /// <summary>Reads the repositories.</summary>
    public CommandResult Refresh() => Run("refresh");

    /// <summary>Installs packages and what they need.</summary>
    public CommandResult Install(params IEnumerable<string> packages) => Run(["install", "--no-recommends", .. packages]);

    /// <summary>Installs patterns and what they need.</summary>
    public CommandResult InstallPattern(params IEnumerable<string> patterns) => Run(["install", "--no-recommends", "-t", "pattern", .. patterns]);

    /// <summary>Installs one patch.</summary>
    public CommandResult InstallPatch(string patch) => Run("install", "-t", "patch", patch);

    /// <summary>Installs every patch that the machine needs.</summary>
    public CommandResult Patch() => Run("patch");

    /// <summary>Runs zypper.</summary>
    public CommandResult Run(params IEnumerable<string> arguments) =>
        Command.Run(new ProcessStartInfo($"{Home}/usr/bin/zypper", ["--root", Root, "--non-interactive", "--gpg-auto-import-keys", .. arguments])
        {
            WorkingDirectory = Root,
            Environment =
            {
                ["LC_ALL"] = "C.UTF-8",
                ["LD_LIBRARY_PATH"] = $"{Home}/usr/lib/x86_64-linux-gnu",
                ["ZYPP_CONF"] = $"{Home}/etc/zypp/zypp.conf",
                ["PATH"] = $"{Home}/usr/bin:{Environment.GetEnvironmentVariable("PATH")}",
                ["no_proxy"] = "*",
            },
        });
}
