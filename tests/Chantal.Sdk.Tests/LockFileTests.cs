using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The lock file: a state of the mirror that is approved and taken back in Git.</summary>
[TestClass]
public sealed class LockFileTests : AptEndToEndTest
{
    private string LockFile => Workspace.PathOf($"{Mirror}.lock.json");

    [TestMethod]
    public void It_says_what_is_published_and_by_whose_word()
    {
        var (_, server) = ServeSmall();
        Workspace.Build(Define(server.Uri, properties: "<LockFile>true</LockFile>")).Succeeded();

        using var written = JsonDocument.Parse(File.ReadAllText(LockFile));
        var root = written.RootElement.GetProperty("roots")[0];
        Assert.AreEqual("dists/stable", root.GetProperty("path").GetString());
        Assert.AreEqual(Keys.Archive.Fingerprint, root.GetProperty("signers")[0].GetString(), ignoreCase: true);
        Assert.AreEqual(Tree.Read(Published).Paths.Count, written.RootElement.GetProperty("files").GetInt32());
        Assert.IsFalse(written.RootElement.TryGetProperty("packageList", out _));
    }

    [TestMethod]
    public void The_same_state_is_the_same_file_in_another_store()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<LockFile>true</LockFile><LockPackages>true</LockPackages>");
        Workspace.Build(project).Succeeded();
        var first = File.ReadAllText(LockFile);
        Assert.Contains("\"lonely 1.0 all\"", first);
        File.Delete(LockFile);

        Workspace.Build(project, $"-p:StoreRoot={Workspace.PathOf("elsewhere")}").Succeeded();

        Assert.AreEqual(first, File.ReadAllText(LockFile));
    }

    [TestMethod]
    public void An_older_lock_takes_the_mirror_back_and_a_plain_sync_goes_on()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<GracePeriod>0</GracePeriod>");
        Workspace.Build(project, "-p:LockFile=true").Succeeded();
        var approved = Tree.Read(Published);
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        var next = Tree.Read(Published);
        server.Forget();

        Workspace.Build(project, "-p:Locked=true").Succeeded();
        Tree.AssertEqual(approved, Tree.Read(Published));
        Workspace.Build(project, "-p:Locked=true").Succeeded();
        Assert.IsEmpty(server.Requests);

        Workspace.Build(project).Succeeded();
        Tree.AssertEqual(next, Tree.Read(Published));
    }

    [TestMethod]
    public void An_empty_store_obtains_the_locked_state_but_no_other()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project, "-p:LockFile=true").Succeeded();
        var approved = Tree.Read(Published);

        var elsewhere = Workspace.PathOf("elsewhere");
        Workspace.Build(project, "-p:Locked=true", $"-p:StoreRoot={elsewhere}").Succeeded();
        Tree.AssertEqual(approved, Tree.Read(Path.Combine(elsewhere, "publish", Mirror)));

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        var empty = Workspace.PathOf("empty");
        Workspace.Build(project, "-p:Locked=true", $"-p:StoreRoot={empty}").FailedWith("CHANTAL6110");
        Assert.IsFalse(Directory.Exists(Path.Combine(empty, "publish", Mirror)));
        Workspace.Build(project, $"-p:StoreRoot={empty}").Succeeded();
        Workspace.Build(project, "-p:Locked=true", $"-p:StoreRoot={empty}").FailedWith("CHANTAL6110");
        Assert.Contains("lonely_1.1_all.deb", string.Join(' ', Tree.Read(Path.Combine(empty, "publish", Mirror)).Paths));
    }

    [TestMethod]
    public void A_lock_that_is_missing_or_of_another_mirror_publishes_nothing()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project, "-p:Locked=true").FailedWith("CHANTAL6108");
        Workspace.Build(project, "-p:LockFile=true").Succeeded();

        File.WriteAllText(LockFile, File.ReadAllText(LockFile).Replace($"\"mirror\": \"{Mirror}\"", "\"mirror\": \"other\"", StringComparison.Ordinal));
        Workspace.Build(project, "-p:Locked=true").FailedWith("CHANTAL6109");
        File.WriteAllText(LockFile, "<<<<<<< HEAD\n");
        Workspace.Build(project, "-p:Locked=true").FailedWith("CHANTAL6109");
        Workspace.Build(project, "-p:Locked=maybe").FailedWith("CHANTAL2003");
    }
}
