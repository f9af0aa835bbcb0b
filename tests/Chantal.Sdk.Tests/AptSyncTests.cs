using System.Text;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What the signed Release lists is published byte for byte, whatever its kind.</summary>
[TestClass]
public sealed class AptSyncTests : AptEndToEndTest
{
    [TestMethod]
    public void A_whole_repository_with_every_kind_of_file_is_mirrored_byte_for_byte()
    {
        var (upstream, server) = Serve(DebianLike.Whole(Workspace.PathOf("upstream"), Keys.Archive));
        var project = Define(
            server.Uri + "/", "stable;stable-updates", components: "", architectures: "", properties: "<IncludeSources>true</IncludeSources>");

        Workspace.Build(project).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void Only_the_selected_components_and_architectures_are_mirrored()
    {
        var (upstream, server) = Serve(DebianLike.Whole(Workspace.PathOf("upstream"), Keys.Archive));

        Workspace.Build(Define(server.Uri)).Succeeded();

        var published = Tree.Read(Published).Paths;
        Assert.IsFalse(published.Any(path => path.Contains("arm64", StringComparison.Ordinal)), string.Join('\n', published));
        Assert.IsFalse(published.Any(path => path.Contains("contrib", StringComparison.Ordinal)), string.Join('\n', published));
        Assert.IsFalse(published.Any(path => path.Contains("Sources", StringComparison.Ordinal)), string.Join('\n', published));
        Tree.AssertMirrors(upstream.Root, Published, path => path.Contains("stable/main/binary-amd64/", StringComparison.Ordinal));
        Tree.AssertEqual(
            Tree.Read(upstream.Root, path => path.Contains("dep11/icons", StringComparison.Ordinal) || path.Contains("i18n/T", StringComparison.Ordinal)),
            Tree.Read(Published, path => path.Contains("dep11/icons", StringComparison.Ordinal) || path.Contains("i18n/T", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("flat/")]
    [DataRow("./")]
    public void A_flat_repository_is_mirrored_byte_for_byte(string suite)
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite(suite).Add(new BinaryPackage("one"), new BinaryPackage("two", Architecture: "amd64"));
        var (_, server) = Serve(upstream);

        Workspace.Build(Define(server.Uri, suite, components: "", architectures: "")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void A_suite_and_components_with_a_slash_are_mirrored_byte_for_byte()
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        var suite = upstream.Suite("bookworm/updates").Add("main", new BinaryPackage("fixed", "1.0+deb12u1", "amd64"));
        (suite.Suite, suite.Codename, suite.ComponentPrefix) = ("oldstable", "bookworm", "updates/");
        var (_, server) = Serve(upstream);

        Workspace.Build(Define(server.Uri, "bookworm/updates", architectures: "")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    [DataRow(true, false)]
    [DataRow(false, true)]
    public void A_repository_with_one_kind_of_signature_is_mirrored_byte_for_byte(bool inRelease, bool detached)
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        (upstream.Suite("stable").InRelease, upstream.Suite("stable").DetachedRelease) = (inRelease, detached);
        var (_, server) = Serve(upstream);

        Workspace.Build(Define(server.Uri, architectures: "")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("gz")]
    [DataRow("xz")]
    [DataRow("zst")]
    [DataRow("bz2")]
    public void One_compression_of_the_indices_is_enough(string compression)
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Compressions = [compression];
        var (_, server) = Serve(upstream);

        Workspace.Build(Define(server.Uri, architectures: "")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void A_listed_twin_that_the_upstream_does_not_have_is_tolerated()
    {
        var (upstream, server) = ServeSmall();
        foreach (var twin in Directory.GetFiles(upstream.Root, "Packages.gz", SearchOption.AllDirectories))
        {
            File.Delete(Path.Combine(Path.GetDirectoryName(twin)!, "by-hash/SHA256", Files.Hash(File.ReadAllBytes(twin), "SHA256")));
            File.Delete(twin);
        }

        Workspace.Build(Define(server.Uri, architectures: "")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void A_repository_without_by_hash_and_with_SHA512_alone_is_mirrored_byte_for_byte()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        (upstream.Suite("stable").ByHash, upstream.Suite("stable").Checksums) = (false, ["SHA512"]);
        var (_, server) = Serve(upstream);

        Workspace.Build(Define(server.Uri, architectures: "")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void Names_with_escapes_and_signs_are_kept_as_they_are()
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Add("main", new BinaryPackage("epoch", "1:1.0+b~1") { PoolPath = "pool/main/e/epoch/epoch_1%3a1.0+b~1_all.deb" });
        var (_, server) = Serve(upstream);

        Workspace.Build(Define(server.Uri, architectures: "")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void Equal_bytes_at_several_paths_are_fetched_and_stored_once()
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Add("main", new BinaryPackage("same", Architecture: "amd64"));
        upstream.Suite("security").Add("main", new BinaryPackage("same", Architecture: "amd64") { PoolPath = "pool/updates/main/s/same/same_1.0_amd64.deb" });
        var (_, server) = Serve(upstream);

        Workspace.Build(Define(server.Uri, "stable;security", architectures: "")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.HasCount(1, server.RequestedPackages);
    }

    [TestMethod]
    public void Two_suites_may_share_a_path()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("testing").Add("main", new BinaryPackage("lonely"), new BinaryPackage("newer", "2"));
        var (_, server) = Serve(upstream);

        Workspace.Build(Define(server.Uri, "stable;testing", architectures: "")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.HasCount(1, server.RequestedPackages.Where(path => path.Contains("lonely", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void An_unsigned_repository_is_mirrored_with_a_warning_where_the_definition_says_so()
    {
        var (upstream, server) = Serve(DebianLike.Small(Workspace.PathOf("upstream"), key: null));
        var project = Define(server.Uri, architectures: "", properties: "<VerifySignatures>false</VerifySignatures>");

        var first = Workspace.Build(project).Succeeded();
        var second = Workspace.Build(project).DidNothing();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.Contains("CHANTAL3307", first.Warnings);
        Assert.Contains("CHANTAL3307", second.Warnings);
    }

    [TestMethod]
    public void An_upstream_that_changes_in_mid_sync_is_read_again()
    {
        var (upstream, server) = ServeSmall();
        var changed = 0;
        server.Asked += path =>
        {
            if (path.Contains("/binary-amd64/", StringComparison.Ordinal) && Interlocked.Exchange(ref changed, 1) == 0)
            {
                upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "2.0"));
                upstream.Publish();
            }
        };

        Workspace.Build(Define(server.Uri, architectures: "", properties: "<GracePeriod>0</GracePeriod>")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void A_file_that_one_upstream_lacks_comes_from_the_next()
    {
        var (upstream, first) = ServeSmall();
        var second = Own(new UpstreamServer(upstream.Root));
        var missing = Tree.Read(upstream.Root).Paths.First(path => path.EndsWith(".deb", StringComparison.Ordinal));
        first.Inject(missing, Fault.NotFound);

        Workspace.Build(Define($"{first.Uri}/;{second.Uri}/", architectures: "")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.AreSequenceEqual([missing], second.RequestedPackages);
    }

    [TestMethod]
    public void A_busy_upstream_is_asked_again()
    {
        var (upstream, server) = ServeSmall();
        server.Inject("dists/stable/InRelease", Fault.Unavailable(retryAfter: "1").Times(1));

        Workspace.Build(Define(server.Uri, architectures: "")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void A_kind_of_file_that_nobody_knows_is_mirrored_because_Release_lists_it()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Listed["main/surprise/of-a-new-kind.cbor"] = Encoding.UTF8.GetBytes("surprise");
        var (_, server) = Serve(upstream);

        Workspace.Build(Define(server.Uri)).Succeeded();

        Assert.AreEqual("surprise", File.ReadAllText(Path.Combine(Published, "dists/stable/main/surprise/of-a-new-kind.cbor")));
    }
}
