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
        Assert.Contains("two", build.Output.Split('\n').First(line => line.Contains("CHANTAL2002", StringComparison.Ordinal)));
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
}
