using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The shipped definition, against the Debian mirror that this machine's apt is set up for.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class RealDebianTests : EndToEndTest
{
    [TestMethod]
    public void The_shipped_definition_syncs_and_real_apt_takes_a_program_that_runs_from_it()
    {
        var machine = MachineUpstream.Read();
        string[] arguments = [$"-p:Upstream={machine.Uri.TrimEnd('/')}/", $"-p:StoreRoot={Workspace.StoreRoot}/"];
        var definition = Path.Combine(Checkout.Root, "mirrors/debian.proj");

        Workspace.DotnetBuild(definition, arguments).Succeeded();
        Workspace.DotnetBuild(definition, arguments).DidNothing();

        var nginx = Own(new Nginx(Workspace.PublishRoot));
        foreach (var (name, uri) in ((string, string)[])[("http", $"{nginx.Uri}/debian"), ("file", $"copy:{Workspace.Published("debian")}")])
        {
            var client = new AptClient(Workspace.PathOf(name)).WithDeb822Source(MachineUpstream.Keyring, uri, "bookworm bookworm-updates", "main");
            client.Update().Succeeded();
            client.Download("rsync", "less", "ca-certificates").Succeeded();
            Assert.Contains("rsync 3.", VersionOfRsync(client), "the program from the packages alone");
        }
    }

    [TestMethod]
    public void Debootstrap_makes_a_machine_from_what_a_slice_lists()
    {
        var machine = MachineUpstream.Read();
        Keys.Archive.ExportSecret(Workspace.PathOf("signing.key"));

        // What debootstrap takes by itself.
        var required = Command.Output("apt-cache", "dumpavail").Split("\n\n").Where(stanza => stanza.Contains("\nPriority: required\n", StringComparison.Ordinal))
            .Select(stanza => stanza.TrimStart().Split('\n')[0]["Package: ".Length..]).Append("usr-is-merged").Distinct();
        var project = Workspace.Project("slice", $"""
              <PropertyGroup>
                <MirrorType>apt</MirrorType>
                <Upstream>{machine.Uri.TrimEnd('/')}/</Upstream>
                <SignedBy>{MachineUpstream.Keyring}</SignedBy>
                <IncludeDependencies>true</IncludeDependencies>
                <Metadata>Regenerate</Metadata>
                <SigningKey>{Workspace.PathOf("signing.key")}</SigningKey>
              </PropertyGroup>
              <ItemGroup>
                <Suite Include="bookworm" />
                <Component Include="main" />
                <Architecture Include="amd64" />
                <Language Include="en" />
                <ExcludeIndex Include="*/installer-*;*Contents-udeb*" />
                <Package Include="apt;{string.Join(';', required)}" />
              </ItemGroup>
            """);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Verify").Succeeded();
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        using var root = new TemporaryRoot(Workspace.PathOf("root"));

        MinimalRoot.AsRoot("debootstrap", "--variant=minbase", $"--keyring={Keys.Archive.Keyring}", "bookworm", root.Path, $"{nginx.Uri}/slice").Succeeded();

        Assert.Contains("apt 2.", MinimalRoot.AsRoot("chroot", root.Path, "apt-get", "--version").Succeeded().Output);
        MinimalRoot.AsRoot("chroot", root.Path, "apt-get", "check").Succeeded();
    }

    private sealed record TemporaryRoot(string Path) : IDisposable
    {
        public void Dispose() => MinimalRoot.AsRoot("rm", "-rf", "--one-file-system", Path);
    }

    // Real maintainer scripts are not for the machine that runs tests: the packages are unpacked, and the program is
    // started by the loader and with the libraries that lie among them.
    private static string VersionOfRsync(AptClient client)
    {
        var machine = Path.Combine(client.Root, "unpacked");
        foreach (var package in client.Downloaded())
        {
            Command.Output("dpkg-deb", "--extract", Path.Combine(client.Root, "var/cache/apt/archives", package), machine);
        }

        var libraries = string.Join(':', ((string[])["lib", "usr/lib"]).Select(path => Path.Combine(machine, path, "x86_64-linux-gnu")));
        var loader = Path.Combine(machine, "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
        return Command.Output(loader, "--library-path", libraries, Path.Combine(machine, "usr/bin/rsync"), "--version").Replace("  version ", " ", StringComparison.Ordinal);
    }
}
