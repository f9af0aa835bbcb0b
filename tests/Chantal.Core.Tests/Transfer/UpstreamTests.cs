using Chantal.Diagnostics;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class UpstreamTests : TransferFixture
{
    private static readonly byte[] Bytes = Content(5000);

    [TestMethod]
    public async Task The_next_upstream_has_what_one_lacks()
    {
        var (first, second) = (Serve(_ => Reply.Status(404)), Serve(_ => Reply.Ok(Bytes)));
        var result = await DownloadAsync(Request(Bytes, first.Url, second.Url + "debian"));
        Assert.AreEqual(second.Url + "debian/pool/x.deb", result.Source.AbsoluteUri);
        Assert.HasCount(1, first.Requests);
    }

    [TestMethod]
    [DataRow(404)]
    [DataRow(410)]
    public async Task A_file_that_no_upstream_has_is_not_found(int status)
    {
        var (first, second) = (Serve(_ => Reply.Status(404)), Serve(_ => Reply.Status(status)));
        var failure = await Assert.ThrowsExactlyAsync<ArtifactNotFoundException>(() => DownloadAsync(Request(Bytes, first.Url, second.Url)));
        Assert.AreEqual(DiagnosticCodes.ArtifactNotFound, failure.Code);
        Assert.Contains(first.Url + "pool/x.deb", failure.Message);
        Assert.Contains(second.Url + "pool/x.deb", failure.Message);
    }

    [TestMethod]
    public async Task Candidates_are_tried_in_order_and_absolute_ones_as_they_are()
    {
        var server = Serve(request => request.Target == "/else/where" ? Reply.Ok(Bytes) : Reply.Status(404));
        var result = await DownloadAsync(Request(Bytes, server.Url) with { Urls = ["by-hash/a%2b", "b", server.Url + "else/where", "c"] });
        Assert.AreSequenceEqual(["/by-hash/a%2b", "/b", "/else/where"], server.Requests.Select(static request => request.Target));
        Assert.AreEqual(server.Url + "else/where", result.Source.AbsoluteUri);
    }

    [TestMethod]
    public async Task A_token_of_an_upstream_goes_with_every_request_and_into_no_message()
    {
        var server = Serve(request => request.Target switch { "/repo/pool/x.deb?s3cret&a=b" => Reply.Ok(Bytes), _ => Reply.Status(403) });
        var upstreams = new Upstreams(server.Url + "repo?s3cret&a=b");

        await DownloadAsync(Request(Bytes, upstreams.Urls[0]));
        var failure = await Assert.ThrowsAsync<MirrorException>(() => DownloadAsync(Request(Bytes, upstreams.Urls[0]) with { Urls = ["other"], PartialPath = InDirectory("other") }));

        Assert.AreSequenceEqual(["/repo/pool/x.deb?s3cret&a=b", "/repo/other?s3cret&a=b"], server.Requests.Select(r => r.Target));
        Assert.DoesNotContain("s3cret", failure.Message);
        Assert.DoesNotContain("s3cret", upstreams.ToString());
        Assert.AreEqual(server.Url + "repo/os/x86_64?s3cret&a=b", Upstreams.Join(upstreams.Urls[0], "os/x86_64"));
        Assert.AreEqual(DiagnosticCodes.UrlInvalid, Assert.ThrowsExactly<MirrorException>(() => new Upstreams(server.Url + "#fragment")).Code);
    }

    [TestMethod]
    public void Some_of_the_upstreams_keep_their_tokens()
    {
        var all = new Upstreams("https://a.example/?one", "https://b.example/os", "https://c.example/?three");

        Assert.AreEqual("https://c.example/x?three", all.Only(2).UrlOf(0, "x").AbsoluteUri);
        Assert.AreSequenceEqual(["https://b.example/os", "https://c.example/?three"], all.After(0)!.Urls);
        Assert.AreEqual("https://c.example/x?three", all.After(0)!.UrlOf(1, "x").AbsoluteUri);
        Assert.IsNull(all.After(2));
        Assert.AreSequenceEqual(["https://b.example/os", "https://c.example/?three", "https://a.example/?one"], all.StartingWith(1).Urls);
        Assert.AreEqual("https://a.example/x?one", all.StartingWith(1).UrlOf(2, "x").AbsoluteUri);
        Assert.AreEqual("https://a.example/images/x?one", all.In("images").UrlOf(0, "x").AbsoluteUri);
        Assert.AreSame(all, all.In(""));
    }

    [TestMethod]
    public async Task Absence_here_and_silence_there_is_not_absence()
    {
        Options = Options with { MaxRetries = 0 };
        var server = Serve(_ => Reply.Status(404));
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url, Nowhere())));
        Assert.AreEqual(DiagnosticCodes.UpstreamUnreachable, failure.Code);
    }

    [TestMethod]
    public async Task An_upstream_that_is_down_costs_its_retries_once()
    {
        var (down, up) = (Nowhere(), Serve(_ => Reply.Ok(Bytes)));
        for (var i = 0; i < 50; i++)
        {
            await DownloadAsync(Request(Bytes, down, up.Url));
        }

        Assert.HasCount(5, Clock.Delays);
        Assert.ContainsSingle(Log.Warnings);
        Assert.StartsWith(DiagnosticCodes.UpstreamPutAside, Log.Warnings.Single());
    }

    [TestMethod]
    public async Task With_no_other_upstream_everything_fails_at_once_and_says_why()
    {
        var down = Nowhere();
        for (var i = 0; i < 50; i++)
        {
            var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, down)));
            Assert.Contains("refused", failure.Message);
        }

        Assert.HasCount(5, Clock.Delays);
    }

    [TestMethod]
    public async Task An_upstream_that_comes_back_is_used_again()
    {
        var healthy = false;
        var server = Serve(_ => healthy ? Reply.Ok(Bytes) : Reply.HangUp());
        Options = Options with { MaxRetries = 0 };
        await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url)));
        healthy = true;
        await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url)));
        Clock.Advance(UpstreamHealth.AsideFor);
        await DownloadAsync(Request(Bytes, server.Url));
        await DownloadAsync(Request(Bytes, server.Url));
    }

    [TestMethod]
    public async Task A_probe_that_fails_costs_one_request()
    {
        var server = Serve(_ => Reply.HangUp());
        await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url)));
        var attempt = server.Requests.Count / 6;
        Clock.Advance(UpstreamHealth.AsideFor);
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url)));
        }

        Assert.HasCount(7 * attempt, server.Requests);
    }

    [TestMethod]
    public async Task One_broken_file_does_not_put_its_upstream_aside()
    {
        var server = Serve(request => request.Target.EndsWith("broken", StringComparison.Ordinal) ? Reply.Status(500) : Reply.Ok(Bytes));
        await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url) with { Urls = ["broken"] }));
        await DownloadAsync(Request(Bytes, server.Url));
    }

    [TestMethod]
    public async Task An_upstream_that_only_says_later_is_put_aside_after_a_few_files()
    {
        var server = Serve(_ => Reply.Status(503));
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url)));
        }

        Assert.HasCount(6 * UpstreamHealth.FaultyFiles, server.Requests);
    }

    [TestMethod]
    [DataRow("ftp://host/")]
    [DataRow("file://host/etc/")]
    [DataRow("/srv/mirror")]
    [DataRow("http://")]
    [DataRow("")]
    public void An_upstream_that_is_no_base_is_refused(string url)
    {
        var failure = Assert.ThrowsExactly<MirrorException>(() => new Upstreams(url));
        Assert.AreEqual(DiagnosticCodes.UrlInvalid, failure.Code);
        Assert.DoesNotContain("secret", failure.Message);
    }

    [TestMethod]
    public void No_upstream_is_refused() =>
        Assert.ThrowsExactly<MirrorException>(() => new Upstreams());

    [TestMethod]
    [DataRow("../x")]
    [DataRow("a/../../x")]
    [DataRow("%2e%2e/x")]
    [DataRow("..\\x")]
    [DataRow("file:///etc/passwd")]
    [DataRow("ftp://host/x")]
    public async Task A_relative_url_stays_below_its_base(string url)
    {
        var server = Serve(_ => Reply.Ok(Bytes));
        var failure = await Assert.ThrowsExactlyAsync<MirrorException>(() => DownloadAsync(Request(Bytes, server.Url + "base/") with { Urls = [url] }));
        Assert.AreEqual(DiagnosticCodes.UrlInvalid, failure.Code);
        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    [DataRow("//evil.invalid/x", "/base///evil.invalid/x")]
    [DataRow("a:b", "/base/a:b")]
    [DataRow("linux%3aamd64_1%2b2.deb", "/base/linux%3aamd64_1%2b2.deb")]
    [DataRow("x?y=1", "/base/x?y=1")]
    public async Task What_looks_like_another_place_is_a_name_below_the_base(string url, string target)
    {
        var server = Serve(_ => Reply.Ok(Bytes));
        await DownloadAsync(Request(Bytes, server.Url + "base") with { Urls = [url] });
        Assert.AreEqual(target, server.Requests.Single().Target);
    }
}
