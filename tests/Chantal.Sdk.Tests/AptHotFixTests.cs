using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A snapshot of an APT mirror on top of another one, where metadata is made here: it lists what the base lists, what was taken, and nothing else that is newer.</summary>
[TestClass]
public sealed class AptHotFixTests : AptEndToEndTest
{
    [TestMethod]
    [DataRow("tool")]
    [DataRow("tool=2.0")]
    [DataRow("tool-suite")]
    public void A_package_comes_with_what_it_needs_and_nothing_else_moves(string name)
    {
        var project = TwoStates();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", $"-p:Take={name}").Succeeded();

        Assert.AreSequenceEqual(["helper 1.0", "lib 1.0", "other 1.0", "tool 1.0", "tool 2.0"], Listed("jan.1"));
        Assert.AreSequenceEqual(["helper added", "tool upgraded"], Changes(project, "jan", "jan.1"));
        Gpgv("jan.1");
    }

    [TestMethod]
    [DataRow("-p:Take=DSA-1-1")]
    [DataRow("-p:Take=CVE-2025-1")]
    [DataRow("-p:Only=security")]
    public void What_fixes_an_advisory_about_its_source_comes(string request)
    {
        File.WriteAllText(Workspace.PathOf("osv.json"), """
            [{"id":"DSA-1-1","modified":"2025-02-01T00:00:00Z","published":"2025-02-01T00:00:00Z","aliases":["CVE-2025-1"],"affected":[{"package":{"ecosystem":"Debian:12","name":"tool-suite"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.9"}]}]}]},
             {"id":"DSA-2-1","modified":"2025-02-01T00:00:00Z","affected":[{"package":{"ecosystem":"Debian:12","name":"other"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]}]
            """);
        var (upstream, server) = Serve(Upstream());
        var project = Define(server.Uri, properties: Own(), items: """<Advisory Include="osv.json" Ecosystem="Debian:12" />""");
        Freeze(project, "jan");
        GoOn(upstream);
        Workspace.Build(project).Succeeded();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", request).Succeeded();

        Assert.AreSequenceEqual(["helper added", "tool upgraded"], Changes(project, "jan", "jan.1"));
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.2", "-p:Base=jan", "-p:Take=CVE-2025-9").FailedWith("CHANTAL6141");
    }

    [TestMethod]
    [DataRow("-p:Take=CVE-2025-1")]
    [DataRow("-p:Only=security")]
    public void What_fixes_an_advisory_cannot_be_taken_of_metadata_that_upstream_signed(string request)
    {
        File.WriteAllText(Workspace.PathOf("osv.json"), """{"id":"DSA-1-1","modified":"2025-02-01T00:00:00Z","aliases":["CVE-2025-1"],"affected":[{"package":{"ecosystem":"Debian:12","name":"tool-suite"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.9"}]}]}]}""");
        var (upstream, server) = Serve(Upstream());
        var project = Define(server.Uri, items: """<Advisory Include="osv.json" Ecosystem="Debian:12" />""");
        Freeze(project, "jan");
        GoOn(upstream);
        Workspace.Build(project).Succeeded();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", request).FailedWith("CHANTAL6144");
    }

    [TestMethod]
    public void Stanzas_are_copied_byte_for_byte_and_the_date_is_that_of_the_base()
    {
        var project = TwoStates();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").Succeeded();

        var (before, head, after) = (Packages("jan"), Packages(null), Packages("jan.1"));
        Assert.StartsWith(before, after);
        foreach (var stanza in after[before.Length..].Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Contains(stanza, head);
        }

        Assert.AreEqual(Date("jan"), Date("jan.1"));
        Assert.Contains(": 0 faults", Workspace.Build(project, "-t:Verify").Succeeded().Output);
    }

    [TestMethod]
    public void Sources_and_descriptions_come_along()
    {
        var upstream = Upstream();
        upstream.Suite("stable").AddSources("main", new SourcePackage("tool-suite"));
        var (_, server) = Serve(upstream);
        var project = Define(server.Uri, properties: Own("<IncludeSources>true</IncludeSources>"));
        Freeze(project, "jan");
        GoOn(upstream);
        upstream.Suite("stable").AddSources("main", new SourcePackage("tool-suite", "2.0"), new SourcePackage("unrelated"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").Succeeded();

        var sources = Command.Output("zcat", Path.Combine(Workspace.PublishRoot, "snapshots/jan.1", Mirror, "dists/stable/main/source/Sources.gz"));
        Assert.Contains("Version: 2.0", sources);
        Assert.DoesNotContain("unrelated", sources);
        Assert.HasCount(2, Tree.Read(Path.Combine(Workspace.PublishRoot, "snapshots/jan.1", Mirror)).Paths.Where(p => p.EndsWith(".dsc", StringComparison.Ordinal)).ToList());
    }

    [TestMethod]
    public void The_same_command_is_harmless_and_another_one_is_refused()
    {
        var project = TwoStates();
        string[] command = ["-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool"];

        Workspace.Build(project, command).Succeeded();
        Workspace.Build(project, command).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=other").FailedWith("CHANTAL6101");
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.2", "-p:Base=jan.1", "-p:Take=other").Succeeded();

        Assert.AreSequenceEqual(["other upgraded"], Changes(project, "jan.1", "jan.2"));
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.3", "-p:Base=jan", "-p:Take=absent").FailedWith("CHANTAL6141");
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6144")]
    public void Of_metadata_that_upstream_signed_nothing_is_taken_and_it_says_what_to_set()
    {
        var (upstream, server) = Serve(Upstream());
        var project = Define(server.Uri);
        Freeze(project, "jan");
        GoOn(upstream);
        Workspace.Build(project).Succeeded();

        var named = Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").FailedWith("CHANTAL6144");
        Assert.Contains("<Metadata>Regenerate</Metadata>", named.Output);
        Assert.AreSequenceEqual(["CHANTAL6146"], Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Only=security").Succeeded().Warnings);

        project = Define(server.Uri, properties: Own());
        Freeze(project, "feb");
        upstream.Suite("stable").Replace("main", new BinaryPackage("tool", "3.0"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=feb.1", "-p:Base=feb", "-p:Take=tool").Succeeded();
        Assert.AreSequenceEqual(["tool upgraded"], Changes(project, "feb", "feb.1"));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6146")]
    public void A_filter_of_advisories_says_that_there_are_none()
    {
        var project = TwoStates();

        Assert.AreSequenceEqual(["CHANTAL6146"], Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Only=security").Succeeded().Warnings);
        Assert.IsEmpty(Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.2", "-p:Base=jan", "-p:Take=tool").Succeeded().Warnings);

        Assert.IsEmpty(Changes(project, "jan", "jan.1"));
    }

    [TestMethod]
    public void A_channel_that_the_site_signs_is_a_base_too()
    {
        var project = TwoStates("<ChannelSigningKey>signing.key</ChannelSigningKey>");
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=prod", "-p:Take=tool").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan.1").Succeeded();

        Assert.AreEqual(Date("jan"), Date("jan.1"));
        Assert.AreSequenceEqual(["helper added", "tool upgraded"], Changes(project, "jan", "prod"));
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Apt_upgrades_to_the_fix_and_to_nothing_else_and_goes_on_from_there()
    {
        var upstream = Upstream();
        var (_, server) = Serve(upstream);
        var project = Define(server.Uri, properties: Own());
        Freeze(project, "jan");
        GoOn(upstream);
        Freeze(project, "feb");
        upstream.Suite("stable").Replace("main", new BinaryPackage("tool", "3.0") { Fields = "Depends: helper, lib (>= 1.0)" });
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").Succeeded();
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var client = new AptClient(Workspace.PathOf("client")).WithDeb822Source(Keys.Stranger.Keyring, $"{nginx.Uri}/channels/prod/{Mirror}", "stable", "main");
        var updates = 0;

        Follow("jan");
        client.Install("tool", "lib", "other").Succeeded();
        Follow("jan.1");
        client.Upgrade().Succeeded();
        Assert.AreSequenceEqual(["helper", "lib", "other", "tool"], client.Installed());
        Assert.AreEqual("3.0", client.VersionOf("tool"));
        Assert.AreEqual("1.0", client.VersionOf("lib"));
        client.Check().Succeeded();

        // What was taken is younger than the next round, which hosts follow nevertheless.
        Follow("feb");
        client.Upgrade().Succeeded();
        Assert.AreEqual("2.0", client.VersionOf("lib"));

        void Follow(string snapshot)
        {
            Workspace.Build(project, "-t:Promote", "-p:Channel=prod", $"-p:SnapshotName={snapshot}").Succeeded();

            // Web servers tell states apart by the second, and two promotions may be of the same one.
            updates++;
            foreach (var root in Directory.GetFiles(Workspace.Published($"channels/prod/{Mirror}"), "InRelease", SearchOption.AllDirectories))
            {
                File.SetLastWriteTimeUtc(root, File.GetLastWriteTimeUtc(root).AddHours(-updates));
            }

            client.Update().Succeeded();
        }
    }

    private static AptUpstream GoOn(AptUpstream upstream)
    {
        upstream.Suite("stable")
            .Replace("main", new BinaryPackage("tool", "2.0") { Fields = "Source: tool-suite\nDepends: helper, lib (>= 1.0)" })
            .Replace("main", new BinaryPackage("lib", "2.0"))
            .Replace("main", new BinaryPackage("other", "2.0"))
            .Add("main", new BinaryPackage("helper"));
        return upstream.Publish();
    }

    private AptUpstream Upstream()
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Add("main", new BinaryPackage("tool") { Fields = "Source: tool-suite" }, new BinaryPackage("lib"), new BinaryPackage("other"));
        return upstream;
    }

    // January is frozen; what came since is tool 2.0, which needs helper, and newer lib and other.
    private string TwoStates(string properties = "")
    {
        var (upstream, server) = Serve(Upstream());
        var project = Define(server.Uri, properties: Own(properties));
        Freeze(project, "jan");
        GoOn(upstream);
        Workspace.Build(project).Succeeded();
        return project;
    }

    private string Own(string more = "")
    {
        if (!File.Exists(Workspace.PathOf("signing.key")))
        {
            Keys.Stranger.ExportSecret(Workspace.PathOf("signing.key"));
        }

        return $"<Metadata>Regenerate</Metadata><SigningKey>signing.key</SigningKey>{more}";
    }

    private string Suite(string? snapshot) => Path.Combine(snapshot is null ? Published : Path.Combine(Workspace.PublishRoot, "snapshots", snapshot, Mirror), "dists/stable");

    private string Packages(string? snapshot) => Command.Output("xzcat", Path.Combine(Suite(snapshot), "main/binary-amd64/Packages.xz"));

    private string Date(string snapshot) => File.ReadLines(Path.Combine(Suite(snapshot), "Release")).Single(l => l.StartsWith("Date:", StringComparison.Ordinal));

    private void Gpgv(string snapshot)
    {
        _ = Command.Output("gpgv", "--keyring", Keys.Stranger.Keyring, Path.Combine(Suite(snapshot), "InRelease"));
        _ = Command.Output("gpgv", "--keyring", Keys.Stranger.Keyring, Path.Combine(Suite(snapshot), "Release.gpg"), Path.Combine(Suite(snapshot), "Release"));
    }

    private IReadOnlyList<string> Listed(string snapshot) =>
    [
        .. Packages(snapshot).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(s => s.Split('\n').Select(l => l.Split(": ", 2)).Where(f => f[0] is "Package" or "Version").ToDictionary(f => f[0], f => f[1]))
            .Select(f => $"{f["Package"]} {f["Version"]}").Order(StringComparer.Ordinal),
    ];

    private IReadOnlyList<string> Changes(string project, string from, string to)
    {
        Workspace.Build(project, "-t:DiffSnapshot", $"-p:From={from}", $"-p:To={to}", "-p:OutputFormat=json", "-p:OutputFile=diff.json").Succeeded();
        using var diff = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("diff.json")));
        return [.. diff.RootElement.GetProperty("packages").EnumerateArray().Select(p => $"{p.GetProperty("name").GetString()} {p.GetProperty("change").GetString()}")];
    }
}
