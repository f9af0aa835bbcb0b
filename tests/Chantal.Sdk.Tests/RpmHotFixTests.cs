using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A snapshot on top of another one holds that one's packages, what was taken, and nothing else that is newer.</summary>
[TestClass]
public sealed class RpmHotFixTests : RpmEndToEndTest
{
    [TestMethod]
    public void A_package_comes_with_what_it_needs_and_nothing_else_moves()
    {
        var project = TwoStates();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").Succeeded();

        Assert.AreSequenceEqual(
            ["helper-1.0-1.noarch.rpm", "lib-1.0-1.noarch.rpm", "other-1.0-1.noarch.rpm", "tool-1.0-1.noarch.rpm", "tool-2.0-1.noarch.rpm"], Packages("jan.1"));
        Assert.AreSequenceEqual(["helper added", "tool upgraded"], Changes(project, "jan", "jan.1"));
    }

    [TestMethod]
    public void What_is_blocked_by_now_is_not_taken()
    {
        var project = TwoStates();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=feb").Succeeded();
        File.WriteAllText(project, File.ReadAllText(project).Replace("</Project>", """<ItemGroup><Block Include="to*l" Version="2.0" Reason="corrupts | data\" /></ItemGroup></Project>""", StringComparison.Ordinal));
        Workspace.Build(project).Succeeded();

        Assert.Contains("corrupts | data\\", Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:From=feb", "-p:Take=tool").FailedWith("CHANTAL6207").Output);

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:From=feb", "-p:Take=other").Succeeded();
    }

    [TestMethod]
    [DataRow("TEST-2025:1")]
    [DataRow("CVE-2025-0001")]
    public void An_advisory_is_named_by_its_id_or_a_cve(string name)
    {
        var project = TwoStates();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", $"-p:Take={name}").Succeeded();

        Assert.AreSequenceEqual(["helper added", "tool upgraded"], Changes(project, "jan", "jan.1"));
        using var diff = Diff(project, "jan", "jan.1");
        Assert.AreSequenceEqual(["TEST-2025:1"], diff.RootElement.GetProperty("advisories").EnumerateArray().Select(a => a.GetProperty("id").GetString()));
    }

    [TestMethod]
    [DataRow("-p:Only=security", "helper added|tool upgraded")]
    [DataRow("-p:Severity=critical", "")]
    [DataRow("-p:Severity=important", "helper added|tool upgraded")]
    [DataRow("-p:Until=2025-01-15", "helper added|tool upgraded")]
    [DataRow("-p:Until=2025-02-15", "helper added|other upgraded|tool upgraded")]
    public void Filters_take_what_fixes_the_advisories_that_pass(string filter, string changes)
    {
        var project = TwoStates();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", filter).Succeeded();

        Assert.AreEqual(changes, string.Join('|', Changes(project, "jan", "jan.1")));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6141")]
    [TestProperty("Advice", "CHANTAL6145")]
    public void Names_that_mean_nothing_and_halves_of_a_request_are_refused()
    {
        var project = TwoStates();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool;absent").FailedWith("CHANTAL6141");
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Take=tool").FailedWith("CHANTAL6145");
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan").FailedWith("CHANTAL6145");
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Until=yesterday").FailedWith("CHANTAL2003");

        Assert.IsFalse(Directory.Exists(Path.Combine(Workspace.PublishRoot, "snapshots/jan.1")));
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").Succeeded();
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6142")]
    [TestProperty("Advice", "CHANTAL6143")]
    public void What_does_not_fit_is_refused_with_the_chain()
    {
        var (repository, server) = Serve("", new RpmPackage("tool"), new RpmPackage("bound") { Tags = "Requires: tool = 1.0" }, new RpmPackage("needy"));
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        repository.Add(new RpmPackage("tool", "2.0"), new RpmPackage("needy", "2.0") { Tags = "Requires: absent" }).Publish();
        Workspace.Build(project).Succeeded();

        Assert.Contains("bound", Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").FailedWith("CHANTAL6143").Output);
        Assert.Contains("needy -> absent", Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=needy").FailedWith("CHANTAL6142").Output);

        repository.Add(new RpmPackage("bound", "2.0") { Tags = "Requires: tool = 2.0" }, new RpmPackage("absent")).Publish();
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool;needy=2.0").Succeeded();
        Assert.AreSequenceEqual(["absent added", "bound upgraded", "needy upgraded", "tool upgraded"], Changes(project, "jan", "jan.1"));
    }

    [TestMethod]
    [DataRow("Conflicts: bound < 2", "", "bound upgraded|tool upgraded")]
    [DataRow("", "Conflicts: tool >= 2", "bound upgraded|tool upgraded")]
    [DataRow("Conflicts: bound < 1", "Conflicts: tool >= 3", "tool upgraded")]
    [DataRow("Conflicts: bound\nProvides: bound", "", "tool upgraded")]
    public void What_cannot_be_installed_with_it_comes_along_in_a_version_that_can(string tool, string bound, string changes)
    {
        var (repository, server) = Serve("", new RpmPackage("tool"), new RpmPackage("bound") { Tags = bound });
        var project = Define(server.Uri);
        Freeze(project);
        repository.Add(new RpmPackage("tool", "2.0") { Tags = tool }, new RpmPackage("bound", "2.0")).Publish();
        Workspace.Build(project).Succeeded();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").Succeeded();

        Assert.AreEqual(changes, string.Join('|', Changes(project, "jan", "jan.1")));
    }

    [TestMethod]
    [DataRow("Conflicts: bound < 2", "", "Conflicts: bound < 2")]
    [DataRow("", "Conflicts: tool >= 2", "Conflicts: tool >= 2")]
    [DataRow("Requires: enemy", "", "tool -> enemy")]
    [DataRow("Requires: heir", "", "Obsoletes: bound")]
    [DataRow("Obsoletes: needed", "", "bound")]
    public void What_cannot_be_installed_with_it_is_an_error_with_the_chain(string tool, string bound, string chain)
    {
        var (repository, server) = Serve("", new RpmPackage("tool"), new RpmPackage("needed"), new RpmPackage("bound") { Tags = $"Requires: needed\n{bound}" });
        var project = Define(server.Uri);
        Freeze(project);
        repository.Add(new RpmPackage("tool", "2.0") { Tags = tool }, new RpmPackage("enemy") { Tags = "Conflicts: bound" }, new RpmPackage("heir") { Tags = "Obsoletes: bound" }).Publish();
        Workspace.Build(project).Succeeded();

        Assert.Contains(chain, Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").FailedWith("CHANTAL6143").Output);
    }

    [TestMethod]
    public void An_update_may_take_the_place_of_another_package_and_says_so()
    {
        var (repository, server) = Serve("", new RpmPackage("tool"), new RpmPackage("bound"));
        var project = Define(server.Uri);
        Freeze(project);
        repository.Add(new RpmPackage("tool", "2.0") { Tags = "Obsoletes: bound < 2" }).Publish();
        Workspace.Build(project).Succeeded();

        var made = Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").Succeeded();

        Assert.Contains("takes the place of 'bound-1.0-1.noarch'", made.Output);
        Assert.AreSequenceEqual(["tool upgraded"], Changes(project, "jan", "jan.1"));
    }

    [TestMethod]
    public void A_build_of_a_module_comes_whole_and_beside_those_of_the_base()
    {
        var (repository, server) = Serve("", Server("1.0"), Common("1.0"));
        repository.Metadata["modules"] = ("modules.yaml", Build(1, "1.0"));
        repository.Publish();
        var project = Define(server.Uri);
        Freeze(project);
        repository.Add(Server("1.1"), Common("1.1"), Server("1.2"), Common("1.2"));
        repository.Metadata["modules"] = ("modules.yaml", Build(1, "1.0") + Build(2, "1.1") + Build(3, "1.2"));
        repository.Publish();
        Workspace.Build(project).Succeeded();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=server=1.1").Succeeded();

        Assert.AreSequenceEqual(["server upgraded", "server-common upgraded"], Changes(project, "jan", "jan.1"));
        var modules = Directory.GetFiles(Path.Combine(Workspace.PublishRoot, "snapshots/jan.1", Mirror, "repodata"), "*modules*").Single();
        var text = Command.Output(modules.EndsWith(".gz", StringComparison.Ordinal) ? "zcat" : "cat", modules);
        Assert.AreEqual(Build(1, "1.0") + Build(2, "1.1"), text);

        static RpmPackage Server(string version) => new("server", version) { Tags = "ModularityLabel: server:1:1:c0ffee42" };
        static RpmPackage Common(string version) => new("server-common", version) { Tags = "ModularityLabel: server:1:1:c0ffee42" };
        static string Build(int version, string package) => $"""
            ---
            document: modulemd
            version: 2
            data:
              name: server
              stream: "1"
              version: {version}
              context: c0ffee42
              arch: x86_64
              summary: A server
              description: >-
                A server
              license:
                module: [MIT]
              artifacts:
                rpms:
                - server-0:{package}-1.noarch
                - server-common-0:{package}-1.noarch
            ...

            """;
    }

    [TestMethod]
    public void The_same_command_is_harmless_where_metadata_is_signed()
    {
        var project = TwoStates(properties: $"<SigningKey>{Secret()}</SigningKey><PublicUrl>https://mirror.example/</PublicUrl>");
        string[] command = ["-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool"];

        Workspace.Build(project, command).Succeeded();
        Workspace.Build(project, command).Succeeded();

        Assert.IsTrue(File.Exists(Path.Combine(Workspace.PublishRoot, "snapshots/jan.1", Mirror, "repodata/repomd.xml.asc")));
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=other").FailedWith("CHANTAL6101");

        new ChantalTool(Workspace.Root).Call("snapshot", "create", "jan.2", "--base", "jan", "--take", "tool", "--config", project).Ended(0);
        Assert.AreSequenceEqual(Packages("jan.1"), Packages("jan.2"));

        // Hosts believe upstream's key for packages, and the site's for what is made here.
        Assert.HasCount(3, File.ReadAllText(Path.Combine(Workspace.PublishRoot, "snapshots/jan.1", $"{Mirror}.asc")).Split("-----BEGIN PGP PUBLIC KEY BLOCK-----"));
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Dnf_updates_to_the_fix_and_to_nothing_else()
    {
        var project = TwoStates(properties: $"<SigningKey>{Secret()}</SigningKey>");
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=CVE-2025-0001").Succeeded();
        var keys = Workspace.PathOf("keys.asc");
        File.WriteAllText(keys, File.ReadAllText(Keys.Archive.ArmoredKeyring) + File.ReadAllText(Keys.Stranger.ArmoredKeyring));
        var client = new DnfClient(Workspace.PathOf("client"));
        client.WithRepository("mirror", $"file://{Workspace.PublishRoot}/snapshots/jan/{Mirror}", keys);
        client.Install("tool", "lib", "other").Succeeded();
        Assert.AreSequenceEqual(["lib-1.0", "other-1.0", "tool-1.0"], client.Installed());

        client.WithRepository("mirror", $"file://{Workspace.PublishRoot}/snapshots/jan.1/{Mirror}", keys);
        client.Run("update", "--refresh").Succeeded();

        Assert.AreSequenceEqual(["helper-1.0", "lib-1.0", "other-1.0", "tool-2.0"], client.Installed());
        Assert.Contains("TEST-2025:1", client.Run("updateinfo", "list", "--all").Succeeded().Output);
    }

    private void Freeze(string project)
    {
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
    }

    private string Secret()
    {
        var secret = Workspace.PathOf("secret.asc");
        Keys.Stranger.ExportSecret(secret);
        return secret;
    }

    // January is frozen; what came since is tool 2.0, which needs helper, and newer lib and other.
    private string TwoStates(string properties = "")
    {
        var (repository, server) = Serve("", new RpmPackage("tool"), new RpmPackage("lib"), new RpmPackage("other"));
        var project = Define(server.Uri, properties: properties);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        repository.Packages.Clear();
        repository.Metadata["updateinfo"] = ("updateinfo.xml", $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <updates>
            {Advisory("TEST-2025:1", "security", "Important", "2025-01-10 06:00:00", "tool", """<reference type="cve" id="CVE-2025-0001" href="x"/>""")}
            {Advisory("TEST-2025:2", "bugfix", "", "2025-02-10 06:00:00", "other", "")}
            </updates>
            """);
        repository.Add(new RpmPackage("tool", "2.0") { Tags = "Requires: helper" }, new RpmPackage("helper"), new RpmPackage("lib", "2.0"), new RpmPackage("other", "2.0")).Publish();
        Workspace.Build(project).Succeeded();
        return project;
    }

    private static string Advisory(string id, string kind, string severity, string issued, string package, string references) => $"""
        <update from="a test" status="final" type="{kind}" version="1">
          <id>{id}</id>
          <title>{id}</title>
          <issued date="{issued}"/>
          <severity>{severity}</severity>
          <references>{references}</references>
          <pkglist><collection short="t"><name>t</name><package name="{package}" version="2.0" release="1" epoch="0" arch="noarch" src=""><filename>{package}-2.0-1.noarch.rpm</filename></package></collection></pkglist>
        </update>
        """;

    private IReadOnlyList<string> Packages(string snapshot) =>
        [.. Tree.Read(Path.Combine(Workspace.PublishRoot, "snapshots", snapshot, Mirror)).Paths.Where(p => p.EndsWith(".rpm", StringComparison.Ordinal)).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    private IReadOnlyList<string> Changes(string project, string from, string to)
    {
        using var diff = Diff(project, from, to);
        return [.. diff.RootElement.GetProperty("packages").EnumerateArray().Select(p => $"{p.GetProperty("name").GetString()} {p.GetProperty("change").GetString()}")];
    }

    private JsonDocument Diff(string project, string from, string to)
    {
        Workspace.Build(project, "-t:DiffSnapshot", $"-p:From={from}", $"-p:To={to}", "-p:OutputFormat=json", "-p:OutputFile=diff.json").Succeeded();
        return JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("diff.json")));
    }
}
