using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What builds remove, by the command lines that people really type; the rules themselves are tested on classes.</summary>
[TestClass]
public sealed class RemovalBuildTests : AptEndToEndTest
{
    [TestMethod]
    public void Another_name_of_the_store_and_a_copy_of_it_never_cost_a_tree()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        File.CreateSymbolicLink(Workspace.PathOf("again"), "store");

        foreach (var store in (string[])["again", "store", "again/", "./store"])
        {
            Workspace.Build(project, $"-p:StoreRoot={Workspace.PathOf(store)}").Succeeded();
            Tree.AssertMirrors(upstream.Root, Published);
        }

        Command.Run("cp", ["-a", Workspace.StoreRoot, Workspace.PathOf("copy")]).Succeeded();
        var copied = Workspace.Build(project, $"-p:StoreRoot={Workspace.PathOf("copy")}").Succeeded();
        Assert.AreSequenceEqual(["CHANTAL4010"], copied.Warnings);
        Tree.AssertMirrors(upstream.Root, Published);
        Tree.AssertMirrors(upstream.Root, Workspace.PathOf("copy", "publish", Mirror));

        Workspace.Build(project, $"-p:StoreRoot={Workspace.PathOf("copy")}", $"-p:PublishRoot={Workspace.PublishRoot}").FailedWith("CHANTAL4105");
        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void A_publish_path_that_is_the_publish_root_or_lies_in_the_tree_before_it_costs_nothing()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project, "-p:PublishPath=debian").Succeeded();

        Workspace.Build(project, "-p:PublishPath=.").FailedWith("CHANTAL4103");
        Workspace.Build(project, "-t:Rebuild", "-p:PublishPath=.").FailedWith("CHANTAL4103");
        Tree.AssertMirrors(upstream.Root, Workspace.Published("debian"));

        var moved = Workspace.Build(project, "-p:PublishPath=debian/12").Succeeded();
        Assert.AreSequenceEqual(["CHANTAL4106"], moved.Warnings);
        Tree.AssertMirrors(upstream.Root, Workspace.Published("debian/12"));
        Workspace.Build(project, "-t:Clean", "-p:PublishPath=debian").Succeeded();
        Tree.AssertMirrors(upstream.Root, Workspace.Published("debian/12"));
        Assert.IsFalse(Directory.Exists(Workspace.Published("debian/pool")));
        Workspace.Build(project, "-p:PublishPath=debian/12").Succeeded();
    }

    [TestMethod]
    public void A_mirror_that_was_renamed_keeps_its_place()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "", properties: "<PublishPath>debian</PublishPath>");
        Workspace.Build(project).Succeeded();

        Assert.Contains("TakeOver=true", Workspace.Build(project, "-p:MirrorName=renamed").FailedWith("CHANTAL4104").Output);
        Workspace.Build(project, "-p:MirrorName=renamed", "-p:TakeOver=true").Succeeded();

        Tree.AssertMirrors(upstream.Root, Workspace.Published("debian"));
        Workspace.Build(project, "-p:MirrorName=renamed", "-t:Verify").Succeeded();

        // Back again, though there is nothing new.
        Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL4905");
        Workspace.Build(project).FailedWith("CHANTAL4104");
        Workspace.Build(project, "-p:TakeOver=true").Succeeded();
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Verify").Succeeded();
        Tree.AssertMirrors(upstream.Root, Workspace.Published("debian"));
    }

    [TestMethod]
    public void Two_mirrors_of_an_estate_do_not_have_one_name()
    {
        var (_, server) = ServeSmall();
        File.Move(Define(server.Uri, architectures: "", properties: "<MirrorName>same</MirrorName>"), Workspace.PathOf("one.proj"));
        File.Copy(Workspace.PathOf("one.proj"), Workspace.PathOf("two.proj"));
        var estate = Workspace.Project("estate", """
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="one.proj;two.proj" /></ItemGroup>
            """);

        var refused = Workspace.Build(estate).FailedWith("CHANTAL2405");

        Assert.Contains("one.proj", refused.Output);
        Assert.Contains("two.proj", refused.Output);
        Workspace.Build(estate, "-t:Plan").FailedWith("CHANTAL2405");
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4108")]
    public void Files_of_a_state_that_the_store_lost_stay_and_are_named_until_they_are_removed()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "", properties: "<GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();
        Directory.Delete(Workspace.PathOf("store/generations"), recursive: true);
        upstream.Suite("stable").Remove("lonely");
        upstream.Publish();

        Assert.AreSequenceEqual(["CHANTAL4108"], Workspace.Build(project).Succeeded().Warnings);
        Assert.IsTrue(Tree.Read(Workspace.Published(Mirror)).Paths.Any(p => p.Contains("lonely", StringComparison.Ordinal)));

        Workspace.Build(project, "-t:Rebuild", "-p:RemoveForeign=true").Succeeded();
        Tree.AssertMirrors(upstream.Root, Workspace.Published(Mirror));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4107")]
    public void Rebuild_reports_what_is_foreign_and_mirrors_of_an_estate_lie_apart()
    {
        var (upstream, server) = ServeSmall();
        File.Move(Define(server.Uri, architectures: ""), Workspace.PathOf("one.proj"));
        File.Move(Define(server.Uri, architectures: "", properties: "<PublishPath>one/below</PublishPath>"), Workspace.PathOf("two.proj"));
        var estate = Workspace.Project("estate", """
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="one.proj;two.proj" /></ItemGroup>
            """);

        var overlap = Workspace.Build(estate).FailedWith("CHANTAL4105");
        Assert.Contains("'one'", overlap.Output);
        Assert.Contains("'two'", overlap.Output);
        Assert.IsEmpty(server.RequestedPackages);
        Workspace.Build(Workspace.PathOf("one.proj")).Succeeded();
        Workspace.Build(Workspace.PathOf("two.proj")).FailedWith("CHANTAL4105");

        Workspace.Build(Workspace.PathOf("two.proj"), "-p:PublishPath=two").Succeeded();
        Workspace.Build(Workspace.PathOf("one.proj"), "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        var notes = Workspace.PathOf("store/publish/one/notes");
        File.WriteAllText(notes, "theirs");
        var rebuilt = Workspace.Build(Workspace.PathOf("one.proj"), "-t:Rebuild").Succeeded();
        Assert.AreSequenceEqual(["CHANTAL4107"], rebuilt.Warnings);
        Assert.IsTrue(File.Exists(notes));

        Workspace.Build(Workspace.PathOf("one.proj"), "-t:Rebuild", "-p:RemoveForeign=true").Succeeded();
        Assert.IsFalse(File.Exists(notes));
        Tree.AssertMirrors(upstream.Root, Workspace.Published("one"));
        Tree.AssertMirrors(upstream.Root, Workspace.Published("two"));
        Tree.AssertMirrors(upstream.Root, Workspace.Published("snapshots/jan/one"));
    }
}
