using Chantal.Sdk.Tests.Support;
using Chantal.Shared;

namespace Chantal.Sdk.Tests;

/// <summary>Alpine's repositories in real builds.</summary>
[TestClass]
public sealed class ApkSyncTests : ApkEndToEndTest
{
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
        var lockFile = Workspace.PathOf($"{Mirror}.lock.json");
        var before = File.ReadAllText(lockFile);
        Publish("v3.22/main", new ApkPackage("musl", "1.2.5-r11") { Built = DateTimeOffset.UtcNow, Provides = ["so:libc.musl-x86_64.so.1=1"] });
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=after").Succeeded();
        var after = File.ReadAllText(lockFile);
        Assert.Contains("musl 1.2.5-r11", after);

        // The state that a lock file names is published, whatever upstream has.
        File.WriteAllText(lockFile, before);
        Workspace.Build(project, "-p:Locked=true", "-p:GracePeriod=0").Succeeded();
        Tree.AssertEqual(Workspace.Published("snapshots/before/" + Mirror), Published);
        File.WriteAllText(lockFile, after);
        Workspace.Build(project, "-p:Locked=true", "-p:GracePeriod=0").Succeeded();
        Tree.AssertEqual(Upstream, Published);

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
}
