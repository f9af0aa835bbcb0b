using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Whoever does what an error advises gets a mirror that works. Several errors share a mirror, since builds are expensive.</summary>
[TestClass]
public sealed class AdviceTests : AptEndToEndTest
{
    private string Manifests => Workspace.PathOf("store", "generations");

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4005")]
    [TestProperty("Advice", "CHANTAL4006")]
    [TestProperty("Advice", "CHANTAL4009")]
    [TestProperty("Advice", "CHANTAL4905")]
    [TestProperty("Advice", "CHANTAL5001")]
    public void A_store_whose_own_files_are_damaged_is_repaired_as_its_errors_say()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL4009");
        Workspace.Build(project, "-t:Sync").Succeeded();
        Workspace.Build(project, "-t:Verify").Succeeded();

        // The head's ref: delete it, and Rebuild.
        var head = Workspace.PathOf("store", "refs", "mirrors", Mirror);
        File.WriteAllText(head, "{");
        Workspace.Build(project, "-t:Rebuild").FailedWith("CHANTAL4005");
        File.Delete(head);
        Workspace.Build(project, "-t:Rebuild").Succeeded();

        // The head's manifest is gone: Rebuild.
        File.Delete(Manifest());
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=one").FailedWith("CHANTAL4006");
        Workspace.Build(project, "-t:Rebuild").Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=one").Succeeded();

        // It is damaged: Rebuild, as Verify says; or delete it first, as whoever reads it says.
        Overwrite(Manifest());
        Workspace.Build(project).FailedWith("CHANTAL4006");
        Assert.Contains("Rebuild", Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL4905").Output);
        Assert.AreSequenceEqual(["CHANTAL4006"], Workspace.Build(project, "-t:Rebuild").Succeeded().Warnings);
        Workspace.Build(project, "-t:Verify").Succeeded();
        Overwrite(Manifest());
        File.Delete(Manifest());
        Workspace.Build(project, "-t:Rebuild").Succeeded();

        // So is the plan.
        Overwrite(Workspace.State(Mirror, "plan.jsonl"));
        Workspace.Build(project, "-t:CollectGarbage").FailedWith("CHANTAL5001");
        File.Delete(Workspace.State(Mirror, "plan.jsonl"));
        Workspace.Build(project, "-t:Rebuild").Succeeded();
        Workspace.Build(project, "-t:CollectGarbage").Succeeded();

        // And a manifest that only the tree still shows.
        var old = Manifest();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:DeleteSnapshot", "-p:SnapshotName=one").Succeeded();
        Overwrite(old);
        Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL4905");
        Workspace.Build(project, "-t:Rebuild").Succeeded();

        // Nobody knows any more that files of that state were Chantal's.
        Assert.Contains("-p:Repair=true -p:RemoveForeign=true", Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL4905").Output);
        Workspace.Build(project, "-t:Verify", "-p:Repair=true", "-p:RemoveForeign=true").Succeeded();
        Workspace.Build(project, "-t:Verify").Succeeded();
        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4008")]
    [TestProperty("Advice", "CHANTAL4102")]
    [TestProperty("Advice", "CHANTAL4905")]
    public void Content_that_is_damaged_is_fetched_again_and_what_upstream_dropped_is_done_without()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan", "-p:PublishSnapshot=false").Succeeded();
        var lonely = BlobOf(upstream, "lonely_1.0_all.deb");

        Files.Damage(lonely);
        Workspace.Build(project, "-t:Export", "-p:SnapshotName=jan", "-p:Bundle=jan.tar").FailedWith("CHANTAL4008");
        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();
        Workspace.Build(project, "-t:Export", "-p:SnapshotName=jan", "-p:Bundle=jan.tar").Succeeded();

        File.Delete(lonely);
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").FailedWith("CHANTAL4102");
        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Clean").Succeeded();
        File.Delete(lonely);
        Workspace.Build(project).FailedWith("CHANTAL4102");
        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();
        Workspace.Build(project).Succeeded();
        Tree.AssertMirrors(upstream.Root, Published);

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Files.Damage(lonely);
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=feb").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=feb").Succeeded();
        Workspace.Build(project, "-t:DeleteSnapshot", "-p:SnapshotName=jan").Succeeded();
        var dropped = Workspace.Build(project, "-t:Verify", "-p:Repair=true").FailedWith("CHANTAL4905");
        Assert.Contains("Run the Rebuild target", dropped.Output);
        Assert.Contains("DeleteSnapshot", dropped.Output);
        Workspace.Build(project, "-t:Rebuild").Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=mar").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=mar").Succeeded();
        Workspace.Build(project, "-t:DeleteSnapshot", "-p:SnapshotName=feb").Succeeded();
        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();
        Workspace.Build(project, "-t:Verify").Succeeded();
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6108")]
    [TestProperty("Advice", "CHANTAL6109")]
    [TestProperty("Advice", "CHANTAL6110")]
    public void A_lock_file_is_written_anew_even_where_the_definition_asks_for_it()
    {
        string[] write = ["-p:LockFile=true", "-p:Locked=false"];
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<Locked>true</Locked>");
        Workspace.Build(project).FailedWith("CHANTAL6108");
        Workspace.Build(project, write).Succeeded();
        Workspace.Build(project).Succeeded();
        File.WriteAllText(Workspace.PathOf($"{Mirror}.lock.json"), "<<<<<<< HEAD\n");
        Workspace.Build(project).FailedWith("CHANTAL6109");
        Workspace.Build(project, write).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Export", "-p:SnapshotName=jan", "-p:Bundle=jan.tar").Succeeded();
        var approved = Tree.Read(Published);

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        var elsewhere = $"-p:StoreRoot={Workspace.PathOf("elsewhere")}";
        Workspace.Build(project, elsewhere).FailedWith("CHANTAL6110");
        Workspace.Build(project, elsewhere, "-t:Import", "-p:Bundle=jan.tar").Succeeded();
        Workspace.Build(project, elsewhere).Succeeded();
        Tree.AssertEqual(approved, Tree.Read(Workspace.PathOf("elsewhere", "publish", Mirror)));
        Workspace.Build(project, [elsewhere, .. write]).Succeeded();
        Workspace.Build(project, elsewhere).Succeeded();
        Assert.Contains("pool/main/l/lonely/lonely_1.1_all.deb", Tree.Read(Workspace.PathOf("elsewhere", "publish", Mirror)).Paths);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6104")]
    public void Mirrors_with_stores_of_their_own_are_worked_on_one_by_one_or_share_one()
    {
        var (_, server) = ServeSmall();
        File.Move(Define(server.Uri), Workspace.PathOf("one.proj"));
        File.WriteAllText(Workspace.PathOf("two.proj"), File.ReadAllText(Workspace.PathOf("one.proj")).Replace($"{Workspace.StoreRoot}/", $"{Workspace.PathOf("another")}/", StringComparison.Ordinal));
        var estate = Workspace.Project("estate", """
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="one.proj;two.proj" /></ItemGroup>
            """);
        Workspace.Build(estate).Succeeded();

        Workspace.Build(estate, "-t:Snapshot", "-p:SnapshotName=all").FailedWith("CHANTAL6104");

        Workspace.Build(Workspace.PathOf("two.proj"), "-t:Snapshot", "-p:SnapshotName=all").Succeeded();
        Workspace.Build(estate, $"-p:StoreRoot={Workspace.StoreRoot}").Succeeded();
        Workspace.Build(estate, $"-p:StoreRoot={Workspace.StoreRoot}", "-t:Snapshot", "-p:SnapshotName=all").Succeeded();
    }

    private string Manifest() => Directory.GetFiles(Manifests, "*", SearchOption.AllDirectories).OrderByDescending(File.GetLastWriteTimeUtc).First();

    private static void Overwrite(string file)
    {
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(file, "damaged");
    }

    private string BlobOf(AptUpstream upstream, string name)
    {
        var path = Tree.Read(upstream.Root).Paths.Single(p => p.EndsWith(name, StringComparison.Ordinal));
        var digest = Files.Hash(File.ReadAllBytes(Path.Combine(upstream.Root, path)), "SHA256");
        return Workspace.Blobs().Single(blob => Path.GetFileName(blob) == digest);
    }
}
