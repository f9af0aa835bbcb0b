using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A state is published, and a snapshot promoted, only when what has to be installable is.</summary>
[TestClass]
public sealed class AssertionTests : AptEndToEndTest
{
    private const string Asserts = """<Assert Include="editor" />""";

    private static readonly BinaryPackage Library = new("lib", "2", "amd64");
    private static readonly BinaryPackage Editor = new("editor", "5", "amd64") { Fields = "Depends: lib (>= 2)" };
    private static readonly BinaryPackage Broken = new("editor", "6", "amd64") { Fields = "Depends: lib (>= 3)" };

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4912")]
    [TestProperty("Advice", "CHANTAL4915")]
    public void A_state_from_which_a_package_cannot_be_installed_is_not_published()
    {
        var (upstream, server) = ServePackages(Library, Editor);
        var project = Define(server.Uri, properties: "<GracePeriod>0</GracePeriod>", items: Asserts);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project).DidNothing();
        var published = Tree.Read(Published);

        upstream.Suite("stable").Replace("main", Broken);
        upstream.Publish();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var refused = Workspace.Build(project).FailedWith("CHANTAL4912").FailedWith("CHANTAL4915");
            Assert.Contains("editor 6 -> lib (>= 3): no package provides it", refused.Output);
            Tree.AssertEqual(published, Tree.Read(Published));
        }

        upstream.Suite("stable").Replace("main", Library with { Version = "3" });
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Assert.AreSequenceEqual(["pool/main/e/editor/editor_6_amd64.deb", "pool/main/l/lib/lib_3_amd64.deb"], PublishedPackages());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4914")]
    public void Packages_that_could_be_installed_stay_installable()
    {
        var (upstream, server) = ServePackages(Library, Editor, new BinaryPackage("never", "1", "amd64") { Fields = "Depends: nothing" });
        Workspace.Build(Define(server.Uri, properties: "<GracePeriod>0</GracePeriod><CheckClosure>error</CheckClosure>")).Succeeded();

        upstream.Suite("stable").Replace("main", Broken);
        upstream.Publish();
        var refused = Workspace.Build(Define(server.Uri, properties: "<GracePeriod>0</GracePeriod><CheckClosure>error</CheckClosure>")).FailedWith("CHANTAL4914").FailedWith("CHANTAL4915");
        Assert.Contains("editor 6 -> lib (>= 3): no package provides it", refused.Output);
        Assert.DoesNotContain("never", refused.Output);
        Assert.Contains("pool/main/e/editor/editor_5_amd64.deb", PublishedPackages());

        Assert.Contains("CHANTAL4914", Workspace.Build(Define(server.Uri, properties: "<GracePeriod>0</GracePeriod><CheckClosure>warn</CheckClosure>")).Succeeded().Warnings);
        Assert.Contains("pool/main/e/editor/editor_6_amd64.deb", PublishedPackages());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4913")]
    public void What_machines_use_together_is_judged_together()
    {
        var (_, server) = ServePackages(Editor);
        var libraries = new AptUpstream(Workspace.PathOf("libraries"), Keys.Archive);
        libraries.Suite("stable").Add("main", Library);
        var other = Workspace.Project("libraries", $"""
            <PropertyGroup><MirrorType>apt</MirrorType><Upstream>{Serve(libraries).Server.Uri}</Upstream><SignedBy>{Keys.Archive.ArmoredKeyring}</SignedBy></PropertyGroup>
            <ItemGroup><Suite Include="stable" /><Component Include="main" /><Architecture Include="amd64" /></ItemGroup>
            """);

        Workspace.Build(Define(server.Uri, items: Asserts)).FailedWith("CHANTAL4912").FailedWith("CHANTAL4915");
        const string With = """<Assert Include="editor" Suite="stable" Architecture="amd64" With="libraries" />""";
        Workspace.Build(Define(server.Uri, items: With)).FailedWith("CHANTAL4913");
        Workspace.Build(other).Succeeded();
        Workspace.Build(Define(server.Uri, items: With)).Succeeded();
        Workspace.Build(Define(server.Uri, items: """<Assert Include="editor" Suite="testing" />""")).FailedWith("CHANTAL4913").FailedWith("CHANTAL4915");
    }

    [TestMethod]
    public void A_snapshot_from_which_a_package_cannot_be_installed_is_not_promoted()
    {
        var (upstream, server) = ServePackages(Library, Editor);
        Freeze(Define(server.Uri), "good");
        upstream.Suite("stable").Replace("main", Broken);
        upstream.Publish();
        Freeze(Define(server.Uri), "bad");
        var project = Define(server.Uri, properties: "<GracePeriod>0</GracePeriod>", items: Asserts);

        // What has to hold now is asked of the head as well, and it stays what it is.
        Workspace.Build(project).FailedWith("CHANTAL4912").FailedWith("CHANTAL4915");
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=good").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=bad").FailedWith("CHANTAL4912").FailedWith("CHANTAL4915");
        Assert.IsTrue(File.Exists(Workspace.PathOf("store", "publish", "channels", "prod", Mirror, "pool/main/e/editor/editor_5_amd64.deb")));
    }

    private (AptUpstream Upstream, UpstreamServer Server) ServePackages(params BinaryPackage[] packages)
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Add("main", packages);
        return Serve(upstream);
    }
}
