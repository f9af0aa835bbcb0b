using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Upstreams whose Release is odd: apt decides what is right.</summary>
[TestClass]
public sealed class AptOddReleaseTests : AptEndToEndTest
{
    [TestMethod]
    [TestCategory("Outer")]
    [DataRow("devel", "noble")]
    [DataRow("llvm-toolchain", "unstable")]
    [DataRow("ubuntu/jammy", "jammy")]
    [TestProperty("Advice", "CHANTAL3311")]
    [TestProperty("Advice", "CHANTAL3304")]
    public void A_suite_that_calls_itself_otherwise_is_taken_with_a_warning_as_apt_takes_it(string directory, string name)
    {
        var (upstream, server) = ServeOne(directory);
        upstream.Suites[0].Suite = upstream.Suites[0].Codename = name;
        upstream.Publish();
        AptTakes(server.Uri, $"{directory} main");
        var project = Define(server.Uri, directory);

        Assert.AreSequenceEqual(["CHANTAL3311"], Workspace.Build(project, "-t:Sync").Succeeded().Warnings);
        AptTakes("file:" + Published, $"{directory} main");

        upstream.Publish();
        Assert.IsEmpty(Workspace.Build(project, "-t:Sync", $"-p:ExpectSuite={name}").Succeeded().Warnings);
        upstream.Publish();
        Workspace.Build(project, "-t:Sync", "-p:ExpectSuite=other").FailedWith("CHANTAL3304");
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3302")]
    public void An_archive_past_its_Valid_Until_is_taken_when_the_definition_says_so()
    {
        var (upstream, server) = ServeOne("stable");
        upstream.Suites[0].ValidUntil = DateTimeOffset.UtcNow.AddDays(-3);
        upstream.Publish(DateTimeOffset.UtcNow.AddDays(-10));
        var project = Define(server.Uri);

        Workspace.Build(project, "-t:Sync").FailedWith("CHANTAL3302");
        Workspace.Build(project, "-t:Sync", "-p:CheckValidUntil=sometimes").FailedWith("CHANTAL2003");
        Workspace.Build(project, "-t:Sync", "-p:CheckValidUntil=false").Succeeded();
        Workspace.Build(project, "-t:Sync").FailedWith("CHANTAL3302");
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3312")]
    public void A_suite_that_moves_on_to_another_codename_is_not_followed_until_it_is_accepted()
    {
        var (upstream, server) = ServeOne("stable");
        upstream.Suites[0].Codename = "bookworm";
        upstream.Publish();
        var project = Define(server.Uri);
        Workspace.Build(project, "-t:Sync").Succeeded();

        upstream.Suites[0].Codename = "trixie";
        upstream.Publish();
        var refused = Workspace.Build(project, "-t:Sync").FailedWith("CHANTAL3312");
        Workspace.Build(project, "-t:Rebuild").FailedWith("CHANTAL3312");
        Assert.AreSequenceEqual(["CHANTAL3310"], Workspace.Build(project, "-t:Sync", refused.Acceptance).Succeeded().Warnings);
        Workspace.Build(project, "-t:Sync").DidNothing();

        upstream.Suites[0].Codename = "forky";
        upstream.Publish();
        Workspace.Build(project, "-t:Sync", "-p:AllowSuiteChange=true").Succeeded();

        upstream.Suites[0].Codename = "duke";
        upstream.Publish();
        Assert.AreSequenceEqual(["CHANTAL3312"], Workspace.Build(project, "-t:Sync", "-p:IdentityChange=warn").Succeeded().Warnings);

        upstream.Suites[0].Codename = "next";
        upstream.Publish();
        Assert.IsEmpty(Workspace.Build(project, "-t:Sync", "-p:IdentityChange=off").Succeeded().Warnings);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3313")]
    public void An_index_that_had_packages_and_has_none_is_not_published_until_it_is_accepted()
    {
        var (upstream, server) = ServeOne("stable");
        var project = Define(server.Uri);
        Workspace.Build(project, "-t:Sync").Succeeded();

        upstream.Suites[0].Components["main"].Binaries.RemoveAll(p => p.Architecture == "amd64");
        upstream.Publish();
        var refused = Workspace.Build(project, "-t:Sync").FailedWith("CHANTAL3313");
        Assert.AreSequenceEqual(["alpha"], PublishedNames());
        Workspace.Build(project, "-t:Sync", refused.Acceptance).Succeeded();
        Assert.IsEmpty(File.ReadAllText(Path.Combine(Published, "dists/stable/main/binary-amd64/Packages")));
    }

    [TestMethod]
    public void A_flat_repository_without_a_Release_is_taken_without_verification()
    {
        var root = Workspace.PathOf("upstream");
        var upstream = new AptUpstream(root, Keys.Archive);
        upstream.Suite("./").Add(new BinaryPackage("alpha", "1.0", "amd64"));
        upstream.Publish();
        foreach (var file in (string[])["Release", "InRelease", "Release.gpg"])
        {
            File.Delete(Path.Combine(root, file));
        }

        var server = Own(new UpstreamServer(root));
        var project = Define(server.Uri, "./", components: "");

        Workspace.Build(project, "-t:Sync").FailedWith("CHANTAL2102");
        Assert.AreSequenceEqual(["CHANTAL3307"], Workspace.Build(project, "-t:Sync", "-p:VerifySignatures=false").Succeeded().Warnings);
        Assert.IsTrue(File.Exists(Path.Combine(Published, "alpha_1.0_amd64.deb")));
        Workspace.Build(project, "-t:Sync", "-p:VerifySignatures=false").DidNothing();

        upstream.Suites[0].Add(new BinaryPackage("beta", "1.0", "amd64"));
        upstream.Publish();
        foreach (var file in (string[])["Release", "InRelease", "Release.gpg"])
        {
            File.Delete(Path.Combine(root, file));
        }

        Workspace.Build(project, "-t:Sync", "-p:VerifySignatures=false").Succeeded();
        Assert.IsTrue(File.Exists(Path.Combine(Published, "beta_1.0_amd64.deb")));
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void An_upstream_can_be_a_directory_of_this_machine()
    {
        var (upstream, _) = ServeOne("stable");
        var project = Define($"file://{upstream.Root}");

        Workspace.Build(project, "-t:Sync").Succeeded();
        Workspace.Build(project, "-t:Sync").DidNothing();
        Assert.AreSequenceEqual(["alpha"], PublishedNames());
        AptTakes("file:" + Published, "stable main");
        upstream.Suites[0].Add("main", new BinaryPackage("beta", "1.0", "amd64"));
        upstream.Publish();
        Workspace.Build(project, "-t:Sync").Succeeded();
        Assert.AreSequenceEqual(["alpha", "beta"], PublishedNames());
        File.Delete(Path.Combine(upstream.Root, "dists/stable/InRelease"));
        File.Delete(Path.Combine(upstream.Root, "dists/stable/Release"));
        Workspace.Build(project, "-t:Sync").FailedWith("CHANTAL2102");
    }

    [TestMethod]
    [DataRow("older")]
    [DataRow("unsigned")]
    [DataRow("expired")]
    public void A_first_upstream_that_cannot_be_used_is_passed_over_for_the_next(string how)
    {
        var (behind, first) = ServeOne("stable", "behind");
        var (upstream, second) = ServeOne("stable");
        var project = Define($"{first.Uri};{second.Uri}");
        upstream.Publish(DateTimeOffset.UtcNow.AddDays(-2));
        behind.Publish(DateTimeOffset.UtcNow.AddDays(-2));
        Workspace.Build(project, "-t:Sync").Succeeded();

        upstream.Suites[0].Add("main", new BinaryPackage("beta", "1.0", "amd64"));
        upstream.Publish(DateTimeOffset.UtcNow.AddDays(-1));
        behind.Suites[0].ValidUntil = how == "expired" ? DateTimeOffset.UtcNow.AddHours(-1) : null;
        behind.Key = how == "unsigned" ? Keys.Stranger : Keys.Archive;
        behind.Publish(DateTimeOffset.UtcNow.AddDays(how == "older" ? -9 : -1));
        Workspace.Build(project, "-t:Sync").Succeeded();

        Assert.AreSequenceEqual(["alpha", "beta"], PublishedNames());
    }

    [TestMethod]
    [DataRow(403)]
    [DataRow(404)]
    public void An_object_store_that_knows_a_plus_only_escaped_is_asked_that_way_once_and_for_all(int status)
    {
        var (upstream, _) = ServeOne("stable");
        upstream.Suites[0].Add("main", Enumerable.Range(0, 6).Select(n => new BinaryPackage($"g{n}", "1.0+git1", "amd64")));
        upstream.Publish();
        var bare = 0;
        var server = Own(new UpstreamServer(upstream.Root, context =>
        {
            if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.Contains('+', StringComparison.Ordinal))
            {
                Interlocked.Increment(ref bare);
                context.Response.StatusCode = status;
                return null;
            }

            return context.Request.Path.Value!.TrimStart('/');
        }));

        Workspace.Build(Define(server.Uri, properties: "<MaxParallelDownloads>1</MaxParallelDownloads>"), "-t:Sync").Succeeded();

        Assert.HasCount(7, PublishedNames());
        Assert.AreEqual(1, bare);
    }

    private (AptUpstream Upstream, UpstreamServer Server) ServeOne(string suite, string directory = "upstream")
    {
        var upstream = new AptUpstream(Workspace.PathOf(directory), Keys.Archive);
        upstream.Suite(suite).Add("main", new BinaryPackage("alpha", "1.0", "amd64"));
        return Serve(upstream);
    }

    private void AptTakes(string uri, string rest)
    {
        var client = new AptClient(Workspace.PathOf($"client-{Guid.NewGuid():N}")).WithSource(Keys.Archive.Keyring, uri, rest);
        client.Update().Succeeded();
        client.Download("alpha").Succeeded();
    }
}
