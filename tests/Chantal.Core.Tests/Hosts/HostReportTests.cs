using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Hosts;
using Chantal.Hosts.Lists;

namespace Chantal.Core.Tests.Hosts;

/// <summary>A host's list has what it has installed and where from, and none of its secrets; definitions come from the lists of many.</summary>
[TestClass]
public sealed class HostReportTests
{
    private readonly string _root = Directory.CreateTempSubdirectory("chantal-host-").FullName;

    [TestCleanup]
    public void CleanUp() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public void A_list_is_what_programs_and_files_say()
    {
        Write("etc/os-release", "ID=alpine\nVERSION_ID=3.22.1\n");
        Write("lib/apk/db/installed", "C:Q1x\nP:musl\nV:1.2.5-r9\nA:x86_64\no:musl\nF:lib\nR:ld.so\na:0:0:755\n\nC:Q1y\nP:busybox\nV:1.37.0-r12\nA:x86_64\n\n");
        Write("etc/apk/repositories", "http://example.org/alpine/v3.22/main\n");
        Write("usr/lib/python3.12/x", "");

        var list = Report((program, _) => program == "pip3" ? "requests==2.32.3\n" : null);

        Assert.AreEqual("h1", list.Name);
        Assert.AreEqual("alpine 3.22.1", list.System.Name);
        Assert.AreSequenceEqual(["apk musl 1.2.5-r9 x86_64", "apk busybox 1.37.0-r12 x86_64", "pypi requests 2.32.3 "], list.Packages.Select(p => $"{p.Type} {p.Name} {p.Version} {p.Architecture}"));
        Assert.AreEqual("http://example.org/alpine/v3.22/main\n", list.Files["etc/apk/repositories"]);
        Assert.Contains("python3.12", new ReportedHost(list, "keys").Directories("usr/lib"));
    }

    [TestMethod]
    public void Secrets_stay_on_the_host()
    {
        Write("etc/apt/sources.list", "deb https://me:s3cret@example.org/debian bookworm main\n# old: https://me:s3cret@example.org/\n");
        Write("etc/yum.repos.d/a.repo", """
            [a]
            baseurl=https://example.org/a/?s3cret-token
            mirrorlist=https://example.org/list?arch=$basearch&repo=BaseOS-$releasever&key=s3cret
            username=s3cret
            password = s3cret
            proxy_password=s3cret
            proxy=me:s3cret@proxy.example.org:3128
            gpgkey=https://example.org/key
            """);
        Write("home/me/.config/pip/pip.conf", "[global]\nindex-url = https://__token__:s3cret@example.org/simple\nextra-index-url =\n    https://u:s3@cret@example.org/other/\n");

        var text = new HostReport(Host(), (_, _) => null).Write("h1");

        Assert.DoesNotContain("s3cret", text);
        Assert.DoesNotContain("s3@cret", text);
        Assert.Contains(" deb https://example.org/debian bookworm main\n", text);
        Assert.Contains(" mirrorlist=https://example.org/list?arch=$basearch&repo=BaseOS-$releasever\n", text);
        Assert.Contains("[file /root/.config/pip/pip.conf]\n [global]\n index-url = https://example.org/simple\n", text);
    }

    [TestMethod]
    public void Definitions_cover_what_all_hosts_use()
    {
        var fleet = new FleetSources("keys", onlyInstalled: true);
        fleet.Add(List("web", "ID=debian\nVERSION_ID=12", "dpkg\t1\tamd64\nnginx\t1\tamd64\n", ("/etc/apt/sources.list", "deb [signed-by=/k/debian.gpg] http://example.org/debian bookworm main\n"), ("/root/.config/pip/pip.conf", "[global]\nindex-url = https://pypi.example.org/simple\n"), ("/usr/lib/python3.11/", "")));
        fleet.Add(List("db", "ID=debian\nVERSION_ID=13", "dpkg\t1\tarm64\npostgresql\t1\tarm64\n", ("/etc/apt/sources.list", "deb [signed-by=/k/debian.gpg] http://example.org/debian/ trixie main\ndeb [signed-by=/k/debian.gpg] http://example.org/debian/ bookworm main\n")));
        fleet.Add(List("app8", "ID=rocky\nVERSION_ID=8.10\nPLATFORM_ID=platform:el8", "", ("/etc/yum.repos.d/b.repo", "[baseos]\nbaseurl=http://example.org/$releasever/BaseOS\ngpgkey=file:///k/8\n")));
        fleet.Add(List("app9", "ID=rocky\nVERSION_ID=9.4\nPLATFORM_ID=platform:el9", "", ("/etc/yum.repos.d/b.repo", "[baseos]\nbaseurl=http://example.org/$releasever/BaseOS\ngpgkey=file:///k/9\n")));

        var mirrors = fleet.ToSources().Mirrors.ToDictionary(m => m.Name);

        var debian = mirrors["debian"];
        Assert.AreSequenceEqual(["bookworm", "trixie"], debian.Items.Where(i => i.Name == "Suite").Select(i => i.Value));
        Assert.AreSequenceEqual(["amd64", "arm64"], debian.Items.Where(i => i.Name == "Architecture").Select(i => i.Value));
        Assert.AreSequenceEqual(["dpkg", "nginx", "postgresql"], debian.Items.Where(i => i.Name == "Package").Select(i => i.Value));
        Assert.AreEqual("true", debian["IncludeDependencies"]);
        Assert.AreEqual("/k/debian.gpg", debian["SignedBy"]);
        Assert.AreSequenceEqual(["requests"], mirrors["pypi"].Items.Where(i => i.Name == "Package").Select(i => i.Value));
        Assert.AreSequenceEqual(["3.11"], mirrors["pypi"].Items.Where(i => i.Name == "PythonVersion").Select(i => i.Value));
        Assert.DoesNotContain(i => i.Name == "Requirements", mirrors["pypi"].Items);
        Assert.HasCount(4, mirrors);
        Assert.AreEqual("/k/9", mirrors["baseos-rocky-9.4"]["SignedBy"]);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void This_machine_tells_what_its_own_programs_do()
    {
        var host = new Host("/", "/root", "x86_64", "");

        var list = Parse(new HostReport(host, HostReport.Run).Write("here"));

        var installed = HostReport.Run("dpkg-query", ["-W", "-f=${db:Status-Abbrev}${Package} ${Version} ${Architecture}\\n"])!.Split('\n').Where(l => l.Length > 3 && l[1] == 'i').Select(l => l[3..]);
        Assert.AreSequenceEqual(installed.Order(StringComparer.Ordinal), list.Packages.Where(p => p.Type == "apt").Select(p => $"{p.Name} {p.Version} {p.Architecture}").Order(StringComparer.Ordinal));
        Assert.AreEqual(0, list.UnknownLines);
        Assert.AreNotEqual("unknown", list.System.Name);
        Assert.IsNull(HostReport.Run("no-such-program-at-all", []));
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void The_script_of_the_documents_writes_what_the_command_writes()
    {
        var script = Path.Combine(_root, "chantal-host");
        File.WriteAllText(script, Script());

        var theirs = Parse(HostReport.Run("sh", [script])!);

        var ours = Parse(new HostReport(new Host("/", Environment.GetEnvironmentVariable("HOME") ?? "/root", "x86_64", ""), HostReport.Run).Write("here"));
        Assert.AreEqual(0, theirs.UnknownLines);
        Assert.AreSequenceEqual(ours.Packages.Where(p => p.Type != "pypi"), theirs.Packages.Where(p => p.Type != "pypi"));
        Assert.AreEqual(ours.System.Kind, theirs.System.Kind);
        Assert.AreSequenceEqual(ours.Files.Keys.Where(f => f.EndsWith(".sources", StringComparison.Ordinal)), theirs.Files.Keys.Where(f => f.EndsWith(".sources", StringComparison.Ordinal)));
        Assert.AreSequenceEqual(
            HostSources.Read(new ReportedHost(ours, "keys")).Mirrors.Where(m => m["MirrorType"] == "apt").Select(m => m["Upstream"]),
            HostSources.Read(new ReportedHost(theirs, "keys")).Mirrors.Where(m => m["MirrorType"] == "apt").Select(m => m["Upstream"]));
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void The_script_of_the_documents_leaves_secrets_on_the_host_too()
    {
        Write("etc/yum.repos.d/a.repo", """
            # s3cret
            [a]
            baseurl=https://me:s3cret@example.org/a/?s3cret-token
            mirrorlist=https://example.org/list?arch=$basearch&key=s3cret&repo=BaseOS-$releasever
            metalink=https://example.org/link?token=s3cret&repo=epel-9
            password = s3cret
            proxy=me:s3cret@proxy.example.org:3128
            """);
        var script = Path.Combine(_root, "chantal-host");
        File.WriteAllText(script, Script().Replace(" /etc/yum", $" {_root}/etc/yum", StringComparison.Ordinal));

        var list = Parse(HostReport.Run("sh", [script])!);

        Assert.AreEqual("""
            [a]
            baseurl=https://example.org/a/
            mirrorlist=https://example.org/list?arch=$basearch&repo=BaseOS-$releasever
            metalink=https://example.org/link?repo=epel-9
            proxy=proxy.example.org:3128

            """, list.Files.Single(f => f.Key.EndsWith("a.repo", StringComparison.Ordinal)).Value);
        Assert.AreEqual(list.Files.Single(f => f.Key.EndsWith("a.repo", StringComparison.Ordinal)).Value, Parse(new HostReport(Host(), (_, _) => null).Write("h1")).Files["etc/yum.repos.d/a.repo"]);
    }

    [TestMethod]
    public void A_folder_says_which_of_its_files_are_not_lists()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "lists")).FullName;
        Assert.AreEqual(DiagnosticCodes.HostsMissing, Assert.ThrowsExactly<MirrorException>(() => new HostListFolder(folder).Read(CancellationToken.None).ToList()).Code);
        Assert.AreEqual(DiagnosticCodes.HostsMissing, Assert.ThrowsExactly<MirrorException>(() => new HostListFolder(folder + "x").Read(CancellationToken.None).ToList()).Code);
        File.WriteAllText(Path.Combine(folder, "a.txt"), "chantal-host 1\nname: a\n");
        File.WriteAllText(Path.Combine(folder, "b.txt"), "rubbish");
        File.WriteAllText(Path.Combine(folder, "c.txt"), "chantal-host 1\nname: a\nrubbish\n");
        File.WriteAllText(Path.Combine(folder, ".gitkeep"), "");

        Assert.AreEqual(0, Shell.Run(folder, "mkfifo", "pipe").ExitCode);
        var lists = new HostListFolder(folder);
        var names = lists.Read(CancellationToken.None).Select(l => l.Name).ToList();

        Assert.AreSequenceEqual(["a", "a (c.txt)"], names);
        Assert.AreEqual(DiagnosticCodes.HostListUnreadable, lists.Failures.Single().Code);
        Assert.AreEqual(DiagnosticCodes.HostLinesUnknown, lists.Warnings.Single().Code);
    }

    private static HostList List(string name, string system, string packages, params (string Path, string Text)[] files) => Parse(
        $"chantal-host 1\nname: {name}\nmachine: x86_64\n[os-release]\n{system}\n[dpkg]\n{packages}[pip]\nrequests==1\n"
        + string.Concat(files.Select(f => $"[file {f.Path}]\n{string.Concat(f.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => $" {l}\n"))}")));

    private static string Script()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "../../../../../docs/reference/host-lists.md"));
        var lines = page[page.IndexOf("    #!/bin/sh\n", StringComparison.Ordinal)..].Split('\n').TakeWhile(l => l.Length == 0 || l.StartsWith("    ", StringComparison.Ordinal));
        return string.Join('\n', lines.Select(l => l.Length == 0 ? l : l[4..]));
    }

    private static HostList Parse(string text) => HostListReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.txt");

    private HostList Report(Func<string, IReadOnlyList<string>, string?> run) => Parse(new HostReport(Host(), run).Write("h1"));

    private Host Host() => new(_root, "home/me", "x86_64", "");

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
        File.WriteAllText(Path.Combine(_root, path), text);
    }
}
