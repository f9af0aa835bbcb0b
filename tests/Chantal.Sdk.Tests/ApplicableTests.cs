using System.Text.Json;
using Chantal.Hosts;
using Chantal.Hosts.Lists;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What a state of APT mirrors holds for hosts is told by the target, by the command, and on the page.</summary>
[TestClass]
public sealed class ApplicableTests : AptEndToEndTest
{
    [TestMethod]
    public void Each_host_is_compared_with_the_suites_of_its_release_in_the_state_that_is_named()
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("bookworm").Add("main", new BinaryPackage("tool", "1.0", "amd64"), new BinaryPackage("lib", "1.0", "amd64"));
        upstream.Suite("bookworm-security").Add("main", new BinaryPackage("tool", "1.0+deb12u1", "amd64"));
        upstream.Suite("trixie").Add("main", new BinaryPackage("tool", "2.0", "amd64"));
        var (_, server) = Serve(upstream);
        var project = Define(server.Uri, suites: "bookworm;bookworm-security;trixie");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan", "-p:PublishSnapshot=false").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();
        upstream.Suite("bookworm").Replace("main", new BinaryPackage("lib", "1.1", "amd64"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Host("web.txt", "debian", "12", "bookworm", "tool\t1.0\tamd64", "lib\t1.0\tamd64", "own\t1\tall");
        Host("db.txt", "debian", "13", "trixie", "tool\t3.0\tamd64");

        using var head = Json(project);
        Assert.AreEqual("chantal-applicable", head.RootElement.GetProperty("format").GetString());
        Assert.AreEqual(1, head.RootElement.GetProperty("version").GetInt32());
        var hosts = head.RootElement.GetProperty("hosts").EnumerateArray().ToDictionary(h => h.GetProperty("name").GetString()!);
        Assert.AreSequenceEqual(["lib 1.1 False", "tool 1.0+deb12u1 True"], Told(hosts["web"], "updates", p => $"{p.GetProperty("available").GetString()} {p.GetProperty("security").GetBoolean()}"));
        Assert.AreSequenceEqual(["own 1"], Told(hosts["web"], "missing", p => p.GetProperty("installed").GetString()!));
        Assert.AreSequenceEqual(["tool 2.0"], Told(hosts["db"], "newer", p => p.GetProperty("available").GetString()!));

        using var prod = Json(project, "-p:Channel=prod");
        Assert.AreSequenceEqual(["tool"], Told(prod.RootElement.GetProperty("hosts").EnumerateArray().Single(h => h.GetProperty("name").GetString() == "web"), "updates", _ => ""));

        Assert.Contains("2 hosts, compared with head: 1 with updates, 1 of them with security updates", Workspace.Build(project, "-t:Applicable", "-p:Hosts=hosts").Succeeded().Output);
        Workspace.Build(project, "-t:Report", "-p:Hosts=hosts", "-p:Channel=prod", "-p:OutputFile=page.html").Succeeded();
        Assert.Contains("2 hosts, compared with prod", File.ReadAllText(Workspace.PathOf("page.html")));
        Workspace.Build(project, "-t:Report", "-p:OutputFile=page.html").Succeeded();
        Assert.DoesNotContain("id=\"hosts\"", File.ReadAllText(Workspace.PathOf("page.html")));

        var markdown = new ChantalTool(Workspace.Root).Call("applicable", "--config", project, "--hosts", Workspace.PathOf("hosts"), "--snapshot", "jan", "--format", "markdown").Ended(0).Output;
        Assert.Contains("| tool (amd64) | 1.0+deb12u1 | security | mirror | 1 |", markdown);
    }

    [TestMethod]
    public void What_cannot_be_compared_is_said()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        Host("good.txt", "debian", "12", "bookworm", "dpkg\t1\tamd64");
        Workspace.Build(project, "-t:Applicable", "-p:Hosts=hosts").FailedWith("CHANTAL6105");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Applicable").FailedWith("CHANTAL2004");
        Workspace.Build(project, "-t:Applicable", "-p:Hosts=nowhere").FailedWith("CHANTAL6131");
        Workspace.Build(project, "-t:Applicable", "-p:Hosts=hosts", "-p:Channel=prod").FailedWith("CHANTAL6105");
        Host("other.txt", "rocky", "9.4", "", []);
        File.AppendAllText(Workspace.PathOf("hosts", "other.txt"), "[rpm]\nbash\t0:5-1.el9\tx86_64\n");
        Assert.Contains("CHANTAL6133", Workspace.Build(project, "-t:Applicable", "-p:Hosts=hosts").Succeeded().Output);
        File.WriteAllText(Workspace.PathOf("hosts", "bad.txt"), "\u001b[2J##vso[task.complete]\n");

        // The others are told all the same.
        var result = Workspace.Build(project, "-t:Applicable", "-p:Hosts=hosts", "-p:OutputFormat=json", "-p:OutputFile=out.json");

        result.FailedWith("CHANTAL6132");
        using var json = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("out.json")));
        Assert.AreEqual(2, json.RootElement.GetProperty("hosts").GetArrayLength());
        Assert.DoesNotContain("##vso[", result.Output);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void What_rpm_itself_says_is_understood()
    {
        var root = Workspace.PathOf("root");
        Files.Write(Workspace.PathOf("one.rpm"), BuiltRpm.Of(new RpmPackage("tool", "1.10") { Release = "2.el9" }, Keys.Archive));
        Files.Write(Workspace.PathOf("two.rpm"), BuiltRpm.Of(new RpmPackage("epochal", "2") { Tags = "Epoch: 3" }, Keys.Archive));
        Assert.IsNotNull(HostReport.Run("rpm", ["--root", root, "--initdb"]));
        Assert.IsNotNull(HostReport.Run("rpm", ["--root", root, "-i", "--nodeps", "--nosignature", Workspace.PathOf("one.rpm"), Workspace.PathOf("two.rpm")]));

        var text = new HostReport(new Host(root, "root", "x86_64", ""), (program, arguments) => program == "rpm" ? HostReport.Run(program, ["--root", root, .. arguments]) : null).Write("rpm-host");

        var list = HostListReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "x");
        Assert.AreEqual(0, list.UnknownLines);
        Assert.AreSequenceEqual(["epochal 3:2-1 noarch", "tool 1.10-2.el9 noarch"], list.Packages.Select(p => $"{p.Name} {p.Version} {p.Architecture}").Order(StringComparer.Ordinal));
    }

    [TestMethod]
    public void Mirrors_of_an_estate_are_compared_together_and_those_without_the_state_are_named()
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("bookworm").Add("main", new BinaryPackage("tool", "2.0", "amd64"));
        upstream.Suite("bookworm-security").Add("main", new BinaryPackage("fixed", "2.0", "amd64"));
        var (_, server) = Serve(upstream);
        var mirrors = new[] { "bookworm", "bookworm-security" }.Select(suite => Workspace.Project(suite, $"""
            <PropertyGroup><MirrorType>apt</MirrorType><Upstream>{server.Uri}</Upstream><SignedBy>{Keys.Archive.ArmoredKeyring}</SignedBy></PropertyGroup>
            <ItemGroup><Suite Include="{suite}" /><Architecture Include="amd64" /></ItemGroup>
            """)).ToList();
        var estate = Workspace.Project("estate", $"""<PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup><ItemGroup><Mirror Include="{string.Join(';', mirrors)}" /></ItemGroup>""");
        Workspace.Build(estate).Succeeded();
        Workspace.Build(mirrors[0], "-t:Snapshot", "-p:SnapshotName=jan", "-p:PublishSnapshot=false").Succeeded();
        Host("web.txt", "debian", "12", "bookworm", "tool\t1.0\tamd64", "fixed\t1.0\tamd64");

        using var head = Json(estate);
        Assert.AreSequenceEqual(["fixed bookworm-security", "tool bookworm"], Told(head.RootElement.GetProperty("hosts")[0], "updates", p => p.GetProperty("mirror").GetString()!));
        Assert.Contains("do not have jan are left out: bookworm-security", Workspace.Build(estate, "-t:Applicable", "-p:Hosts=hosts", "-p:SnapshotName=jan").Succeeded().Output);
    }

    private static IEnumerable<string> Told(JsonElement host, string list, Func<JsonElement, string> what) =>
        host.GetProperty(list).EnumerateArray().Select(p => $"{p.GetProperty("name").GetString()} {what(p)}".TrimEnd());

    private JsonDocument Json(string project, params string[] arguments)
    {
        Workspace.Build(project, [.. arguments, "-t:Applicable", "-p:Hosts=hosts", "-p:OutputFormat=json", "-p:OutputFile=out.json"]).Succeeded();
        return JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("out.json")));
    }

    private void Host(string file, string id, string version, string codename, params string[] packages)
    {
        Directory.CreateDirectory(Workspace.PathOf("hosts"));
        File.WriteAllText(
            Workspace.PathOf("hosts", file),
            $"chantal-host 1\nmachine: x86_64\n[os-release]\nID={id}\nVERSION_ID={version}\n{(codename.Length > 0 ? $"VERSION_CODENAME={codename}\n" : "")}[dpkg]\n{string.Concat(packages.Select(p => p + "\n"))}");
    }

    [TestMethod]
    public void A_host_writes_a_list_and_lists_become_definitions()
    {
        var tool = new ChantalTool(Workspace.Root);
        tool.Call("host-report", "--name", "web", "--output", "hosts/web.txt").Ended(0);
        Assert.StartsWith("chantal-host 1\nname: web\n", File.ReadAllText(Workspace.PathOf("hosts", "web.txt")));
        File.AppendAllText(Workspace.PathOf("hosts", "web.txt"), "[file /etc/apt/sources.list.d/x.list]\n deb [signed-by=/k/x.gpg] http://apt.example.org/x bookworm main\n");

        tool.Call("init", "--from-hosts", "hosts", "--output", "mirrors").Ended(0);

        Assert.Contains("http://apt.example.org/x/", string.Concat(Directory.GetFiles(Workspace.PathOf("mirrors"), "*.proj").Select(File.ReadAllText)));
        Directory.Delete(Workspace.PathOf("mirrors"), recursive: true);
        File.WriteAllText(Workspace.PathOf("hosts", "bad.txt"), "rubbish");
        Assert.Contains("CHANTAL6132", tool.Call("init", "--from-hosts", "hosts").Ended(1).Errors);
        Assert.IsFalse(Directory.Exists(Workspace.PathOf("mirrors")));
        Assert.Contains("CHANTAL6131", tool.Call("init", "--from-hosts", "nowhere").Ended(2).Errors);
    }
}
