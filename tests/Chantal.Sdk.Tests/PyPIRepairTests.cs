using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Pages that Chantal made are made again: no upstream has them.</summary>
[TestClass]
public sealed class PyPIRepairTests : PyPIEndToEndTest
{
    [TestMethod]
    [DataRow("simple/app/index.html", "false")]
    [DataRow("simple/app/index.v1_json", "false")]
    [DataRow("simple/index.html", "false")]
    [DataRow("pypi/app/json", "false")]
    [DataRow("simple/app/index.v1_json", "true")]
    public void A_damaged_page_is_made_again_in_the_mirror_and_its_snapshots(string page, string includeAll)
    {
        var upstream = Serve(new Wheel("app", "1.0"), new Wheel("lib", "1.0"));
        var project = Define(upstream.Uri, """<Package Include="app;lib" />""", $"<JsonApi>true</JsonApi><IncludeAll>{includeAll}</IncludeAll>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        var before = Tree.Read(Workspace.PublishRoot);
        Damage(page);
        upstream.Index.Forget();

        Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL4905");
        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();

        Tree.AssertEqual(before, Tree.Read(Workspace.PublishRoot));
        Assert.IsEmpty(upstream.RequestedPages);
        Assert.Contains(": 0 faults", Workspace.Build(project, "-t:Verify").Succeeded().Output);
        Workspace.Build(project).Succeeded();
        Tree.AssertEqual(before, Tree.Read(Workspace.PublishRoot));
    }

    private void Damage(string path)
    {
        var digest = Files.Hash(File.ReadAllBytes(Path.Combine(Published, path)), "SHA256");
        Files.Damage(Workspace.Blobs().Single(blob => Path.GetFileName(blob) == digest));
    }
}
