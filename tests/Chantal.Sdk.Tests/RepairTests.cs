using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A disk went bad: what verification finds is fetched again, in every tree that shows it.</summary>
[TestClass]
public sealed class RepairTests : AptEndToEndTest
{
    [TestMethod]
    public void Damaged_content_is_fetched_again_and_every_tree_shows_it()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        var package = Tree.Read(upstream.Root).Paths.First(path => path.EndsWith("_amd64.deb", StringComparison.Ordinal));
        Damage(upstream.Root, package);
        File.Delete(Path.Combine(Published, "dists/stable/InRelease"));
        server.Forget();

        Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL4905");
        Assert.AreEqual((1, 3), Verified());
        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();
        Assert.AreEqual((1, 0), Verified());

        Tree.AssertMirrors(upstream.Root, Published);
        Tree.AssertMirrors(upstream.Root, Workspace.Published($"snapshots/jan/{Mirror}"));
        Assert.AreSequenceEqual([package], server.RequestedPackages);
        Assert.Contains(": 0 faults", Workspace.Build(project, "-t:Verify").Succeeded().Output);
    }

    [TestMethod]
    public void What_leads_to_trees_is_verified_and_made_again()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<PublicUrl>https://mirror.example/</PublicUrl>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=20250115T060000Z").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=20250115T060000Z").Succeeded();
        Assert.Contains(": 0 faults", Workspace.Build(project, "-t:Verify").Succeeded().Output);
        var link = Workspace.Published($"snapshots/{Mirror}/20250115T060000Z");
        var before = (Clients(), File.ReadAllText(Workspace.Published("snapshots/nearest.map")));
        File.Delete(link);
        File.CreateSymbolicLink(Workspace.Published($"snapshots/{Mirror}/20240101T000000Z"), $"../20250115T060000Z/{Mirror}");
        File.Delete(Workspace.Published("snapshots/nearest.map"));
        File.Delete(Workspace.Published($"clients/{Mirror}.sources"));
        File.AppendAllText(Workspace.Published($"channels/prod/{Mirror}.sources"), "Trusted: yes\n");
        File.WriteAllText(Workspace.Published("channels/prod/notes.txt"), "somebody's");

        var found = Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL4905");
        foreach (var path in (string[])[$"snapshots/{Mirror}/20250115T060000Z', a link by time", $"{Mirror}/20240101T000000Z', a link by time", "snapshots/nearest.map', a map", $"clients/{Mirror}.sources', a file for hosts", $"channels/prod/{Mirror}.sources', a file for hosts"])
        {
            Assert.Contains(path, found.Output);
        }

        Workspace.Build(project, "-t:Verify", "-p:SnapshotName=20250115T060000Z").Succeeded();
        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();

        Assert.AreEqual(before.Item2, File.ReadAllText(Workspace.Published("snapshots/nearest.map")));
        Assert.AreSequenceEqual(before.Item1, Clients());
        Assert.AreEqual($"../20250115T060000Z/{Mirror}", new FileInfo(link).LinkTarget);
        Assert.Contains(": 0 faults", Workspace.Build(project, "-t:Verify").Succeeded().Output);

        List<string> Clients() => [.. Directory.GetFiles(Workspace.PublishRoot, $"{Mirror}.*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
    }

    [TestMethod]
    public void A_copied_store_has_what_leads_to_its_trees_with_it()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<PublicUrl>https://mirror.example/</PublicUrl>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();
        Command.Run("cp", ["-a", Workspace.StoreRoot, Workspace.PathOf("copy")]).Succeeded();
        var store = "-p:StoreRoot=" + Workspace.PathOf("copy");

        Workspace.Build(project, store).Succeeded();

        Assert.Contains(": 0 faults", Workspace.Build(project, store, "-t:Verify").Succeeded().Output);
        File.AppendAllText(Workspace.PathOf($"copy/publish/channels/prod/{Mirror}.sources"), "Trusted: yes\n");
        Workspace.Build(project, store, "-t:Verify").FailedWith("CHANTAL4905");
    }

    [TestMethod]
    public void The_last_verification_of_a_mirror_is_kept_and_told_to_monitoring()
    {
        var (upstream, server) = ServeSmall();
        Directory.CreateDirectory(Workspace.PathOf("metrics"));
        var project = Define(server.Uri, properties: "<MetricsDirectory>metrics</MetricsDirectory>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Verify", "-p:SnapshotName=jan").Succeeded();
        Assert.IsFalse(File.Exists(Workspace.State(Mirror, "last-verification.json")));

        Workspace.Build(project, "-t:Verify", "-p:VerifyShare=50%").Succeeded();
        Assert.AreEqual((0.5, 0), Verified());
        Damage(upstream.Root, Tree.Read(upstream.Root).Paths.First(path => path.EndsWith("_amd64.deb", StringComparison.Ordinal)));
        Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL4905");
        Workspace.Build(project).Succeeded();

        var metrics = File.ReadAllText(Workspace.PathOf("metrics", "chantal_mirror.prom"));
        Assert.Contains("chantal_last_verification_share{mirror=\"mirror\"} 1\n", metrics);
        Assert.Contains($"chantal_last_verification_findings{{mirror=\"mirror\"}} {Verified().Findings}\n", metrics);
        Assert.IsGreaterThan(0, Verified().Findings);
    }

    [TestMethod]
    public void What_upstream_dropped_is_found_by_no_repair_and_the_rest_is_repaired()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        var old = Tree.Read(upstream.Root).Paths.First(path => path.EndsWith("lonely_1.0_all.deb", StringComparison.Ordinal));
        var kept = Tree.Read(upstream.Root).Paths.First(path => path.EndsWith("_amd64.deb", StringComparison.Ordinal));
        Damage(upstream.Root, old);
        Damage(upstream.Root, kept);
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        File.Delete(Path.Combine(upstream.Root, old));

        var failed = Workspace.Build(project, "-t:Verify", "-p:Repair=true").FailedWith("CHANTAL4905");
        Assert.Contains("lonely_1.0_all.deb", failed.Output);
        Assert.DoesNotContain(Path.GetFileName(kept), string.Join('\n', failed.Output.Split('\n').Where(l => l.Contains("error", StringComparison.Ordinal))));
    }

    [TestMethod]
    public void Metadata_that_upstream_dropped_is_made_by_a_sync_in_the_same_run()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        Damage(upstream.Root, "dists/stable/InRelease");
        Damage(upstream.Root, Tree.Read(upstream.Root).Paths.First(path => path.EndsWith("/Packages.xz", StringComparison.Ordinal)));
        upstream.Suite("stable").Add("main", new BinaryPackage("newer"));
        upstream.Publish();

        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Workspace.Build(project, "-t:Verify").Succeeded();
    }

    [TestMethod]
    public void A_damaged_manifest_of_the_head_is_made_again_in_the_same_run()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        Files.Damage(Directory.GetFiles(Workspace.PathOf("store", "generations"), "*.zst", SearchOption.AllDirectories).Single());

        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Workspace.Build(project, "-t:Verify").Succeeded();
    }

    [TestMethod]
    public void Links_of_a_snapshot_are_mended_although_other_content_of_it_is_lost()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        var lost = Tree.Read(upstream.Root).Paths.First(path => path.EndsWith("lonely_1.0_all.deb", StringComparison.Ordinal));
        var kept = Tree.Read(upstream.Root).Paths.First(path => path.EndsWith("_amd64.deb", StringComparison.Ordinal));
        Damage(upstream.Root, lost);
        File.Delete(Path.Combine(upstream.Root, lost));
        var link = Path.Combine(Workspace.Published($"snapshots/jan/{Mirror}"), kept);
        File.Delete(link);
        File.CreateSymbolicLink(link, "/etc/hostname");

        Assert.Contains("cannot be made again", Workspace.Build(project, "-t:Verify", "-p:Repair=true").FailedWith("CHANTAL4905").Output);

        Assert.AreSequenceEqual(File.ReadAllBytes(Path.Combine(upstream.Root, kept)), File.ReadAllBytes(link));
        Assert.IsNull(new FileInfo(link).LinkTarget);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4905")]
    public void Published_trees_and_channels_that_are_lost_are_verified_and_come_back()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();
        Directory.Delete(Workspace.Published("snapshots"), recursive: true);
        Directory.Delete(Workspace.Published("channels"), recursive: true);

        Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL4905");
        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();
        Tree.AssertMirrors(upstream.Root, Workspace.Published($"channels/prod/{Mirror}"));
        Tree.AssertMirrors(upstream.Root, Directory.GetDirectories(Workspace.Published($"snapshots/{Mirror}")).Single());

        File.Delete(Path.Combine(Published, ".chantal-tree.json"));
        Assert.Contains("TakeOver=true", Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL4905").Output);
        Workspace.Build(project, "-p:TakeOver=true").Succeeded();
        Workspace.Build(project, "-t:Verify").Succeeded();
    }

    [TestMethod]
    public void An_estate_verifies_the_whole_store_once_and_each_mirror_repairs_from_its_own_upstream()
    {
        var (upstream, server) = ServeSmall();
        File.Move(Define(server.Uri, architectures: ""), Workspace.PathOf("one.proj"));
        File.Copy(Workspace.PathOf("one.proj"), Workspace.PathOf("two.proj"));
        var estate = Workspace.Project("estate", """
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="one.proj;two.proj" /></ItemGroup>
            """);
        Workspace.Build(estate).Succeeded();
        Damage(upstream.Root, Tree.Read(upstream.Root).Paths.First(path => path.EndsWith("_amd64.deb", StringComparison.Ordinal)));
        Assert.Contains($"Read {Workspace.Blobs().Count} blobs", Workspace.Build(estate, "-t:Verify").FailedWith("CHANTAL4905").Output);
        File.WriteAllText(Workspace.PathOf("store", "data", "sha256", "notes.txt"), "mine");

        var failed = Workspace.Build(estate, "-t:Verify", "-p:Repair=true").FailedWith("CHANTAL4905");

        Assert.Contains("notes.txt", failed.Output);
        File.Delete(Workspace.PathOf("store", "data", "sha256", "notes.txt"));
        Workspace.Build(estate, "-t:Verify").Succeeded();
        Tree.AssertMirrors(upstream.Root, Workspace.Published("one"));
        Tree.AssertMirrors(upstream.Root, Workspace.Published("two"));
    }

    [TestMethod]
    [TestCategory("Outer")]
    [DataRow(Signal.Interrupt)]
    [DataRow(Signal.Kill)]
    public async Task A_repair_that_is_ended_while_it_fetches_is_completed_by_the_next_one(Signal signal)
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "", properties: "<TransferTimeout>1h</TransferTimeout>");
        Workspace.Build(project).Succeeded();
        var package = Tree.Read(upstream.Root).Paths.First(path => path.EndsWith("_amd64.deb", StringComparison.Ordinal));
        Damage(upstream.Root, package);
        var stall = Fault.Stalled(1);
        server.Inject(package, stall);
        using (var build = Workspace.StartBuild(project, "-t:Verify", "-p:Repair=true"))
        {
            await build.Until(stall.Reached);
            build.Send(signal);
            Assert.AreNotEqual(0, build.WaitForExit().ExitCode);
        }

        server.Heal();
        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Workspace.Build(project, "-t:Verify").Succeeded();
    }

    [TestMethod]
    public void A_snapshot_can_be_verified_alone_and_a_share_is_what_it_says()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();

        Workspace.Build(project, "-t:Verify", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Verify", "-p:SnapshotName=feb").FailedWith("CHANTAL6102");
        Assert.Contains("Read 1 blob ", Workspace.Build(project, "-t:Verify", "-p:VerifyShare=0.001%").Succeeded().Output);
        Workspace.Build(project, "-t:Verify", "-p:VerifyShare=all").FailedWith("CHANTAL2003");
    }

    private void Damage(string upstream, string path)
    {
        var digest = Files.Hash(File.ReadAllBytes(Path.Combine(upstream, path)), "SHA256");
        Files.Damage(Workspace.Blobs().Single(blob => Path.GetFileName(blob) == digest));
    }

    private (double Share, long Findings) Verified()
    {
        using var record = JsonDocument.Parse(File.ReadAllText(Workspace.State(Mirror, "last-verification.json")));
        return (record.RootElement.GetProperty("share").GetDouble(), record.RootElement.GetProperty("findings").GetInt64());
    }
}
