using Chantal.Sdk.Tests.Support;
using Chantal.Shared;

namespace Chantal.Sdk.Tests;

/// <summary>Alpine's repositories in real builds, and a real apk that installs from them where there is one.</summary>
[TestClass]
public sealed class ApkSyncTests : EndToEndTest
{
    private const string Mirror = "mirror";
    private const string Repositories = """<Repository Include="v3.22/main;v3.22/community" /><Architecture Include="x86_64" />""";

    private static readonly ApkKey Key = new("test@example.org-00000001.rsa.pub");

    private string Upstream => Workspace.PathOf("upstream");

    private string Published => Workspace.Published(Mirror);

    [TestMethod]
    public void Repositories_are_mirrored_byte_for_byte_and_then_left_alone()
    {
        using var server = Serve();
        var project = Define(server.Uri, Repositories);

        Workspace.Build(project).Succeeded();
        Tree.AssertEqual(Upstream, Published);

        server.Forget();
        Workspace.Build(project).DidNothing();
        Assert.AreSequenceEqual(["v3.22/community/x86_64/APKINDEX.tar.gz", "v3.22/main/x86_64/APKINDEX.tar.gz"], server.RequestedPaths);
    }

    [TestMethod]
    public void Old_packages_stay_for_the_grace_period_and_the_index_is_switched()
    {
        using var server = Serve();
        var project = Define(server.Uri, Repositories);
        Workspace.Build(project).Succeeded();

        Publish("v3.22/main", new ApkPackage("musl", "1.2.5-r11") { Built = DateTimeOffset.UtcNow, Provides = ["so:libc.musl-x86_64.so.1=1"] });
        server.Forget();
        Workspace.Build(project).Succeeded();

        Assert.AreSequenceEqual(["v3.22/main/x86_64/musl-1.2.5-r11.apk"], server.RequestedPaths.Where(p => p.EndsWith(".apk", StringComparison.Ordinal)).ToList());
        Assert.IsEmpty(Tree.Read(Upstream).Paths.Except(Tree.Read(Published).Paths));
        Assert.Contains("v3.22/main/x86_64/busybox-1.37.0-r18.apk", Tree.Read(Published).Paths);
        Assert.AreSequenceEqual(File.ReadAllBytes(Path.Combine(Upstream, "v3.22/main/x86_64/APKINDEX.tar.gz")), File.ReadAllBytes(Path.Combine(Published, "v3.22/main/x86_64/APKINDEX.tar.gz")));
    }

    [TestMethod]
    [DataRow("-t:Plan")]
    [DataRow("-p:DryRun=true")]
    public void A_plan_downloads_indices_alone(string argument)
    {
        using var server = Serve();

        var build = Workspace.Build(Define(server.Uri, Repositories), argument).Succeeded();

        Assert.Contains("v3.22/main", build.Output);
        Assert.IsEmpty(server.RequestedPaths.Where(p => p.EndsWith(".apk", StringComparison.Ordinal)));
        Assert.IsFalse(Directory.Exists(Published));
    }

    [TestMethod]
    public void States_are_locked_compared_and_carried_to_another_store()
    {
        using var server = Serve();
        var project = Define(server.Uri, Repositories, "<LockFile>true</LockFile><LockPackages>true</LockPackages>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=before").Succeeded();
        Publish("v3.22/main", new ApkPackage("musl", "1.2.5-r11") { Built = DateTimeOffset.UtcNow, Provides = ["so:libc.musl-x86_64.so.1=1"] });
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=after").Succeeded();

        Assert.Contains("musl 1.2.5-r11", File.ReadAllText(Workspace.PathOf($"{Mirror}.lock.json")));
        var diff = Workspace.PathOf("diff.txt");
        Workspace.Build(project, "-t:DiffSnapshot", "-p:From=before", "-p:To=after", $"-p:OutputFile={diff}").Succeeded();
        Assert.Contains("1 upgraded, 1 removed", File.ReadAllText(diff));

        var (bundle, far) = (Workspace.PathOf("after.tar"), Workspace.PathOf("far"));
        Workspace.Build(project, "-t:Export", "-p:SnapshotName=after", $"-p:Bundle={bundle}").Succeeded();
        Workspace.Build(project, "-t:Import", $"-p:Bundle={bundle}", $"-p:StoreRoot={far}").Succeeded();
        Tree.AssertEqual(Workspace.Published("snapshots/after/" + Mirror), Path.Combine(far, "publish/snapshots/after", Mirror));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2231")]
    public void A_wrong_path_is_named_and_the_right_one_works()
    {
        using var server = Serve();

        Workspace.Build(Define(server.Uri, """<Repository Include="v3.22/mane" /><Architecture Include="x86_64" />""")).FailedWith("CHANTAL2231");
        Workspace.Build(Define(server.Uri, """<Repository Include="v3.22/main" /><Architecture Include="x86_64" />""")).Succeeded();
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5232")]
    public void A_package_of_version_3_can_be_left_out()
    {
        var package = new ApkPackage("new");
        var file = ApkMaker.Package(package, Key);
        "ADB."u8.CopyTo(file);
        Publish("main", new ApkPackage("tool"));
        Files.Write(Path.Combine(Upstream, "main/x86_64", package.FileName), file);
        var tool = new ApkPackage("tool");
        Files.Write(Path.Combine(Upstream, "main/x86_64/APKINDEX.tar.gz"), ApkMaker.Index([(tool, ApkMaker.Package(tool, Key)), (package, ApkMaker.Package(package, Key))], Key));
        using var server = new UpstreamServer(Upstream);
        const string Items = """<Repository Include="main" /><Architecture Include="x86_64" />""";

        Workspace.Build(Define(server.Uri, Items)).FailedWith("CHANTAL5232");
        Workspace.Build(Define(server.Uri, Items + """<ExcludePackage Include="new" />""")).Succeeded();
    }

    [TestMethod]
    public void Snapshots_are_compared_in_the_order_of_apks_versions()
    {
        using var server = Serve();
        var project = Define(server.Uri, Repositories);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=before").Succeeded();
        Publish("v3.22/community", new ApkPackage("nginx", "1.28.0-r10") { Built = DateTimeOffset.UtcNow });
        Workspace.Build(project).Succeeded();

        var output = Workspace.PathOf("diff.json");
        Workspace.Build(project, "-t:DiffSnapshot", "-p:From=before", "-p:OutputFormat=json", $"-p:OutputFile={output}").Succeeded();

        Assert.Contains("1.28.0-r9", File.ReadAllText(output));
        Assert.Contains("upgraded", File.ReadAllText(output));
    }

    [TestMethod]
    public void Damaged_packages_and_indices_are_repaired()
    {
        using var server = Serve();
        var project = Define(server.Uri, Repositories);
        Workspace.Build(project).Succeeded();
        foreach (var file in new[] { "v3.22/main/x86_64/musl-1.2.5-r10.apk", "v3.22/main/x86_64/APKINDEX.tar.gz" })
        {
            var path = Path.Combine(Published, file);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.WriteAllText(path, "damaged");
        }

        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();

        Tree.AssertEqual(Upstream, Published);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Apk_installs_from_a_mirror_that_is_as_upstream()
    {
        using var server = Serve();
        Workspace.Build(Define(server.Uri, Repositories)).Succeeded();

        AssertInstalls(Key.Name, Key.PublicPem);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Apk_installs_from_a_mirror_whose_index_was_rewritten_and_signed()
    {
        using var server = Serve();
        using var own = new ApkKey("own@example.org.rsa.pub");
        Files.Write(Workspace.PathOf("own@example.org.rsa"), System.Text.Encoding.UTF8.GetBytes(own.PrivatePem));
        Workspace.Build(Define(server.Uri, Repositories + """<Package Include="nginx" />""", $"<SigningKey>{Workspace.PathOf("own@example.org.rsa")}</SigningKey><IncludeDependencies>true</IncludeDependencies>")).Succeeded();

        AssertInstalls(own.Name, File.ReadAllText(Path.Combine(Published, "v3.22/main/x86_64", own.Name)));
    }

    // Debian does not have apk, and then the script says so.
    private void AssertInstalls(string name, string pem)
    {
        Files.Write(Workspace.PathOf("keys", name), System.Text.Encoding.UTF8.GetBytes(pem));
        var result = Command.Run(Path.Combine(Checkout.Root, "tests/install-with-apk"), Published, Workspace.PathOf("keys"), "x86_64", "v3.22/main", "v3.22/community", "--", "nginx");
        if (result.ExitCode != 77)
        {
            var lines = result.Succeeded().Output.Split('\n').Where(l => l.Contains("-r", StringComparison.Ordinal) && !l.Contains(' ', StringComparison.Ordinal));
            Assert.AreSequenceEqual(["busybox-1.37.0-r18", "musl-1.2.5-r10", "nginx-1.28.0-r9"], lines.Order(StringComparer.Ordinal));
        }
    }

    private UpstreamServer Serve()
    {
        Publish("v3.22/main", new ApkPackage("musl", "1.2.5-r10") { Provides = ["so:libc.musl-x86_64.so.1=1"] }, new ApkPackage("busybox", "1.37.0-r18") { Depends = ["so:libc.musl-x86_64.so.1"], Provides = ["/bin/sh", "cmd:sh=1.37.0-r18"] });
        Publish("v3.22/community", new ApkPackage("nginx", "1.28.0-r9") { Depends = ["/bin/sh", "cmd:sh>=1.37", "musl~1.2"] });
        return new UpstreamServer(Upstream);
    }

    // In place of what was there.
    private void Publish(string repository, params ApkPackage[] packages)
    {
        var directory = Path.Combine(Upstream, repository, "x86_64");
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        var files = packages.Select(p => (Package: p, File: ApkMaker.Package(p, Key))).ToList();
        files.ForEach(f => Files.Write(Path.Combine(directory, f.Package.FileName), f.File));
        Files.Write(Path.Combine(directory, "APKINDEX.tar.gz"), ApkMaker.Index(files, Key));
    }

    private string Define(string upstream, string items, string properties = "")
    {
        Files.Write(Workspace.PathOf(Key.Name), System.Text.Encoding.UTF8.GetBytes(Key.PublicPem));
        return Workspace.Mirror(Mirror, "apk", upstream, items, $"<SignedBy>{Workspace.PathOf(Key.Name)}</SignedBy>{properties}");
    }
}
