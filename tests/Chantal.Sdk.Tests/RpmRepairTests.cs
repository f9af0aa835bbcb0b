using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Metadata that Chantal rewrote is rewritten again: no upstream has it.</summary>
[TestClass]
public sealed class RpmRepairTests : RpmEndToEndTest
{
    [TestMethod]
    [DataRow("*-primary.xml.gz")]
    [DataRow("repomd.xml")]
    public void Damaged_metadata_is_rewritten_again_in_the_mirror_and_its_snapshots(string file)
    {
        var (_, server) = Serve("", new RpmPackage("lonely"), new RpmPackage("other"));
        var project = Define(server.Uri, """<Package Include="lonely" />""", Signed());
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        var before = Tree.Read(Workspace.PublishRoot);
        Damage(file);

        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();

        Tree.AssertEqual(before, Tree.Read(Workspace.PublishRoot));
        Assert.Contains(": 0 faults", Workspace.Build(project, "-t:Verify").Succeeded().Output);
    }

    [TestMethod]
    public void A_damaged_signature_is_made_anew_and_the_state_that_had_it_goes()
    {
        var (_, server) = Serve("", new RpmPackage("lonely"), new RpmPackage("other"));
        var project = Define(server.Uri, """<Package Include="lonely" />""", Signed());
        Workspace.Build(project).Succeeded();
        var signature = Damage("repomd.xml.asc");

        // Two signatures of one second and one key are equal.
        Keys.Stranger.ExportSecret(SigningKey);
        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();

        var root = Path.Combine(Published, "repodata/repomd.xml");
        _ = Command.Output("gpgv", "--keyring", Keys.Stranger.Keyring, root + ".asc", root);
        Assert.Contains(": 0 faults", Workspace.Build(project, "-t:Verify").Succeeded().Output);
        Assert.DoesNotContain(signature, Workspace.Blobs().Select(blob => Path.GetFileName(blob)));
    }

    [TestMethod]
    public void A_signature_of_a_snapshot_that_is_lost_is_named_with_what_to_do()
    {
        var (_, server) = Serve("", new RpmPackage("lonely"), new RpmPackage("other"));
        var project = Define(server.Uri, """<Package Include="lonely" />""", Signed());
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Damage("repomd.xml.asc");

        Keys.Stranger.ExportSecret(SigningKey);
        var failed = Workspace.Build(project, "-t:Verify", "-p:Repair=true").FailedWith("CHANTAL4905");

        Assert.AreSequenceEqual(["CHANTAL4905"], failed.Errors);
        Assert.Contains("repomd.xml.asc' of mirror in jan", failed.Output);
        Assert.Contains("cannot be made again", failed.Output);
    }

    private string SigningKey => Workspace.PathOf("signing.key");

    private string Signed()
    {
        Keys.Archive.ExportSecret(SigningKey);
        return $"<SigningKey>{SigningKey}</SigningKey>";
    }

    private string Damage(string file)
    {
        var digest = Files.Hash(File.ReadAllBytes(Directory.GetFiles(Path.Combine(Published, "repodata"), file).Single()), "SHA256");
        Files.Damage(Workspace.Blobs().Single(blob => Path.GetFileName(blob) == digest));
        return digest;
    }
}
