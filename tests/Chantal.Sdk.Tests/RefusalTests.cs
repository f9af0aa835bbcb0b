using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Bad input gets a clear error and loses nothing: the tree that was published before stays as it was.</summary>
[TestClass]
public sealed class RefusalTests : AptEndToEndTest
{
    private const string InRelease = "dists/stable/InRelease";
    private const string Lonely = "pool/main/l/lonely/lonely_1.1_all.deb";

    [TestMethod]
    public void A_key_that_is_not_trusted_is_refused() =>
        Refuses("CHANTAL3002", (upstream, _) => upstream.Key = Keys.Stranger);

    [TestMethod]
    public void An_unsigned_state_is_refused() =>
        Refuses("CHANTAL3306", (upstream, _) => upstream.Key = null);

    [TestMethod]
    public void A_changed_byte_in_InRelease_is_refused() =>
        Refuses("CHANTAL3003", (_, server) => server.Inject(InRelease, Fault.FlippedByte));

    [TestMethod]
    public void Text_outside_the_signed_block_is_refused()
    {
        var (upstream, server, project) = SyncedOnce();
        PublishNews(upstream);
        var signed = File.ReadAllText(Path.Combine(upstream.Root, InRelease));
        server.Inject(InRelease, Fault.Bytes(System.Text.Encoding.UTF8.GetBytes("Origin: Somebody else\n\n" + signed)));

        RefusesAndRecovers("CHANTAL3010", upstream, server, project);
    }

    [TestMethod]
    public void An_expired_state_is_refused() =>
        Refuses("CHANTAL3302", (upstream, _) => upstream.Suite("stable").ValidUntil = DateTimeOffset.UtcNow.AddDays(-1));

    [TestMethod]
    public void A_release_of_another_suite_is_refused() =>
        Refuses("CHANTAL3312", (upstream, _) => (upstream.Suite("stable").Suite, upstream.Suite("stable").Codename) = ("unstable", "sid"));

    [TestMethod]
    public void Weak_checksums_alone_are_refused() =>
        Refuses("CHANTAL3305", (upstream, _) => upstream.Suite("stable").Checksums = ["MD5", "SHA1"]);

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3305")]
    public void Weak_checksums_are_taken_if_the_definition_says_so()
    {
        var (upstream, server) = ServeSmall();
        upstream.Suite("stable").Checksums = ["MD5", "SHA1"];
        PublishNews(upstream);

        Workspace.Build(Define(server.Uri, architectures: "", properties: "<AllowWeakChecksums>true</AllowWeakChecksums>")).Succeeded();

        Assert.IsTrue(File.Exists(Path.Combine(Published, Lonely)));
    }

    [TestMethod]
    public void An_upstream_that_went_back_to_an_older_signed_state_is_refused()
    {
        var (upstream, server) = ServeSmall();
        upstream.Save(Workspace.PathOf("older"));
        PublishNews(upstream);
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        var before = Tree.Read(Published);

        upstream.RollBack(Workspace.PathOf("older"));
        Workspace.Build(project).FailedWith("CHANTAL3301");

        Tree.AssertEqual(before, Tree.Read(Published));
    }

    [TestMethod]
    public void A_corrupt_package_is_refused() =>
        Refuses("CHANTAL3201", (_, server) => server.Inject(Lonely, Fault.FlippedByte));

    [TestMethod]
    [TestProperty("Advice", "CHANTAL1002")]
    [TestProperty("Advice", "CHANTAL4903")]
    public void A_missing_package_is_refused() =>
        Refuses("CHANTAL1002", (_, server) => server.Inject(Lonely, Fault.NotFound));

    [TestMethod]
    public void A_package_that_always_breaks_off_is_refused() =>
        Refuses("CHANTAL1001", (_, server) => server.Inject(Lonely, Fault.Truncated(10)));

    [TestMethod]
    public void A_server_that_fails_is_named() =>
        Refuses("CHANTAL1001", (_, server) => server.Inject(InRelease, Fault.Status(500)));

    [TestMethod]
    public void A_portals_page_instead_of_InRelease_is_refused() =>
        Refuses("CHANTAL1018", (_, server) => server.Inject(InRelease, Fault.Bytes("<html>Please log in</html>"u8.ToArray())));

    [TestMethod]
    public void Indices_that_are_not_what_Release_says_are_refused() =>
        RefusesIndices(Fault.FlippedByte);

    [TestMethod]
    public void An_index_that_is_missing_in_every_compression_is_refused() =>
        RefusesIndices(Fault.NotFound);

    [TestMethod]
    [DataRow("../../escape.deb")]
    [DataRow("/etc/escape.deb")]
    [DataRow("pool/../../../escape.deb")]
    [DataRow("pool\\..\\escape.deb")]
    [DataRow("../##vso[task.setvariable variable=a]b\u001b[31m.deb")]
    public void A_path_that_leaves_the_tree_is_refused(string path)
    {
        var (upstream, server, project) = SyncedOnce();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1") { StatedPath = path });
        upstream.Publish();

        var refused = RefusesAndRecovers("CHANTAL3101", upstream, server, project);

        Assert.DoesNotContain("\u001b", refused.Output);
        Assert.DoesNotContain("##vso[", refused.Output);
        Assert.IsEmpty(Directory.GetFiles(Workspace.Root, "*escape*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void A_package_in_the_place_of_signed_metadata_is_refused()
    {
        var (upstream, server, project) = SyncedOnce();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1") { StatedPath = InRelease });
        upstream.Publish();

        RefusesAndRecovers("CHANTAL3309", upstream, server, project);
    }

    [TestMethod]
    public void An_unknown_suite_is_named()
    {
        var (_, server) = ServeSmall();

        var refused = Workspace.Build(Define(server.Uri, "no-such-suite")).FailedWith("CHANTAL2102");

        Assert.Contains("no-such-suite", refused.Output);
    }

    [TestMethod]
    public void An_unknown_component_is_named_with_those_that_exist()
    {
        var (_, server) = Serve(DebianLike.Whole(Workspace.PathOf("upstream"), Keys.Archive));

        var refused = Workspace.Build(Define(server.Uri, components: "no-such-component")).FailedWith("CHANTAL2103");

        Assert.Contains("no-such-component", refused.Output);
        Assert.Contains("contrib", refused.Output);
    }

    [TestMethod]
    public void An_unknown_architecture_is_named_with_those_that_exist()
    {
        var (_, server) = ServeSmall();

        var refused = Workspace.Build(Define(server.Uri, architectures: "vax")).FailedWith("CHANTAL2104");

        Assert.Contains("arm64", refused.Output);
    }

    [TestMethod]
    public void A_missing_keyring_is_named()
    {
        var (_, server) = ServeSmall();

        var refused = Workspace.Build(Define(server.Uri, keyring: "keys/no-such-key.asc")).FailedWith("CHANTAL3012");

        Assert.Contains("no-such-key.asc", refused.Output);
        Assert.IsEmpty(Tree.Read(Published).Paths);
    }

    [TestMethod]
    public void A_definition_without_a_key_is_refused()
    {
        var (_, server) = ServeSmall();

        Workspace.Build(Define(server.Uri, keyring: "")).FailedWith("CHANTAL2004");

        Assert.IsEmpty(server.RequestedPackages);
    }

    [TestMethod]
    public void An_upstream_that_cannot_be_reached_is_named()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();

        server.Dispose();
        Workspace.Build(project).FailedWith("CHANTAL1001");

        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void A_definition_without_a_type_is_refused() =>
        Workspace.Build(Workspace.Project("typeless", "")).FailedWith("CHANTAL2001");

    [TestMethod]
    public void An_unknown_type_is_refused() =>
        Workspace.Build(Workspace.Project("gopher", "<PropertyGroup><MirrorType>gopher</MirrorType></PropertyGroup>")).FailedWith("CHANTAL2001");

    // What each value may be is tested with the tasks that read it.
    [TestMethod]
    [DataRow("GracePeriod", "soon")]
    [DataRow("MaxRetries", "-1")]
    [DataRow("PublishPath", "../../escape", "CHANTAL4103")]
    public void A_value_that_cannot_be_used_is_named(string property, string value, string code = "CHANTAL2003")
    {
        var (_, server) = ServeSmall();

        var refused = Workspace.Build(Define(server.Uri), $"-p:{property}={value}").FailedWith(code);

        Assert.Contains(property, string.Join('\n', refused.Output.Split('\n').Where(line => line.Contains("error CHANTAL", StringComparison.Ordinal))));
        Assert.IsEmpty(server.RequestedPackages);
    }

    // A sync of a good state; then news that something is wrong with.
    private void Refuses(string code, Action<AptUpstream, UpstreamServer> breakIt)
    {
        var (upstream, server, project) = SyncedOnce();
        breakIt(upstream, server);
        PublishNews(upstream);
        RefusesAndRecovers(code, upstream, server, project);
    }

    private void RefusesIndices(Fault fault)
    {
        var (upstream, server, project) = SyncedOnce();
        PublishNews(upstream);
        foreach (var index in Tree.Read(upstream.Root).Paths.Where(path => path.Contains("/binary-amd64/", StringComparison.Ordinal)))
        {
            server.Inject(index, fault);
        }

        RefusesAndRecovers("CHANTAL5105", upstream, server, project);
    }

    private (AptUpstream Upstream, UpstreamServer Server, string Project) SyncedOnce()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "", properties: "<GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();
        return (upstream, server, project);
    }

    private static void PublishNews(AptUpstream upstream)
    {
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
    }

    private BuildResult RefusesAndRecovers(string code, AptUpstream upstream, UpstreamServer server, string project)
    {
        var before = Tree.Read(Published);
        var refused = Workspace.Build(project).FailedWith(code);
        Tree.AssertEqual(before, Tree.Read(Published));

        var healed = upstream.Suite("stable");
        (healed.ValidUntil, healed.Suite, healed.Codename, healed.Checksums) = (null, null, null, ["SHA256"]);
        upstream.Key = Keys.Archive;
        server.Heal();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.2"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Tree.AssertMirrors(upstream.Root, Published);
        return refused;
    }
}
