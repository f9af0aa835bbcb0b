using System.Net;
using Chantal.Diagnostics;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class RedirectTests : TransferFixture
{
    private static readonly byte[] Bytes = Content(5000);

    [TestMethod]
    [DataRow(301)]
    [DataRow(302)]
    [DataRow(303)]
    [DataRow(307)]
    [DataRow(308)]
    public async Task Redirects_are_followed(int status)
    {
        var server = Serve(request => request.Target == "/there%2b" ? Reply.Ok(Bytes) : Reply.Status(status, "Location: /there%2b"));
        var result = await DownloadAsync(Request(Bytes, server.Url));
        AssertFile(Bytes);
        Assert.AreEqual(server.Url + "pool/x.deb", result.Source.AbsoluteUri);
    }

    [TestMethod]
    [DataRow("file:///etc/passwd")]
    [DataRow("ftp://host/x")]
    [DataRow("gopher://host/")]
    [DataRow("data:,x")]
    [DataRow("http://")]
    [DataRow("")]
    public async Task Redirects_to_elsewhere_than_http_are_refused(string location)
    {
        var server = Serve(_ => Reply.Status(302, "Location: " + location));
        await RefusedAsync(Request(Bytes, server.Url));
        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    public async Task Redirects_in_a_circle_are_refused()
    {
        var server = Serve(request => Reply.Status(302, "Location: " + (request.Target == "/a" ? "/b" : "/a")));
        Assert.Contains("circle", (await RefusedAsync(Request(Bytes, server.Url))).Message);
        Assert.HasCount(3, server.Requests);
    }

    [TestMethod]
    public async Task More_than_ten_redirects_are_refused()
    {
        var server = Serve(request => Reply.Status(302, $"Location: {request.Target}x"));
        await RefusedAsync(Request(Bytes, server.Url));
        Assert.HasCount(11, server.Requests);
    }

    [TestMethod]
    public async Task Plain_http_after_https_is_refused()
    {
        using var handler = new Scripted(request => request.RequestUri!.Scheme == "https"
            ? new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("http://x/there?token=secret") } }
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Bytes) });
        using var transfer = NewTransfer(handler);
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => transfer.DownloadAsync(Request(Bytes, "https://x/"), Cancellation));
        Assert.AreEqual(DiagnosticCodes.RedirectRefused, failure.Code);
        Assert.DoesNotContain("secret", failure.Message);
    }

    [TestMethod]
    public async Task Credentials_do_not_go_to_another_host()
    {
        var other = Serve(_ => Reply.Ok(Bytes));
        var own = Serve(_ => Reply.Status(302, $"Location: {other.Url}x"));
        Options = Options with { NetrcFile = WriteSecret("mine", $"machine {new Uri(own.Url).Host} login me password secret") };
        await DownloadAsync(Request(Bytes, own.Url));
        Assert.IsNotNull(own.Requests.Single()["Authorization"]);
        Assert.IsNull(other.Requests.Single()["Authorization"]);
    }

    [TestMethod]
    public async Task Credentials_stay_with_their_own_host_and_a_redirect_brings_none()
    {
        var server = Serve(request => request.Target == "/there" ? Reply.Ok(Bytes) : Reply.Status(302, $"Location: http://evil:evil@{request["Host"]}/there#part"));
        Options = Options with { NetrcFile = WriteSecret("mine", $"machine {new Uri(server.Url).Host} login me password secret") };
        await DownloadAsync(Request(Bytes, server.Url));
        Assert.AreEqual(server.Requests[0]["Authorization"], server.Requests[1]["Authorization"]);
    }

    [TestMethod]
    public async Task Ranges_survive_a_redirect()
    {
        var large = Content(2_000_000);
        var server = Serve(
            _ => Reply.Ok(large).Cut(1_000_000),
            _ => Reply.Status(302, "Location: /there"),
            request => Reply.Range(request, large));
        await DownloadAsync(Request(large, server.Url));
        AssertFile(large);
        Assert.AreEqual("bytes=1000000-", server.Requests[2]["Range"]);
    }

    private async Task<UpstreamUnreachableException> RefusedAsync(DownloadRequest request)
    {
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(request));
        Assert.AreEqual(DiagnosticCodes.RedirectRefused, failure.Code);
        return failure;
    }

    private sealed class Scripted(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }
}
