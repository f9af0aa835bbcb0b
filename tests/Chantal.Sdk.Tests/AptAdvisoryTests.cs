using System.IO.Compression;
using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Advisories about source packages: fetched, kept with the state, and told by comparisons, plans, audits and the page.</summary>
[TestClass]
public sealed class AptAdvisoryTests : AptEndToEndTest
{
    private const string Critical = """[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]""";

    [TestMethod]
    public void What_a_change_fixes_is_named_for_the_packages_of_a_source()
    {
        var (upstream, project) = Patched(Serve);
        Freeze(project, "jan");
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();
        upstream.Suite("bookworm-security").Add("main", Lib("1.0-1+deb12u1"), new BinaryPackage("tool", "2.0", "amd64"));
        upstream.Publish();

        var plan = Workspace.Build(project, "-t:Plan").Succeeded().Output;
        Assert.Contains("DSA-1-1", plan);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:DiffSnapshot", "-p:From=jan", "-p:OutputFormat=json", "-p:OutputFile=diff.json").Succeeded();

        using var diff = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("diff.json")));
        var advisories = diff.RootElement.GetProperty("advisories").EnumerateArray().ToList();
        Assert.AreSequenceEqual(["DSA-1-1", "DEBIAN-CVE-2025-2"], advisories.Select(a => a.GetProperty("id").GetString()));
        Assert.AreEqual("critical", advisories[0].GetProperty("severity").GetString());
        Assert.AreSequenceEqual(["libthing1"], advisories[0].GetProperty("packages").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Workspace.Build(project, "-t:Report", "-p:OutputFile=page.html").Succeeded();
        Assert.Contains("DSA-1-1", File.ReadAllText(Workspace.PathOf("page.html")));

        Assert.AreSequenceEqual(
            ["DSA-1-1 critical thing 1.0-1 1.0-1+deb12u1", "DEBIAN-CVE-2025-3 moderate tool 1.0 ", "DEBIAN-CVE-2025-2 low tool 1.0 2.0"],
            Audit(project, "-p:Channel=prod"));
        Assert.AreSequenceEqual(["DEBIAN-CVE-2025-3 moderate tool 2.0 "], Audit(project));
    }

    [TestMethod]
    public void An_audit_is_written_in_every_form_and_fails_as_it_is_told()
    {
        var (_, project) = Patched(Serve);
        Workspace.Build(project, "-t:Audit").FailedWith("CHANTAL6105");
        Workspace.Build(project).Succeeded();

        Assert.Contains("| DSA-1-1 | critical 9.8 | thing | 1.0-1 |", new ChantalTool(Workspace.Root).Call("audit", "--config", project, "--format", "markdown").Ended(0).Output);
        Assert.DoesNotContain("DEBIAN-CVE-2025-2", Workspace.Build(project, "-t:Audit", "-p:Severity=moderate").Succeeded().Output);
        Workspace.Build(project, "-t:Audit", "-p:FailOn=critical").FailedWith("CHANTAL6156");
        Workspace.Build(project, "-t:Audit", "-p:FailOn=any").FailedWith("CHANTAL6156");
        Workspace.Build(project, "-t:Audit", "-p:FailOn=grave").FailedWith("CHANTAL2003");
        Workspace.Build(project, "-t:Audit", "-p:OutputFormat=vex", "-p:OutputFile=vex.json").Succeeded();

        using var vex = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("vex.json")));
        Assert.AreEqual("CycloneDX", vex.RootElement.GetProperty("bomFormat").GetString());
        var components = vex.RootElement.GetProperty("components").EnumerateArray().Select(c => c.GetProperty("bom-ref").GetString()).ToList();
        var vulnerability = vex.RootElement.GetProperty("vulnerabilities").EnumerateArray().First();
        Assert.AreEqual(("DSA-1-1", "critical"), (vulnerability.GetProperty("id").GetString()!, vulnerability.GetProperty("ratings")[0].GetProperty("severity").GetString()!));
        Assert.Contains(vulnerability.GetProperty("affects")[0].GetProperty("ref").GetString(), components);
    }

    [TestMethod]
    public void A_source_is_fetched_when_it_changed_and_a_bad_one_does_not_hold_packages_up()
    {
        var (upstream, project) = Patched(Serve);
        Workspace.Build(project).Succeeded();
        var head = Head();
        Workspace.Build(project).DidNothing();
        Assert.AreEqual(head, Head());

        // The zip is another one, and so is the state; its packages are the same.
        Source(Entry("DEBIAN-CVE-2025-9", "2025-03-01", "", "tool", "3.0"));
        Workspace.Build(project).Succeeded();
        Assert.AreNotEqual(head, Head());
        Assert.AreSequenceEqual(["DEBIAN-CVE-2025-9  tool 1.0 "], Audit(project).Select(f => f.Replace("unrated", "", StringComparison.Ordinal)));

        head = Head();
        File.WriteAllText(Workspace.PathOf("upstream", "osv.zip"), "<html>not here</html>");
        upstream.Suite("bookworm").Add("main", new BinaryPackage("new", "1.0", "amd64"));
        upstream.Publish();
        Assert.AreSequenceEqual(["CHANTAL6152"], Workspace.Build(project).Succeeded().Warnings);
        Assert.Contains("new", PublishedNames());
        File.Delete(Workspace.PathOf("upstream", "osv.zip"));
        Assert.AreSequenceEqual(["CHANTAL6152"], Workspace.Build(project).Succeeded().Warnings);
        Assert.HasCount(1, Audit(project));

        // What was taken out of the definition is not part of the next state.
        Workspace.Build(Define(Server!.Uri, suites: "bookworm;bookworm-security")).Succeeded();
        Assert.AreSequenceEqual(["CHANTAL6157"], Workspace.Build(project, "-t:Audit").Succeeded().Warnings);
    }

    [TestMethod]
    public void A_source_that_never_was_there_fails_the_sync()
    {
        var (upstream, server) = ServeSmall();
        Workspace.Build(Define(server.Uri, items: $"""<Advisory Include="{server.Uri}/none.zip" Ecosystem="Debian:12" />""")).FailedWith("CHANTAL6153");
        Workspace.Build(Define(server.Uri, items: """<Advisory Include="none.json" Ecosystem="Debian:12" />""")).FailedWith("CHANTAL6153");
        File.WriteAllText(Workspace.PathOf("bad.json"), "{}");
        Workspace.Build(Define(server.Uri, items: """<Advisory Include="bad.json" Ecosystem="Debian:12" />""")).FailedWith("CHANTAL6151");
        Workspace.Build(Define(server.Uri, items: """<Advisory Include="bad.json" />""")).FailedWith("CHANTAL6154");
        Workspace.Build(Define(server.Uri, items: """<Advisory Include="bad.json" Ecosystem="Debian" />""")).FailedWith("CHANTAL6154");
        Assert.IsNotNull(upstream);
    }

    [TestMethod]
    public void Locked_states_and_bundles_go_with_their_advisories()
    {
        var (_, project) = Patched(Serve);
        Workspace.Build(project, "-p:LockFile=true").Succeeded();
        Source(Entry("DEBIAN-CVE-2025-9", "2025-03-01", "", "tool", "3.0"));
        Workspace.Build(project, "-p:Locked=true", "-p:StoreRoot=other/").Succeeded();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Export", "-p:SnapshotName=jan", "-p:Bundle=jan.tar").Succeeded();
        Workspace.Build(project, "-t:Import", "-p:Bundle=jan.tar", "-p:StoreRoot=third/").Succeeded();
        Assert.Contains("DSA-1-1", Workspace.Build(project, "-t:Audit", "-p:SnapshotName=jan", "-p:StoreRoot=third/").Succeeded().Output);
        Workspace.Build(project, "-t:CollectGarbage", "-p:CollectAfter=0").Succeeded();
        Assert.Contains("DSA-1-1", Workspace.Build(project, "-t:Audit").Succeeded().Output);
    }

    private UpstreamServer? Server { get; set; }

    private static BinaryPackage Lib(string version) => new("libthing1", version, "amd64") { Fields = "Source: thing\n" };

    private static string Entry(string id, string modified, string severity, string package, string @fixed) => $$"""
        {"schema_version":"1.7.0","id":"{{id}}","modified":"{{modified}}T00:00:00Z","upstream":["CVE-2025-{{id[^1]}}"],{{severity}}
         "affected":[{"package":{"ecosystem":"Debian:12","name":"{{package}}"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"{{@fixed}}"}]}]}]}
        """;

    private (AptUpstream Upstream, string Project) Patched(Func<AptUpstream, (AptUpstream Upstream, UpstreamServer Server)> serve)
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("bookworm").Add("main", Lib("1.0-1"), new BinaryPackage("tool", "1.0", "amd64"));
        upstream.Suite("bookworm-security").Add("main", new BinaryPackage("other", "1.0", "amd64"));
        var (_, server) = serve(upstream);
        Server = server;
        Source(
            Entry("DSA-1-1", "2025-02-01", $"\"severity\":{Critical},", "thing", "1.0-1+deb12u1"),
            Entry("DEBIAN-CVE-2025-2", "2025-02-02", "\"database_specific\":{\"severity\":\"LOW\"},", "tool", "1.5"),
            Entry("DEBIAN-CVE-2025-3", "2025-02-02", "\"database_specific\":{\"severity\":\"MEDIUM\"},", "tool", "9.0"),
            Entry("DEBIAN-CVE-2025-4", "2025-02-02", "\"withdrawn\":\"2025-02-02T00:00:00Z\",", "tool", "9.0"),
            Entry("DEBIAN-CVE-2025-5", "2025-02-02", $"\"severity\":{Critical},", "libthing1", "9.0"));
        return (upstream, Define(server.Uri, suites: "bookworm;bookworm-security", items: $"""<Advisory Include="{server.Uri}/osv.zip" />"""));
    }

    private void Source(params string[] entries)
    {
        var file = Workspace.PathOf("upstream", "osv.zip");
        File.Delete(file);
        using var zip = ZipFile.Open(file, ZipArchiveMode.Create);
        foreach (var (entry, at) in entries.Select((e, i) => (e, i)))
        {
            using var writer = new StreamWriter(zip.CreateEntry($"{at}.json").Open());
            writer.Write(entry);
        }
    }

    private string Head() => JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("store", "refs", "mirrors", Mirror))).RootElement.GetProperty("generation").GetString()!;

    private IReadOnlyList<string> Audit(string project, params string[] more)
    {
        Workspace.Build(project, ["-t:Audit", "-p:OutputFormat=json", "-p:OutputFile=audit.json", .. more]).Succeeded();
        using var json = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("audit.json")));
        return
        [
            .. json.RootElement.GetProperty("mirrors")[0].GetProperty("vulnerabilities").EnumerateArray().Select(v =>
                $"{v.GetProperty("id").GetString()} {v.GetProperty("severity").GetString()} {v.GetProperty("package").GetString()} {v.GetProperty("version").GetString()} {(v.TryGetProperty("fixedInHead", out var head) ? head.GetString() : "")}"),
        ];
    }
}
