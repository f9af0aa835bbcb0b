using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A sync does what changed, and nothing else.</summary>
[TestClass]
public sealed class IncrementalTests : AptEndToEndTest
{
    [TestMethod]
    [TestCategory("Outer")]
    public void With_nothing_new_MSBuild_skips_everything_behind_FetchUpstream()
    {
        var (_, server) = Serve(DebianLike.Whole(Workspace.PathOf("upstream"), Keys.Archive));
        var project = Define(server.Uri, "stable;stable-updates");
        Workspace.DotnetBuild(project).Succeeded();
        server.Forget();

        Workspace.DotnetBuild(project).DidNothing();

        Assert.IsTrue(File.Exists(Workspace.PathOf("build-2.binlog")));
        Assert.IsLessThanOrEqualTo(6, server.Requests.Count, string.Join('\n', server.RequestedPaths));
        Assert.IsTrue(server.Requests.All(request => request.Status == 304), string.Join('\n', server.Requests.Select(request => $"{request.Status} {request.Path}")));
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Question_succeeds_with_nothing_new_and_fails_with_news()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.DotnetBuild(project).Succeeded();
        var before = Tree.Read(Published);

        Workspace.DotnetBuild(project, "-question").Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Assert.AreNotEqual(0, Workspace.DotnetBuild(project, "-question").ExitCode);

        Tree.AssertEqual(before, Tree.Read(Published));
        Workspace.Build(project).Succeeded();
        Assert.Contains("pool/main/l/lonely/lonely_1.1_all.deb", PublishedPackages());
    }

    [TestMethod]
    public void One_changed_package_is_all_that_is_downloaded_from_the_pool()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "", properties: "<GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();
        server.Forget();

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();

        Assert.AreSequenceEqual(["pool/main/l/lonely/lonely_1.1_all.deb"], server.RequestedPackages);
        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void A_removed_package_stays_for_the_grace_period_and_goes_without_one()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();

        upstream.Suite("stable").Remove("lonely");
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Assert.Contains("lonely", PublishedNames());

        Workspace.Build(project, "-p:GracePeriod=0").Succeeded();
        Assert.DoesNotContain("lonely", PublishedNames());
    }

    [TestMethod]
    public void A_changed_filter_takes_effect_by_itself()
    {
        var (_, server) = ServeSmall();
        Workspace.Build(Define(server.Uri, properties: "<GracePeriod>0</GracePeriod>", items: """<Package Include="lonely" />""")).Succeeded();
        Assert.AreSequenceEqual(["lonely"], PublishedNames());
        server.Forget();

        Workspace.Build(Define(server.Uri, properties: "<GracePeriod>0</GracePeriod>", items: """<Package Include="editor" />""")).Succeeded();

        Assert.AreSequenceEqual(["editor"], PublishedNames());
        Assert.HasCount(1, server.RequestedPackages);
    }

    [TestMethod]
    public void Each_word_outdates_what_it_affects_and_no_more()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();

        Workspace.Build(project, "-p:MaxRetries=1", "-p:MaxBandwidth=1G", "-p:KeepSnapshots=3", "-p:LogFile=log.json").DidNothing();

        var published = Workspace.Build(project, "-p:GracePeriod=9d").Succeeded();
        Assert.IsTrue(published.Skipped("ResolvePlan") && published.Skipped("StoreArtifacts"), published.Output);
        Assert.IsFalse(published.Skipped("LinkPublish"), published.Output);

        var planned = Workspace.Build(project, "-p:GracePeriod=9d", "-p:IncludeSources=true").Succeeded();
        Assert.IsFalse(planned.Skipped("ResolvePlan"), planned.Output);
        Workspace.Build(project, "-p:GracePeriod=9d", "-p:IncludeSources=true").DidNothing();
    }

    [TestMethod]
    public void Rebuild_syncs_also_behind_a_sync()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");

        Workspace.Build(project, "-t:Sync;Rebuild").Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.HasCount(2, server.Requests.Where(request => request.Path == "dists/stable/InRelease"));
        Workspace.Build(project).DidNothing();
    }

    [TestMethod]
    public void A_further_architecture_takes_effect_by_itself()
    {
        var (_, server) = ServeSmall();
        Workspace.Build(Define(server.Uri)).Succeeded();
        server.Forget();

        Workspace.Build(Define(server.Uri, architectures: "amd64;arm64")).Succeeded();

        Assert.AreSequenceEqual(["pool/main/h/hello/hello_2.10-3_arm64.deb"], server.RequestedPackages);
    }

    [TestMethod]
    public void A_definition_with_a_new_time_stamp_and_the_same_text_causes_no_work()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();

        File.SetLastWriteTimeUtc(project, DateTime.UtcNow.AddHours(1));

        Workspace.Build(project).DidNothing();
    }

    [TestMethod]
    public void A_deleted_tree_is_linked_again_without_a_download()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        server.Forget();

        Directory.Delete(Published, recursive: true);
        Workspace.Build(project, "-t:Rebuild").Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.IsEmpty(server.RequestedPackages);
    }

    [TestMethod]
    public void Files_deleted_from_the_tree_are_linked_again_by_Rebuild()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "", properties: "<GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();
        server.Forget();

        File.Delete(Path.Combine(Published, PublishedPackages()[0]));
        File.Delete(Path.Combine(Published, "dists/stable/InRelease"));
        Workspace.Build(project, "-t:Rebuild").Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.IsEmpty(server.RequestedPackages);
    }

    [TestMethod]
    [DataRow("Sync")]
    [DataRow("Rebuild")]
    public void A_deleted_index_db_costs_no_download(string target)
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "", properties: "<GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();
        server.Forget();

        foreach (var file in Directory.GetFiles(Workspace.StoreRoot, "index.db*"))
        {
            File.Delete(file);
        }

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project, $"-t:{target}").Succeeded();

        Assert.AreSequenceEqual(["pool/main/l/lonely/lonely_1.1_all.deb"], server.RequestedPackages);
        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4011")]
    public void An_index_that_cannot_be_opened_costs_a_warning_and_no_sync()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        var nowhere = $"-p:IndexPath={project}/index.db";

        Assert.AreSequenceEqual(["CHANTAL4011"], Workspace.Build(project, nowhere).Succeeded().Warnings.Distinct().ToList());
        foreach (var target in (string[])["-t:Snapshot", "-t:Verify", "-t:CollectGarbage", "-t:Statistics", "-t:History"])
        {
            Assert.IsEmpty(Workspace.Build(project, target, nowhere, "-p:SnapshotName=one").Succeeded().Warnings.Where(code => code != "CHANTAL4011"));
        }

        Tree.AssertMirrors(upstream.Root, Published);
        server.Forget();
        Assert.IsEmpty(Workspace.Build(project, "-t:Rebuild").Succeeded().Warnings);
        Assert.IsEmpty(server.RequestedPackages);
    }

    [TestMethod]
    public void A_damaged_blob_is_noticed_by_Verify_and_healed_by_Rebuild()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Verify").Succeeded();
        server.Forget();

        var package = Tree.Read(upstream.Root).Paths.First(path => path.EndsWith("_amd64.deb", StringComparison.Ordinal));
        var digest = Files.Hash(File.ReadAllBytes(Path.Combine(upstream.Root, package)), "SHA256");
        Files.Damage(Workspace.Blobs().Single(blob => Path.GetFileName(blob) == digest));

        Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL4905");
        Workspace.Build(project, "-t:Rebuild").Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.AreSequenceEqual([package], server.RequestedPackages);
        Workspace.Build(project, "-t:Verify").Succeeded();
    }

    [TestMethod]
    public void A_deleted_blob_is_healed_by_Rebuild()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        server.Forget();

        var package = Tree.Read(upstream.Root).Paths.First(path => path.EndsWith("_amd64.deb", StringComparison.Ordinal));
        var digest = Files.Hash(File.ReadAllBytes(Path.Combine(upstream.Root, package)), "SHA256");
        File.Delete(Workspace.Blobs().Single(blob => Path.GetFileName(blob) == digest));
        File.Delete(Path.Combine(Published, package));
        Workspace.Build(project, "-t:Rebuild").Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.AreSequenceEqual([package], server.RequestedPackages);
    }

    [TestMethod]
    public void Deleted_state_is_made_anew_without_a_download_from_the_pool()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        server.Forget();

        Directory.Delete(Workspace.PathOf("store", "state"), recursive: true);
        Workspace.Build(project).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.IsEmpty(server.RequestedPackages);
    }

    [TestMethod]
    public void Clean_takes_the_tree_away_and_the_next_sync_only_links()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        server.Forget();

        Workspace.Build(project, "-t:Clean").Succeeded();
        Assert.IsEmpty(Tree.Read(Published).Paths);
        Workspace.Build(project).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.IsEmpty(server.RequestedPackages);
    }
}
