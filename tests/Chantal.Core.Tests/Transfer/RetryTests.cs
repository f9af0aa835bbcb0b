using System.Net;
using Chantal.Diagnostics;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class RetryTests : TransferFixture
{
    private static readonly byte[] Bytes = Content(5000);

    [TestMethod]
    [DataRow(408)]
    [DataRow(425)]
    [DataRow(429)]
    [DataRow(500)]
    [DataRow(502)]
    [DataRow(503)]
    [DataRow(504)]
    public async Task A_status_that_may_pass_is_retried(int status)
    {
        var server = Serve(_ => Reply.Status(status), _ => Reply.Ok(Bytes));
        await DownloadAsync(Request(Bytes, server.Url));
        AssertFile(Bytes);
    }

    [TestMethod]
    [DataRow(400)]
    [DataRow(401)]
    [DataRow(403)]
    [DataRow(451)]
    public async Task A_status_that_does_not_pass_is_not_retried(int status)
    {
        var server = Serve(_ => Reply.Status(status));
        var failure = await Assert.ThrowsAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url)));
        Assert.AreEqual(DiagnosticCodes.RequestRefused, failure.Code);
        Assert.HasCount(1, server.Requests);
        AssertNothingLeft();
    }

    [TestMethod]
    public async Task Broken_connections_are_retried()
    {
        var server = Serve(
            _ => Reply.HangUp(),
            _ => Reply.Ok(Bytes).Cut(100),
            _ => Reply.Ok(Bytes).Reset(100),
            _ => Reply.Raw("no http at all\r\n", Bytes).Cut(10),
            _ => Reply.Ok(Bytes));
        await DownloadAsync(Request(Bytes, server.Url));
        AssertFile(Bytes);
    }

    [TestMethod]
    public async Task A_body_cut_short_without_a_length_is_not_taken_for_the_file()
    {
        var server = Serve(_ => Reply.Raw("HTTP/1.0 200 OK\r\n", Bytes).Cut(100), _ => Reply.Raw("HTTP/1.0 200 OK\r\n", Bytes).Cut(Bytes.Length));
        await DownloadAsync(Request(Bytes, server.Url));
        AssertFile(Bytes);
        Assert.HasCount(2, server.Requests);
    }

    [TestMethod]
    public async Task Chunks_cut_short_are_not_taken_for_the_file()
    {
        var server = Serve(_ => Reply.Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", "5\r\nhello\r\n5\r\nwo"u8.ToArray()).Cut(14), _ => Reply.Ok("hello world"u8.ToArray()));
        await DownloadAsync(Request(null, server.Url));
        AssertFile("hello world"u8.ToArray());
    }

    [TestMethod]
    public async Task Silence_before_the_headers_and_in_the_body_is_ended_and_retried()
    {
        var (silent, stalled) = (new TaskCompletionSource(), new TaskCompletionSource());
        var server = Serve(_ => Reply.Silence(silent), _ => Reply.Ok(Bytes).Stall(100, stalled), _ => Reply.Ok(Bytes));
        var download = DownloadAsync(Request(Bytes, server.Url));
        await PassStallAsync(silent);
        await PassStallAsync(stalled);
        await download;
        AssertFile(Bytes);
        Assert.HasCount(3, server.Requests);
    }

    [TestMethod]
    public async Task Delays_grow_and_have_a_limit()
    {
        var server = Serve(_ => Reply.Status(503));
        Options = Options with { MaxRetries = 7 };
        await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url)));
        Assert.AreSequenceEqual([0.5, 1, 2, 4, 8, 15, 15], Clock.Delays.Select(static delay => delay.TotalSeconds));
        Assert.HasCount(8, server.Requests);
    }

    [TestMethod]
    [DataRow("7", 7.0)]
    [DataRow("0", 0.5)]
    [DataRow("31536000", 120.0)]
    [DataRow("99999999999999999999", 120.0)]
    [DataRow("-5", 0.5)]
    [DataRow("soon", 0.5)]
    [DataRow("", 0.5)]
    [DataRow("Fri, 02 Jan 2026 00:00:09 GMT", 9.0)]
    [DataRow("Fri, 02 Jan 2099 00:00:09 GMT", 120.0)]
    [DataRow("Thu, 01 Jan 1970 00:00:00 GMT", 0.5)]
    public async Task What_the_server_asks_to_wait_is_honoured_within_reason(string retryAfter, double seconds)
    {
        var server = Serve(_ => Reply.Status(429, $"Retry-After: {retryAfter}"), _ => Reply.Ok(Bytes));
        await DownloadAsync(Request(Bytes, server.Url));
        Assert.AreEqual(seconds, Clock.Delays.Single().TotalSeconds);
    }

    [TestMethod]
    public async Task A_name_that_does_not_resolve_names_itself()
    {
        Options = Options with { MaxRetries = 1 };
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, "http://upstream.invalid/debian/")));
        Assert.AreEqual(DiagnosticCodes.UpstreamUnreachable, failure.Code);
        Assert.Contains("http://upstream.invalid/debian/pool/x.deb", failure.Message);
        Assert.IsInstanceOfType<HttpRequestException>(failure.InnerException);
    }

    [TestMethod]
    public async Task A_drip_is_a_stall()
    {
        using var handler = new DripHandler(Clock);
        Options = Options with { MaxRetries = 0 };
        using var transfer = NewTransfer(handler);
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => transfer.DownloadAsync(Request(Bytes, "http://x/"), Cancellation));
        Assert.Contains("in time", failure.Message);
    }

    // A byte every 30 seconds: each read in time, the whole never.
    private sealed class DripHandler(FakeClock clock) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new Drip(clock)) });
    }

    private sealed class Drip(FakeClock clock) : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            cancellationToken.ThrowIfCancellationRequested();
            buffer.Span[0] = 1;
            return ValueTask.FromResult(1);
        }
    }
}
