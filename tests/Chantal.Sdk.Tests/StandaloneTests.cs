using System.Diagnostics;
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The packages for machines without .NET, installed where there is none.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed partial class StandaloneTests : AptEndToEndTest
{
    private const string Wanted = "etc/systemd/system/timers.target.wants/chantal@all.timer";

    [TestMethod]
    public void The_packages_of_Debian_and_of_Red_Hat_are_installed_used_and_removed()
    {
        var (upstream, server) = ServeSmall();
        using var root = new MinimalRoot(Workspace.PathOf("root"), "libgcc-s1", "libstdc++6", "libssl3", "ca-certificates", "logrotate");
        Assert.IsFalse(File.Exists(root.PathOf("usr/bin/dotnet")) || Directory.Exists(root.PathOf("usr/share/dotnet")));

        MinimalRoot.AsRoot("dpkg", "--root", root.Path, "--install", Packages.Find(".deb")).Succeeded();
        Define(root, server.Uri);

        // As the service of all mirrors does it.
        var unit = File.ReadAllText(root.PathOf("usr/lib/systemd/system/chantal@.service"));
        var sync = root.Run(UnitUser().Match(unit).Groups[1].Value, "/etc/chantal", UnitStart().Match(unit).Groups[1].Value.Replace("%i", "all", StringComparison.Ordinal).Split(' ')).Succeeded();
        Assert.DoesNotContain("warning", sync.Output);
        Tree.AssertMirrors(upstream.Root, root.PathOf("var/lib/chantal/publish/one"));
        Tree.AssertMirrors(upstream.Root, root.PathOf("var/lib/chantal/publish/two"));
        Assert.Contains("StoreArtifacts", File.ReadAllText(root.PathOf("var/log/chantal/all.jsonl")));
        root.Run("root", "/", "logrotate", "--force", "--state", "/tmp/rotated", "/etc/logrotate.d/chantal").Succeeded();
        Assert.IsTrue(File.Exists(root.PathOf("var/log/chantal/all.jsonl.1")));

        foreach (var line in (string[])["plan", "status", "snapshot create jan", "promote prod jan", "verify", "report --output /tmp/report.html", "export jan /tmp/jan.tar"])
        {
            Chantal(root, line);
        }

        Assert.Contains("one", Chantal(root, "history"));
        Chantal(root, "convert projects /tmp/mirrors");
        Chantal(root, "sync two --config /tmp");
        Chantal(root, "init --type files --name tools --release acme/tool --checksum-file https://files.example/SHA256SUMS --no-plan --output /tmp/three");

        Enable(root);
        MinimalRoot.AsRoot("dpkg", "--root", root.Path, "--purge", "chantal").Succeeded();
        AssertGone(root);

        // The next package finds what the one before has mirrored.
        server.Forget();
        MinimalRoot.AsRoot("rpm", "--root", root.Path, "--force-debian", "--nodeps", "--install", Packages.Find(".rpm")).Succeeded();
        Define(root, server.Uri);
        Chantal(root, "sync");
        Assert.IsEmpty(server.RequestedPackages);
        Enable(root);
        MinimalRoot.AsRoot("rpm", "--root", root.Path, "--force-debian", "--erase", "chantal").Succeeded();
        AssertGone(root);
        Tree.AssertMirrors(upstream.Root, root.PathOf("var/lib/chantal/publish/one"));
    }

    [TestMethod]
    public void A_package_brings_manual_pages_completions_and_units()
    {
        var deb = Command.Output("dpkg-deb", "--contents", Packages.Find(".deb"));
        foreach (var path in (string[])
        [
            "/usr/share/man/man1/chantal-snapshot-create.1.gz", "/usr/share/bash-completion/completions/chantal", "/usr/share/zsh/vendor-completions/_chantal",
            "/usr/share/fish/vendor_completions.d/chantal.fish", "/usr/lib/systemd/system/chantal@.timer", "/etc/logrotate.d/chantal",
        ])
        {
            Assert.Contains($" .{path}\n", deb);
        }

        var rpm = Command.Output("rpm", "-qpl", Packages.Find(".rpm"));
        Assert.Contains("/usr/share/zsh/site-functions/_chantal\n", rpm);
        Assert.AreSequenceEqual(
            ["/etc/chantal/chantal.yaml", "/etc/chantal/environment", "/etc/logrotate.d/chantal"],
            Command.Output("rpm", "-qpc", Packages.Find(".rpm")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.AreEqual("/etc/chantal/chantal.yaml\n/etc/chantal/environment\n/etc/logrotate.d/chantal\n", Command.Output("dpkg-deb", "--info", Packages.Find(".deb"), "conffiles"));

        // The image is made of what lies beside its description.
        var image = File.ReadAllLines(Path.Combine(Packages.Folder, "Containerfile")).Where(line => line.Length > 0 && line[0] is not ('#' or ' ')).Select(line => line.Split(' ')).ToList();
        Assert.IsEmpty(image.Select(line => line[0]).Except(["ARG", "FROM", "COPY", "RUN", "USER", "ENV", "WORKDIR", "VOLUME", "ENTRYPOINT", "CMD"]));
        var architecture = Command.Output("dpkg", "--print-architecture").Trim();
        Assert.IsTrue(FileSystemName.MatchesSimpleExpression(image.Single(line => line[0] == "COPY")[1].Replace("${TARGETARCH}", architecture, StringComparison.Ordinal), Path.GetFileName(Packages.Find(".deb"))));

        // What a reader of manual pages has to say of them.
        var folder = Packages.Unpack(Workspace.Root);
        foreach (var page in Directory.GetFiles(Path.Combine(folder, "share", "man", "man1")))
        {
            Assert.AreEqual("", Command.Run(new ProcessStartInfo("groff", ["-man", "-Tutf8", "-ww", "-z", page])).Succeeded().Output, page);
        }
    }

    [TestMethod]
    public void A_folder_syncs_without_any_NET_and_even_without_the_library_of_SQLite()
    {
        var (upstream, server) = ServeSmall();
        var folder = Packages.Unpack(Workspace.Root);
        var config = Workspace.PathOf("one.proj");
        File.WriteAllText(config, $"""
            <Project Sdk="Chantal.Sdk">
              <PropertyGroup>
                <MirrorType>apt</MirrorType>
                <Upstream>{server.Uri}</Upstream>
                <SignedBy>{Keys.Archive.ArmoredKeyring}</SignedBy>
                <StoreRoot>$(Place)</StoreRoot>
              </PropertyGroup>
              <ItemGroup><Suite Include="stable" /></ItemGroup>
              <Target Name="Tell" AfterTargets="LinkPublish"><Message Importance="high" Text="by a task of MSBuild" /></Target>
            </Project>
            """);

        Assert.Contains("by a task of MSBuild", Sync("first", "--verbose"));
        Assert.Contains("one", Run("history", "first"));

        File.Delete(Path.Combine(folder, "libe_sqlite3.so"));
        server.Forget();
        var without = Sync("second");
        Assert.Contains("CHANTAL4011", without);
        Assert.IsLessThan(without.IndexOf("complete", StringComparison.Ordinal), without.IndexOf("CHANTAL4011", StringComparison.Ordinal), "it is said at the start");

        string Sync(string store, params string[] options)
        {
            var output = Run("sync", store, options);
            Tree.AssertMirrors(upstream.Root, Workspace.PathOf(store, "publish", "one"));
            return output;
        }

        string Run(string verb, string store, params string[] options) => Command.Run(new ProcessStartInfo(
            "env", ["-i", "PATH=/nowhere", "HOME=/nowhere", Path.Combine(folder, "chantal"), verb, "-c", config, "-p", $"Place={Workspace.PathOf(store)}", .. options])).Succeeded().Output;
    }

    private static string Chantal(MinimalRoot root, string line) => root.Run("chantal", "/etc/chantal", ["chantal", .. line.Split(' ')]).Succeeded().Output;

    private static void Define(MinimalRoot root, string upstream)
    {
        File.Copy(Keys.Archive.ArmoredKeyring, root.PathOf("etc/chantal/archive.asc"), overwrite: true);
        File.SetUnixFileMode(root.PathOf("etc/chantal/archive.asc"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var given = File.ReadAllText(root.PathOf("etc/chantal/chantal.yaml"));
        Assert.Contains("repositories: []\n", given);
        File.WriteAllText(root.PathOf("etc/chantal/chantal.yaml"), given.Replace("repositories: []\n", "repositories:\n", StringComparison.Ordinal) + string.Concat(((string[])["one", "two"]).Select(name => $"""
              - name: {name}
                type: apt
                upstream: {upstream}
                signed_by: archive.asc
                suites: [stable]

            """)));
    }

    // As 'systemctl enable' does.
    private static void Enable(MinimalRoot root)
    {
        Directory.CreateDirectory(root.PathOf("etc/systemd/system/timers.target.wants"));
        File.CreateSymbolicLink(root.PathOf(Wanted), "/usr/lib/systemd/system/chantal@.timer");
    }

    private static void AssertGone(MinimalRoot root)
    {
        Assert.IsNull(new FileInfo(root.PathOf(Wanted)).LinkTarget, "nothing is enabled that is gone");
        foreach (var path in (string[])["usr/bin/chantal", "usr/lib/chantal", "usr/share/doc/chantal", "usr/lib/systemd/system/chantal@.timer", "usr/share/man/man1/chantal.1.gz"])
        {
            Assert.IsFalse(Path.Exists(root.PathOf(path)), path);
        }
    }

    [GeneratedRegex("^User=(.*)$", RegexOptions.Multiline)]
    private static partial Regex UnitUser();

    [GeneratedRegex("^ExecStart=(.*)$", RegexOptions.Multiline)]
    private static partial Regex UnitStart();
}
