using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A patch round of an RPM repository is told with its advisories, and dnf sees the channel's state.</summary>
[TestClass]
public sealed class RpmSnapshotTests : RpmEndToEndTest
{
    [TestMethod]
    public void Advisories_come_with_the_packages_that_they_are_about()
    {
        var (repository, server) = Serve("", new RpmPackage("tool", "1.9"));
        repository.Metadata["updateinfo"] = ("updateinfo.xml", Advisories(("RLBA-2025:1", "bugfix", "", "tool", "")));
        repository.Publish();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        repository.Packages.Clear();
        repository.Metadata["updateinfo"] = ("updateinfo.xml", Advisories(
            ("RLBA-2025:1", "bugfix", "", "tool", ""),
            ("RLSA-2025:2", "security", "Important", "tool &amp; more", """<reference type="cve" id="CVE-2025-0002" href="x"/><reference type="cve" id="CVE-2025-0001" href="x"/>""")));
        repository.Add(new RpmPackage("tool", "1.10")).Publish();
        Workspace.Build(project).Succeeded();

        Workspace.Build(project, "-t:DiffSnapshot", "-p:From=jan", "-p:OutputFormat=json", "-p:OutputFile=diff.json").Succeeded();

        using var diff = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("diff.json")));
        Assert.AreEqual("upgraded", diff.RootElement.GetProperty("packages")[0].GetProperty("change").GetString());
        var advisory = diff.RootElement.GetProperty("advisories").EnumerateArray().Single();
        Assert.AreEqual("RLSA-2025:2", advisory.GetProperty("id").GetString());
        Assert.AreEqual("Important", advisory.GetProperty("severity").GetString());
        Assert.AreEqual("tool & more", advisory.GetProperty("title").GetString());
        Assert.AreSequenceEqual(["CVE-2025-0001", "CVE-2025-0002"], advisory.GetProperty("cves").EnumerateArray().Select(c => c.GetString()));
        Assert.Contains("RLSA-2025:2", Workspace.Build(project, "-t:DiffSnapshot", "-p:From=jan").Succeeded().Output);
    }

    [TestMethod]
    public void Advisories_that_changed_are_news_and_name_the_packages_that_came()
    {
        var (repository, server) = Serve("", new RpmPackage("tool", "1.9") { Release = "1.el8" }, new RpmPackage("tool", "1.9") { Release = "1.el9" });
        repository.Metadata["updateinfo"] = ("updateinfo.xml", Advisories(
            ("RLSA-2025:1", "security", "Moderate", "tool", ""), ("RLSA-2025:2", "security", "Low", "same", ""), ("RLSA-2025:3", "security", "Low", "dated", "")));
        repository.Publish();
        Directory.CreateDirectory(Workspace.PathOf("metrics"));
        var project = Define(server.Uri, properties: "<MetricsDirectory>metrics</MetricsDirectory>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:SnapshotName=jan", "-p:Channel=prod").Succeeded();
        repository.Packages.RemoveAt(1);
        repository.Metadata["updateinfo"] = ("updateinfo.xml", Advisories(
            ("RLSA-2025:1", "security", "Critical", "tool", ""), ("RLSA-2025:2", "security", "Low", "same", ""), ("RLSA-2025:3", "security", "Low", "dated", ""))
            .Replace("<collection short=\"t\"><name>t</name></collection>", "<collection short=\"t\"><name>t</name><package name=\"tool\" epoch=\"0\" version=\"1.10\" release=\"1.el9\" arch=\"noarch\"><filename>x</filename></package></collection>", StringComparison.Ordinal)
            .Replace("<title>dated", "<updated date=\"2025-02-01 00:00:00\"/><title>dated", StringComparison.Ordinal));
        repository.Add(new RpmPackage("tool", "1.10") { Release = "1.el9" }).Publish();
        Workspace.Build(project).Succeeded();

        Workspace.Build(project, "-t:DiffSnapshot", "-p:From=jan", "-p:OutputFormat=json", "-p:OutputFile=diff.json").Succeeded();

        using var diff = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("diff.json")));
        var package = diff.RootElement.GetProperty("packages").EnumerateArray().Single();
        Assert.AreEqual("el9 upgraded", $"{package.GetProperty("distribution").GetString()} {package.GetProperty("change").GetString()}");
        var advisories = diff.RootElement.GetProperty("advisories").EnumerateArray().ToDictionary(a => a.GetProperty("id").GetString()!);
        Assert.AreSequenceEqual(["severity", "packages"], advisories["RLSA-2025:1"].GetProperty("changed").EnumerateArray().Select(c => c.GetString()));
        Assert.AreEqual("changed", advisories["RLSA-2025:1"].GetProperty("change").GetString());
        Assert.AreEqual("Moderate", advisories["RLSA-2025:1"].GetProperty("severityBefore").GetString());
        Assert.AreEqual("Critical", advisories["RLSA-2025:1"].GetProperty("severity").GetString());
        Assert.AreEqual("1.10-1.el9", advisories["RLSA-2025:1"].GetProperty("packages").EnumerateArray().Single().GetProperty("version").GetString());
        Assert.AreSequenceEqual(["packages", "updated"], advisories["RLSA-2025:3"].GetProperty("changed").EnumerateArray().Select(c => c.GetString()));
        Assert.Contains("chantal_waiting_advisories{mirror=\"mirror\",channel=\"prod\",severity=\"critical\"} 1\n", File.ReadAllText(Workspace.PathOf("metrics", "chantal_mirror.prom")));
        Workspace.Build(project, "-t:DiffSnapshot", "-p:From=jan", "-p:OutputFormat=markdown", "-p:OutputFile=diff.md").Succeeded();
        Assert.Contains("| RLSA-2025:1 | changed: severity, packages | security | Moderate → Critical | tool |", File.ReadAllText(Workspace.PathOf("diff.md")));
        Assert.Contains("3 of them changed", Workspace.Build(project, "-t:DiffSnapshot", "-p:From=jan").Succeeded().Output);
    }

    [TestMethod]
    public void Metrics_count_the_advisories_that_wait_for_a_channel()
    {
        var (repository, server) = Serve("", new RpmPackage("tool", "1.9"));
        repository.Metadata["updateinfo"] = ("updateinfo.xml", Advisories(("RLBA-2025:1", "bugfix", "", "tool", "")));
        repository.Publish();
        Directory.CreateDirectory(Workspace.PathOf("metrics"));
        var project = Define(server.Uri, properties: "<MetricsDirectory>metrics</MetricsDirectory>");
        Workspace.Build(project).Succeeded();
        Assert.DoesNotContain("chantal_waiting_advisories", Metrics());
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:SnapshotName=jan", "-p:Channel=prod").Succeeded();
        repository.Packages.Clear();
        repository.Metadata["updateinfo"] = ("updateinfo.xml", Advisories(
            ("RLBA-2025:1", "bugfix", "", "tool", ""), ("RLSA-2025:2", "security", "Important", "tool", ""), ("RLSA-2025:3", "security", "Important", "tool", "")));
        repository.Add(new RpmPackage("tool", "1.10")).Publish();
        Workspace.Build(project).Succeeded();

        Assert.Contains("chantal_waiting_advisories{mirror=\"mirror\",channel=\"prod\",severity=\"important\"} 2\n", Metrics());
        Assert.Contains("chantal_waiting_advisories{mirror=\"mirror\",channel=\"prod\",severity=\"unrated\"} 0\n", Metrics());
        Assert.Contains("chantal_channel_info{mirror=\"mirror\",channel=\"prod\",snapshot=\"jan\"} 1\n", Metrics());
        Assert.Contains("chantal_channel_state_time_seconds{mirror=\"mirror\",channel=\"prod\"} ", Metrics());
        Workspace.Build(project, "-t:Report").Succeeded();
        Assert.Contains("2 important advisories", File.ReadAllText(Workspace.PathOf("store", "report.html")));

        string Metrics() => File.ReadAllText(Workspace.PathOf("metrics", "chantal_mirror.prom"));
    }

    [TestMethod]
    public void Hosts_are_told_the_advisories_whose_packages_they_wait_for()
    {
        var (repository, server) = Serve("", new RpmPackage("tool", "1.9"), new RpmPackage("tool", "1.10"));
        repository.Metadata["updateinfo"] = ("updateinfo.xml", Advisories(
            ("RLSA-2025:1", "security", "Important", "tool", ""), ("RLSA-2025:2", "security", "Critical", "another", ""))
            .Replace("<collection short=\"t\"><name>t</name>", "<collection short=\"t\"><name>t</name><package name=\"tool\" epoch=\"0\" version=\"1.10\" release=\"1\" arch=\"noarch\"><filename>x</filename></package>", StringComparison.Ordinal));
        repository.Publish();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        Directory.CreateDirectory(Workspace.PathOf("hosts"));
        File.WriteAllText(Workspace.PathOf("hosts", "old.txt"), "chantal-host 1\nmachine: x86_64\n[os-release]\nID=rocky\nVERSION_ID=9.4\nPLATFORM_ID=platform:el9\n[rpm]\ntool\t0:1.9-1\tnoarch\ttool-1.9-1.src.rpm\n");
        File.WriteAllText(Workspace.PathOf("hosts", "new.txt"), "chantal-host 1\nmachine: x86_64\n[os-release]\nID=rocky\nVERSION_ID=9.4\nPLATFORM_ID=platform:el9\n[rpm]\ntool\t0:1.10-1\tnoarch\ttool-1.10-1.src.rpm\n");

        Workspace.Build(project, "-t:Applicable", "-p:Hosts=hosts", "-p:OutputFormat=json", "-p:OutputFile=out.json").Succeeded();

        using var json = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("out.json")));
        var hosts = json.RootElement.GetProperty("hosts").EnumerateArray().ToDictionary(h => h.GetProperty("name").GetString()!);
        Assert.AreSequenceEqual(["RLSA-2025:2", "RLSA-2025:1"], hosts["old"].GetProperty("advisories").EnumerateArray().Select(a => a.GetString()));
        Assert.AreEqual("1.10-1", hosts["old"].GetProperty("updates")[0].GetProperty("available").GetString());
        Assert.AreEqual(0, hosts["new"].GetProperty("advisories").GetArrayLength());
        Assert.AreEqual(0, hosts["new"].GetProperty("updates").GetArrayLength());
        Assert.AreEqual(1, json.RootElement.GetProperty("advisories")[0].GetProperty("hosts").GetInt32());
    }

    private static string Advisories(params (string Id, string Kind, string Severity, string Title, string References)[] advisories) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <updates>
        {string.Join('\n', advisories.Select(a => $"""
          <update from="a test" status="final" type="{a.Kind}" version="1">
            <id>{a.Id}</id>
            <title>{a.Title}</title>
            <severity>{a.Severity}</severity>
            <description>Words with an &lt;id&gt;wrong&lt;/id&gt;.</description>
            <references>{a.References}</references>
            <pkglist><collection short="t"><name>t</name></collection></pkglist>
          </update>
          """))}
        </updates>
        """;
}
