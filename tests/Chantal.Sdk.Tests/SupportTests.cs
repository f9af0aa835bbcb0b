using System.Net;
using System.Net.Http.Headers;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The tests' own tools: a fixture that real apt does not accept would prove nothing.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class SupportTests : EndToEndTest
{
    [TestMethod]
    public void Real_apt_installs_from_the_fixture_over_nginx()
    {
        var upstream = DebianLike.Whole(Workspace.PathOf("upstream"), Keys.Archive).Publish();
        var nginx = Own(new Nginx(upstream.Root));
        var client = new AptClient(Workspace.PathOf("client"))
            .WithSource(Keys.Archive.Keyring, nginx.Uri, "stable main contrib")
            .WithDeb822Source(Keys.Archive.Keyring, nginx.Uri, "stable-updates", "main");

        client.Update().Succeeded();
        client.Install("hello", "editor").Succeeded();

        Assert.AreSequenceEqual(["editor", "greeting-data", "hello", "libgreeting", "tiny-libc"], client.Installed());
        Assert.IsTrue(File.Exists(Path.Combine(client.Root, "usr/share/hello/payload")));
    }

    [TestMethod]
    public void Real_apt_downloads_packages_and_sources_from_the_fixture_as_files()
    {
        var upstream = DebianLike.Whole(Workspace.PathOf("upstream"), Keys.Archive).Publish();
        var client = new AptClient(Workspace.PathOf("client"))
            .WithSource(Keys.Archive.ArmoredKeyring, $"copy:{upstream.Root}", "stable main")
            .WithSource(Keys.Archive.ArmoredKeyring, $"file:{upstream.Root}", "stable main", "deb-src");

        client.Update().Succeeded();
        client.Download("hello").Succeeded();
        client.Source("greeting").Succeeded();

        Assert.Contains("hello_2.10-3_amd64.deb", client.Downloaded());
        Assert.IsTrue(File.Exists(Path.Combine(client.Root, "greeting_1.2.tar.xz")));
    }

    [TestMethod]
    public void Real_apt_reads_a_flat_repository_and_a_suite_with_a_slash()
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("flat/").Add(new BinaryPackage("flat-one"));
        upstream.Suite("./").Add(new BinaryPackage("flat-two"));
        upstream.Suite("stable/updates").Add("main", new BinaryPackage("fixed", "1.0+deb1", "amd64"));
        upstream.Publish();
        var client = new AptClient(Workspace.PathOf("client"));
        foreach (var source in (string[])["flat/", "./", "stable/updates main"])
        {
            client.WithSource(Keys.Archive.Keyring, $"copy:{upstream.Root}", source);
        }

        client.Update().Succeeded();
        client.Install("flat-one", "flat-two", "fixed").Succeeded();

        Assert.AreSequenceEqual(["fixed", "flat-one", "flat-two"], client.Installed());
    }

    [TestMethod]
    public void Real_apt_refuses_a_fixture_signed_by_a_stranger()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Stranger).Publish();
        var client = new AptClient(Workspace.PathOf("client")).WithSource(Keys.Archive.Keyring, $"file:{upstream.Root}", "stable main");

        Assert.AreNotEqual(0, client.Update().ExitCode);
    }

    [TestMethod]
    public void Publishing_again_leaves_only_the_new_state()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive).Publish();
        upstream.Save(Workspace.PathOf("before"));

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();

        var pool = Tree.Read(upstream.Root).Paths.Where(path => path.Contains("lonely", StringComparison.Ordinal)).ToList();
        Assert.AreSequenceEqual(["pool/main/l/lonely/lonely_1.1_all.deb"], pool);

        upstream.RollBack(Workspace.PathOf("before"));
        Tree.AssertEqual(Workspace.PathOf("before"), upstream.Root);
    }

    [TestMethod]
    public void Trees_differ_by_what_is_missing_different_and_unexpected()
    {
        foreach (var (file, content) in ((string, string)[])[("a/same", "1"), ("b/same", "1"), ("a/x", "1"), ("b/x", "2"), ("a/gone", ""), ("b/new", "")])
        {
            Files.Write(Workspace.PathOf(file), System.Text.Encoding.UTF8.GetBytes(content));
        }

        Directory.CreateSymbolicLink(Workspace.PathOf("link"), Workspace.PathOf("a"));
        Tree.AssertEqual(Workspace.PathOf("a"), Workspace.PathOf("link"));
        Assert.AreSequenceEqual(
            ["missing     gone (0 bytes)", "different   x (1 bytes expected, 1 found)", "unexpected  new (0 bytes)"],
            Tree.Read(Workspace.PathOf("a")).DifferencesFrom(Tree.Read(Workspace.PathOf("b"))));
    }

    [TestMethod]
    public async Task The_server_answers_conditional_and_range_requests_and_remembers_them()
    {
        Files.Write(Workspace.PathOf("www/pool/a%3a+b"), [1, 2, 3, 4]);
        var server = Own(new UpstreamServer(Workspace.PathOf("www")));
        using var client = new HttpClient { BaseAddress = new Uri(server.Uri) };

        using var whole = await client.GetAsync("/pool/a%253a+b", TestContext.CancellationToken);
        using var conditional = new HttpRequestMessage(HttpMethod.Get, "/pool/a%253a+b") { Headers = { IfNoneMatch = { whole.Headers.ETag! } } };
        using var unchanged = await client.SendAsync(conditional, TestContext.CancellationToken);
        using var range = new HttpRequestMessage(HttpMethod.Get, "/pool/a%253a+b") { Headers = { Range = new RangeHeaderValue(2, null) } };
        using var part = await client.SendAsync(range, TestContext.CancellationToken);

        Assert.AreEqual(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.AreSequenceEqual(new byte[] { 3, 4 }, await part.Content.ReadAsByteArrayAsync(TestContext.CancellationToken));
        Assert.AreSequenceEqual([200, 304, 206], server.Requests.Select(request => request.Status));
        Assert.AreEqual("bytes=2-", server.Requests[2].Header("range"));
        Assert.AreSequenceEqual(["pool/a%3a+b", "pool/a%3a+b", "pool/a%3a+b"], server.RequestedPackages);
    }

    [TestMethod]
    public async Task The_server_goes_wrong_as_often_as_it_is_told()
    {
        Files.Write(Workspace.PathOf("www/file"), [1, 2, 3, 4]);
        var server = Own(new UpstreamServer(Workspace.PathOf("www")));
        using var client = new HttpClient { BaseAddress = new Uri(server.Uri) };

        server.Inject("file", Fault.Unavailable(retryAfter: "7").Times(1));
        using var unavailable = await client.GetAsync("/file", TestContext.CancellationToken);
        Assert.AreEqual(TimeSpan.FromSeconds(7), unavailable.Headers.RetryAfter?.Delta);
        Assert.AreSequenceEqual(new byte[] { 1, 2, 3, 4 }, await client.GetByteArrayAsync("/file", TestContext.CancellationToken));

        server.Inject("file", Fault.FlippedByte);
        Assert.AreSequenceEqual(new byte[] { 1, 2, 252, 4 }, await client.GetByteArrayAsync("/file", TestContext.CancellationToken));

        server.Inject("file", Fault.Truncated(2));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetByteArrayAsync("/file", TestContext.CancellationToken));

        var stall = Fault.Stalled(1);
        server.Inject("file", stall);
        var stalled = client.GetByteArrayAsync("/file", TestContext.CancellationToken);
        await stall.Reached;
        Assert.IsFalse(stalled.IsCompleted);
        stall.Release();
        await Assert.ThrowsAsync<HttpRequestException>(() => stalled);

        server.Inject("file", Fault.ChangedETag("another"));
        using var changed = await client.GetAsync("/file", TestContext.CancellationToken);
        Assert.AreEqual("\"another\"", changed.Headers.ETag?.Tag);

        server.Inject("file", Fault.Dripping(bytesEachTime: 1, TimeSpan.FromMilliseconds(1)));
        server.Inject("moved", Fault.Redirect("/file"));
        Assert.HasCount(4, await client.GetByteArrayAsync("/moved", TestContext.CancellationToken));

        server.Heal();
        Assert.HasCount(4, await client.GetByteArrayAsync("/file", TestContext.CancellationToken));
    }

    [TestMethod]
    public void A_build_shows_its_codes_and_the_targets_that_were_skipped()
    {
        var project = Workspace.PathOf("plain.proj");
        File.WriteAllText(project, """
            <Project DefaultTargets="Sync">
              <Target Name="Restore" />
              <Target Name="Step" Inputs="$(MSBuildProjectFullPath)" Outputs="$(MSBuildProjectDirectory)/out"><Touch Files="$(MSBuildProjectDirectory)/out" AlwaysCreate="true" /></Target>
              <Target Name="Sync" DependsOnTargets="Step"><Warning Code="CHANTAL2999" Text="w" /><Error Code="CHANTAL1999" Text="e" Condition="'$(Fail)' == 'true'" /></Target>
            </Project>
            """);

        var first = Workspace.Build(project).Succeeded();
        var second = Workspace.Build(project, "-p:Fail=true").FailedWith("CHANTAL1999");

        Assert.IsFalse(first.Skipped("Step"));
        Assert.IsTrue(second.Skipped("Step"));
        Assert.AreSequenceEqual(["CHANTAL2999"], second.Warnings);
        Assert.AreSequenceEqual(["CHANTAL1999"], second.Errors);
    }

    [TestMethod]
    public void The_machines_mirror_is_read_from_both_of_apts_formats()
    {
        var deb822 = MachineUpstream.Deb822("""
            # a comment
            Types: deb
            Enabled: no
            URIs: http://disabled.example.org/debian
            Suites: bookworm

            Types: deb deb-src
            # URIs: http://commented.example.org/debian
            URIs: http://mirror.example.org/debian
            Suites: bookworm bookworm-updates
            Components: main
            """);
        var oneLine = MachineUpstream.OneLine([
            "# deb http://commented.example.org/debian bookworm main",
            "deb-src http://source.example.org/debian bookworm main",
            "deb [ arch=amd64 signed-by=/a.gpg ] http://mirror.example.org/debian/ bookworm main",
        ]);

        var first = MachineUpstream.Find(deb822)!;
        Assert.AreEqual("http://mirror.example.org/debian", first.Uri);
        Assert.AreSequenceEqual(["bookworm", "bookworm-updates"], first.Suites);
        Assert.AreEqual("http://mirror.example.org/debian/", MachineUpstream.Find(oneLine)!.Uri);
    }
}
