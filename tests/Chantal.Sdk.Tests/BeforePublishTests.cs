using System.Security.Cryptography;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Checks of the user's own see a new state before hosts do, and keep it from being published.</summary>
[TestClass]
public sealed class BeforePublishTests : AptEndToEndTest
{
    private string Seen => Workspace.PathOf("seen.txt");

    [TestInitialize]
    public void TakePathsFromTheDefinition() => Workspace.BuildsInItsDirectory = true;

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4910")]
    public void A_target_sees_the_new_state_whole_and_keeps_it_from_being_published()
    {
        var (upstream, server) = ServeSmall();
        var project = WithTarget(server, $"""
            <ItemGroup><_Found Include="$(CandidateTree)**/*" /></ItemGroup>
            <WriteLinesToFile File="{Seen}" Lines="@(_Found->'%(RecursiveDir)%(Filename)%(Extension)')" Overwrite="true" />
            <Copy SourceFiles="$(CandidateChanges)" DestinationFiles="changes.txt" />
            <Error Condition="Exists('forbidden')" Text="not on my hosts" />
            """);
        Workspace.Build(project).Succeeded();
        Assert.AreSequenceEqual(Tree.Read(upstream.Root).Paths.Order(), File.ReadAllLines(Seen).Order());
        var published = Tree.Read(Published);

        File.Delete(Seen);
        Workspace.Build(project).DidNothing();
        Assert.IsFalse(File.Exists(Seen), "nothing was new");

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        File.WriteAllText(Workspace.PathOf("forbidden"), "");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var refused = Workspace.Build(project).FailedWith("CHANTAL4910");
            Assert.Contains("not on my hosts", refused.Output);
            Assert.Contains("pool/main/l/lonely/lonely_1.1_all.deb", File.ReadAllLines(Workspace.PathOf("changes.txt")));
            Assert.DoesNotContain("pool/main/h/hello/hello_2.10-3_amd64.deb", File.ReadAllLines(Workspace.PathOf("changes.txt")));
            Tree.AssertEqual(published, Tree.Read(Published));
        }

        // What is frozen meanwhile is what is served.
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=meanwhile").Succeeded();
        Tree.AssertEqual(published, Tree.Read(Workspace.PathOf("store", "publish", "snapshots", "meanwhile", Mirror)));

        File.Delete(Workspace.PathOf("forbidden"));
        server.Forget();
        Workspace.Build(project).Succeeded();
        Tree.AssertMirrors(upstream.Root, Published);
        Assert.IsEmpty(server.Requests.Where(r => r.Path.EndsWith(".deb", StringComparison.Ordinal)), "it was fetched already");
        Assert.IsFalse(Directory.Exists(Workspace.PathOf("store", "candidates", Mirror)));
        Workspace.Build(project).DidNothing();
    }

    [TestMethod]
    public void A_first_state_that_fails_is_nowhere()
    {
        var (_, server) = ServeSmall();
        var project = WithTarget(server, """<Error Text="not yet" />""");

        Workspace.Build(project).FailedWith("CHANTAL4910");

        Assert.IsFalse(Directory.Exists(Published));
        Assert.IsFalse(File.Exists(Workspace.PathOf("store", "refs", "mirrors", Mirror)));
        Assert.IsTrue(File.Exists(Workspace.PathOf("store", "candidates", Mirror, "tree", "dists", "stable", "InRelease")), "it is there for whoever looks for the reason");
        Workspace.Build(project, "-t:CollectGarbage", "-p:CollectAfter=0").Succeeded();
        Workspace.Build(project).FailedWith("CHANTAL4910");
    }

    [TestMethod]
    public void A_command_sees_it_in_its_environment_and_cannot_forge_lines_of_the_log()
    {
        var (upstream, server) = ServeSmall();
        var project = WithCommand(server, """test -f "$CHANTAL_CANDIDATE_TREE/dists/stable/Release" &amp;&amp; wc -l &lt; "$CHANTAL_CANDIDATE_CHANGES" > seen.txt; printf '##vso[task.complete]%s\n' "$CHANTAL_MIRROR"; echo why >&amp;2; exit `cat code`""");
        File.WriteAllText(Workspace.PathOf("code"), "3");

        var refused = Workspace.Build(project).FailedWith("CHANTAL4911").FailedWith("CHANTAL4910");

        Assert.Contains("exit code 3", refused.Output);
        Assert.Contains("why", refused.Output);
        Assert.DoesNotMatchRegex(@"(?m)^\s*(mirror: )?##vso\[", refused.Output);
        Assert.AreEqual(Tree.Read(upstream.Root).Paths.Count, int.Parse(File.ReadAllText(Seen), null));
        File.WriteAllText(Workspace.PathOf("code"), "0");
        Workspace.Build(project).Succeeded();
        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void A_state_that_a_lock_file_takes_back_is_checked_too()
    {
        var (upstream, server) = ServeSmall();
        var project = WithCommand(server, """cat code; exit `cat code`""");
        File.WriteAllText(Workspace.PathOf("code"), "0");
        Workspace.Build(project, "-p:LockFile=true").Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        var next = Tree.Read(Published);

        File.WriteAllText(Workspace.PathOf("code"), "1");
        Workspace.Build(project, "-p:Locked=true").FailedWith("CHANTAL4910");

        Tree.AssertEqual(next, Tree.Read(Published));
        File.WriteAllText(Workspace.PathOf("code"), "0");
        Workspace.Build(project, "-p:Locked=true", "-p:GracePeriod=0").Succeeded();
        Assert.IsTrue(File.Exists(Path.Combine(Published, "pool/main/l/lonely/lonely_1.0_all.deb")));
        Workspace.Build(project, "-p:GracePeriod=0").Succeeded();
        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void The_check_can_be_tried_on_the_head()
    {
        var (_, server) = ServeSmall();
        var project = WithTarget(server, $"""<WriteLinesToFile File="{Seen}" Lines="$(CandidateTree)" Overwrite="true" />""");
        Workspace.Build(project).Succeeded();
        File.Delete(Seen);

        Workspace.Build(project, "-t:BeforePublish").Succeeded();

        Assert.IsTrue(File.Exists(Path.Combine(File.ReadAllText(Seen).Trim(), "dists/stable/InRelease")));
    }

    [TestMethod]
    public void ClamAV_keeps_out_what_its_database_knows()
    {
        var (upstream, server) = ServeSmall();
        var database = Workspace.PathOf("known.hsb");
        File.WriteAllText(database, $"{new string('0', 64)}:1:Nothing\n");
        var project = WithCommand(server, $"CLAMAV_DATABASE={database} {Path.Combine(Checkout.Root, "mirrors/checks/scan-with-clamav")}");
        Workspace.Build(project).Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        var bad = File.ReadAllBytes(Path.Combine(upstream.Root, "pool/main/l/lonely/lonely_1.1_all.deb"));
        File.WriteAllText(database, $"{Convert.ToHexStringLower(SHA256.HashData(bad))}:{bad.Length}:Test.Bad\n");

        var refused = Workspace.Build(project).FailedWith("CHANTAL4910");

        Assert.Contains("lonely_1.1_all.deb: Test.Bad", refused.Output);
        Assert.IsFalse(File.Exists(Path.Combine(Published, "pool/main/l/lonely/lonely_1.1_all.deb")));
    }

    [TestMethod]
    public void A_real_apt_keeps_out_what_it_cannot_install()
    {
        var (upstream, server) = ServeSmall();
        var project = WithCommand(server, $"{Path.Combine(Checkout.Root, "mirrors/checks/install-with-apt")} {Keys.Archive.Keyring} stable main hello editor");
        Workspace.Build(project).Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("editor", "6", "amd64") { Fields = "Depends: no-such-libc" });
        upstream.Publish();

        var refused = Workspace.Build(project).FailedWith("CHANTAL4910");

        Assert.Contains("no-such-libc", refused.Output);
    }

    private string WithTarget(UpstreamServer server, string tasks)
    {
        var project = Define(server.Uri, architectures: "", properties: "<GracePeriod>0</GracePeriod>");
        File.WriteAllText(project, File.ReadAllText(project).Replace("</Project>", $"""<Target Name="BeforePublish">{tasks}</Target></Project>""", StringComparison.Ordinal));
        return project;
    }

    private string WithCommand(UpstreamServer server, string command) =>
        Define(server.Uri, architectures: "", properties: $"<BeforePublishCommand>{command}</BeforePublishCommand>");
}
