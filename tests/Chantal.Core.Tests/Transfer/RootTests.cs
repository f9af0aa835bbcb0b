using Chantal.Diagnostics;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class RootTests : TransferFixture
{
    private static readonly byte[] Bytes = Content(500);
    private static readonly Validators Known = new("W/\"a b\"", new DateTimeOffset(2025, 4, 1, 10, 0, 0, TimeSpan.Zero));

    [TestMethod]
    public async Task A_file_comes_with_what_to_ask_by_next_time()
    {
        var server = Serve(_ => Reply.Ok(Bytes, "ETag: W/\"a b\"", "Last-Modified: Tue, 01 Apr 2025 10:00:00 GMT", "Content-Type: text/plain; charset=x"));
        var root = (RootResponse.Modified)await GetAsync(null, server.Url + "dists");
        Assert.AreSequenceEqual(Bytes, root.Bytes);
        Assert.AreEqual(Known, root.Validators);
        Assert.AreEqual(new Uri(server.Url + "dists/"), root.Source);
        Assert.AreEqual("text/plain", root.ContentType);
    }

    [TestMethod]
    public async Task Validators_are_given_back_as_they_came()
    {
        var server = Serve(_ => Reply.Status(304));
        var root = (RootResponse.NotModified)await GetAsync(Known, server.Url);
        Assert.AreEqual(new Uri(server.Url), root.Source);
        var request = server.Requests.Single();
        Assert.AreEqual("W/\"a b\"", request["If-None-Match"]);
        Assert.AreEqual("Tue, 01 Apr 2025 10:00:00 GMT", request["If-Modified-Since"]);
        Assert.IsNull(request["Cache-Control"]);
    }

    [TestMethod]
    public async Task Caches_are_bypassed_on_request()
    {
        var server = Serve(_ => Reply.Ok(Bytes));
        await Transfer.GetRootAsync(new Upstreams(server.Url), new RootRequest("InRelease") { Validators = Known, MaxBytes = 1000, BypassCaches = true }, Cancellation);
        Assert.AreEqual("no-cache", server.Requests.Single()["Cache-Control"]);
    }

    [TestMethod]
    public async Task Absence_at_every_upstream_is_an_answer()
    {
        var (first, second) = (Serve(_ => Reply.Status(404)), Serve(_ => Reply.Status(410)));
        Assert.IsInstanceOfType<RootResponse.NotFound>(await GetAsync(null, first.Url, second.Url));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL1018")]
    public async Task A_page_in_place_of_a_file_is_called_by_its_title_and_the_next_upstream_is_asked()
    {
        var portal = Serve(_ => Reply.Ok("<!DOCTYPE html>\n<html><head><TITLE>Sign in &ndash;\n Guests</TITLE>"u8.ToArray()));
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => GetAsync(null, portal.Url));
        Assert.AreEqual(DiagnosticCodes.PageInsteadOfFile, failure.Code);
        Assert.Contains("'Sign in – Guests'", failure.Message);

        // Whoever looks at the URL, and corrects Upstream, gets the file.
        var root = (RootResponse.Modified)await GetAsync(null, portal.Url, Serve(_ => Reply.Ok(Bytes)).Url);
        Assert.AreSequenceEqual(Bytes, root.Bytes);
    }

    [TestMethod]
    public async Task A_page_in_place_of_a_file_that_may_be_absent_says_that_it_is()
    {
        var server = Serve(_ => Reply.Ok("<html>no such file</html>"u8.ToArray()));
        Assert.IsInstanceOfType<RootResponse.NotFound>(await Transfer.GetRootAsync(new Upstreams(server.Url), new RootRequest("x.asc") { IsOptional = true }, Cancellation));
        Assert.IsInstanceOfType<RootResponse.Modified>(await Transfer.GetRootAsync(new Upstreams(server.Url), new RootRequest("simple/") { TakesPages = true }, Cancellation));
    }

    [TestMethod]
    public async Task The_upstream_that_has_it_is_the_source()
    {
        var (first, second) = (Serve(_ => Reply.Status(404)), Serve(_ => Reply.Ok(Bytes)));
        var root = (RootResponse.Modified)await GetAsync(null, first.Url, Nowhere(), second.Url);
        Assert.AreEqual(new Uri(second.Url), root.Source);
    }

    [TestMethod]
    public async Task Unreachable_upstreams_are_all_named()
    {
        var (first, second) = (Nowhere(), Nowhere());
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => GetAsync(null, first, second));
        Assert.AreEqual(DiagnosticCodes.UpstreamUnreachable, failure.Code);
        Assert.Contains(first + "InRelease: ", failure.Message);
        Assert.Contains(second + "InRelease: ", failure.Message);
        Assert.Contains("refused", failure.Message);
    }

    [TestMethod]
    public async Task A_304_that_nobody_asked_for_is_no_answer()
    {
        var server = Serve(_ => Reply.Status(304), _ => Reply.Ok(Bytes));
        Assert.IsInstanceOfType<RootResponse.Modified>(await GetAsync(null, server.Url));
    }

    [TestMethod]
    [DataRow("Content-Length: 1001\r\n")]
    [DataRow("")]
    public async Task More_than_the_limit_is_refused(string length)
    {
        var server = Serve(_ => Reply.Raw("HTTP/1.1 200 OK\r\n" + length, Content(1001)).Cut(1001));
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => GetAsync(null, server.Url));
        Assert.AreEqual(DiagnosticCodes.BodyTooLarge, failure.Code);
    }

    [TestMethod]
    public async Task An_encoded_root_is_refused()
    {
        var server = Serve(_ => Reply.Ok(Bytes, "Content-Encoding: gzip"));
        var failure = await Assert.ThrowsExactlyAsync<ArtifactMismatchException>(() => GetAsync(null, server.Url));
        Assert.Contains("gzip", failure.Message);
    }

    [TestMethod]
    public async Task Stalls_and_drops_are_retried()
    {
        var (silent, stalled) = (new TaskCompletionSource(), new TaskCompletionSource());
        var server = Serve(_ => Reply.Silence(silent), _ => Reply.Ok(Bytes).Stall(10, stalled), _ => Reply.Ok(Bytes).Cut(10), _ => Reply.Ok(Bytes));
        var root = GetAsync(null, server.Url);
        await PassStallAsync(silent);
        await PassStallAsync(stalled);
        Assert.IsInstanceOfType<RootResponse.Modified>(await root);
    }
}
