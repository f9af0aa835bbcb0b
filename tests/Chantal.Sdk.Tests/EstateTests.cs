using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Every mirror at once, as chantal.proj does.</summary>
[TestClass]
public sealed class EstateTests : AptEndToEndTest
{
    [TestMethod]
    [TestCategory("Outer")]
    public void A_mirror_that_fails_is_named_and_does_not_stop_the_others()
    {
        var (upstream, server) = ServeSmall();
        File.Move(Define(server.Uri, architectures: ""), Workspace.PathOf("one.proj"));
        File.Copy(Workspace.PathOf("one.proj"), Workspace.PathOf("three.proj"));
        File.Move(Define(server.Uri, suites: "no-such-suite"), Workspace.PathOf("two.proj"));
        var estate = Workspace.Project("estate", """
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="one.proj;two.proj;three.proj" /></ItemGroup>
            """);

        var build = Workspace.DotnetBuild(estate, "-m:2").FailedWith("CHANTAL2002");

        Assert.Contains("CHANTAL2102", build.Errors);
        Assert.Contains("Failed: two.", build.Output.Split('\n').First(line => line.Contains("CHANTAL2002", StringComparison.Ordinal)));
        Tree.AssertMirrors(upstream.Root, Workspace.Published("one"));
        Tree.AssertMirrors(upstream.Root, Workspace.Published("three"));
        Assert.IsEmpty(Tree.Read(Workspace.Published("two")).Paths);
    }

    [TestMethod]
    public void Verbs_reach_every_mirror()
    {
        var (upstream, server) = ServeSmall();
        File.Move(Define(server.Uri, architectures: ""), Workspace.PathOf("one.proj"));
        File.Copy(Workspace.PathOf("one.proj"), Workspace.PathOf("two.proj"));
        var estate = Workspace.Project("estate", """
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="one.proj;two.proj" /></ItemGroup>
            """);

        Workspace.Build(estate, "-t:Plan").Succeeded();
        Assert.IsEmpty(server.RequestedPackages);
        Workspace.Build(estate).Succeeded();
        Workspace.Build(estate, "-t:Verify").Succeeded();
        Tree.AssertMirrors(upstream.Root, Workspace.Published("one"));
        Tree.AssertMirrors(upstream.Root, Workspace.Published("two"));

        Workspace.Build(estate, "-t:Clean").Succeeded();
        Assert.IsEmpty(Tree.Read(Workspace.PublishRoot).Paths);
    }

    [TestMethod]
    public void Every_verb_of_a_build_runs()
    {
        var (upstream, server) = ServeSmall();
        File.Move(Define(server.Uri, architectures: ""), Workspace.PathOf("one.proj"));
        File.Copy(Workspace.PathOf("one.proj"), Workspace.PathOf("two.proj"));
        var estate = Workspace.Project("estate", """
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="one.proj;two.proj" /></ItemGroup>
            """);

        Workspace.Build(estate, "-t:Plan;Sync", $"-p:OutputFile={Workspace.PathOf("plans.txt")}").Succeeded();
        Assert.Contains("two", File.ReadAllText(Workspace.PathOf("plans.txt")));
        Tree.AssertMirrors(upstream.Root, Workspace.Published("one"));
        File.AppendAllText(Path.Combine(Workspace.Published("two"), "dists/stable/stray"), "");

        Workspace.Build(estate, "-t:Clean;Sync;Snapshot", "-p:SnapshotName=both").Succeeded();
        Tree.AssertMirrors(upstream.Root, Workspace.Published("one"));
        Tree.AssertMirrors(upstream.Root, Path.Combine(Workspace.PublishRoot, "snapshots", "both", "one"));
        Tree.AssertMirrors(upstream.Root, Path.Combine(Workspace.PublishRoot, "snapshots", "both", "two"));
    }
}
