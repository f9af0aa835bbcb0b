using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Two sides of an air gap: what one mirrors, clients of the other install from, with upstream's signatures.</summary>
[TestClass]
public sealed class BundleTests : AptEndToEndTest
{
    [TestMethod]
    [TestCategory("Outer")]
    public void Apt_installs_on_the_far_side_what_upstream_signed()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Files.Damage(Workspace.Blobs().MaxBy(blob => new FileInfo(blob).Length)!);
        Workspace.Build(project, "-t:Export", "-p:SnapshotName=jan", "-p:Bundle=jan.tar").FailedWith("CHANTAL4008");
        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();
        Workspace.Build(project, "-t:Export", "-p:SnapshotName=jan", "-p:Bundle=jan.tar").Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=feb").Succeeded();
        Workspace.Build(project, "-t:Export", "-p:SnapshotName=feb", "-p:Since=jan", "-p:Bundle=feb.tar").Succeeded();
        server.Forget();

        var far = $"-p:StoreRoot={Workspace.PathOf("far")}";
        Workspace.Build(project, far, "-t:Import", "-p:Bundle=feb.tar").FailedWith("CHANTAL6114");
        File.WriteAllText(Workspace.PathOf("bad.tar"), "no bundle");
        Workspace.Build(project, far, "-t:Import", "-p:Bundle=bad.tar").FailedWith("CHANTAL6111");
        Workspace.Build(project, far, "-t:DropImport").FailedWith("CHANTAL2004");
        Workspace.Build(project, far, "-t:DropImport", "-p:ImportName=mar").FailedWith("CHANTAL6116");
        Assert.Contains("the snapshot 'jan'", Workspace.Build(project, far, "-t:ListImports").Succeeded().Output);
        Workspace.Build(project, far, "-t:Import", "-p:Bundle=jan.tar").Succeeded();
        Workspace.Build(project, far, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=feb").Succeeded();

        Assert.IsEmpty(server.Requests);
        Tree.AssertEqual(Workspace.Published($"snapshots/feb/{Mirror}"), Workspace.PathOf("far", "publish", "channels", "prod", Mirror));
        var nginx = Own(new Nginx(Workspace.PathOf("far", "publish")));
        var apt = new AptClient(Workspace.PathOf("apt")).WithSource(Keys.Archive.Keyring, $"{nginx.Uri}/channels/prod/{Mirror}", "stable main");
        apt.Update().Succeeded();
        apt.Download("lonely").Succeeded();
        Assert.AreEqual("1.1", apt.Downloaded().Single().Split('_')[1]);
    }

    [TestMethod]
    public void The_far_side_has_files_for_hosts_too()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<PublicUrl>https://far.example/</PublicUrl>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Export", "-p:SnapshotName=jan", "-p:Bundle=jan.tar").Succeeded();
        var far = $"-p:StoreRoot={Workspace.PathOf("far")}";
        Workspace.Build(project, far, "-t:Import", "-p:Bundle=jan.tar").Succeeded();

        Workspace.Build(project, far, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();

        Assert.Contains($"URIs: https://far.example/channels/prod/{Mirror}/\n", Read("channels/prod"));
        Assert.Contains($"URIs: https://far.example/snapshots/jan/{Mirror}/\n", Read("snapshots/jan"));
        Workspace.Build(project, far, "-t:Promote", "-p:Channel=test", "-p:SnapshotName=jan", "-p:PublicUrl=https://other.example/").Succeeded();
        Assert.Contains("URIs: https://other.example/", Read("channels/prod"));
        Assert.Contains(": 0 faults", Workspace.Build(project, far, "-t:Verify").Succeeded().Output);
        Workspace.Build(project, far, "-t:ListSnapshots", "-p:PublicUrl=").Succeeded();
        Assert.IsEmpty(Directory.GetFiles(Workspace.PathOf("far", "publish"), "*.sources", SearchOption.AllDirectories));

        string Read(string place) => File.ReadAllText(Path.Combine(Workspace.PathOf("far", "publish"), place, $"{Mirror}.sources"));
    }

    [TestMethod]
    public void An_estate_travels_in_volumes_and_what_is_missing_is_said()
    {
        var (_, server) = ServeSmall();
        File.Move(Define(server.Uri), Workspace.PathOf("one.proj"));
        File.Copy(Workspace.PathOf("one.proj"), Workspace.PathOf("two.proj"));
        var estate = Workspace.Project("estate", """
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="one.proj;two.proj" /></ItemGroup>
            """);
        Workspace.Build(estate).Succeeded();
        Workspace.Build(estate, "-t:Snapshot", "-p:SnapshotName=all").Succeeded();
        Workspace.Build(estate, "-t:Export", "-p:Bundle=all.tar").FailedWith("CHANTAL2004");
        Workspace.Build(estate, "-t:Export", "-p:SnapshotName=none", "-p:Bundle=all.tar").FailedWith("CHANTAL6102");
        Workspace.Build(estate, "-t:Export", "-p:SnapshotName=all", "-p:Bundle=all.tar", "-p:VolumeSize=20K").Succeeded();

        var far = $"-p:StoreRoot={Workspace.PathOf("far")}";
        Assert.Contains("CHANTAL6113", Workspace.Build(estate, far, "-t:Import", "-p:Bundle=all.1.tar").Succeeded().Output);
        Workspace.Build(estate, far, "-t:Import", "-p:Bundle=all.*.tar").Succeeded();
        foreach (var mirror in new[] { "one", "two" })
        {
            Tree.AssertEqual(Workspace.Published(mirror), Workspace.PathOf("far", "publish", "snapshots", "all", mirror));
        }

        Workspace.Build(estate, far, "-t:Verify", "-p:SnapshotName=all").Succeeded();
        Workspace.Build(estate, far, "-t:Import", "-p:Bundle=nothing.tar").FailedWith("CHANTAL6111");
    }
}
