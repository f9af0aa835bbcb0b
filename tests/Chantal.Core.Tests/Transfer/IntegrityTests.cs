using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class IntegrityTests : TransferFixture
{
    private static readonly byte[] Bytes = Content(5000);
    private static readonly byte[] Other = Content(5001)[1..];

    [TestMethod]
    [DataRow(5000)]
    [DataRow(300_000)]
    public async Task A_wrong_file_is_asked_for_once_more_past_every_cache(int size)
    {
        var (right, wrong) = (Content(size), Content(size + 1)[1..]);
        var server = Serve(_ => Reply.Ok(wrong), _ => Reply.Ok(right));
        await DownloadAsync(Request(right, server.Url));
        AssertFile(right);
        Assert.IsNull(server.Requests[0]["Cache-Control"]);
        Assert.AreEqual("no-cache", server.Requests[1]["Cache-Control"]);
    }

    [TestMethod]
    public async Task The_next_upstream_may_have_the_right_file()
    {
        var (first, second) = (Serve(_ => Reply.Ok(Other)), Serve(_ => Reply.Ok(Bytes)));
        await DownloadAsync(Request(Bytes, first.Url, second.Url));
        AssertFile(Bytes);
        Assert.HasCount(2, first.Requests);
    }

    [TestMethod]
    public async Task A_file_that_is_wrong_everywhere_is_refused_and_removed()
    {
        var server = Serve(_ => Reply.Ok(Other));
        var failure = await MismatchAsync(Request(Bytes, server.Url));
        Assert.AreEqual(DiagnosticCodes.ArtifactMismatch, failure.Code);
        Assert.Contains(Digest(Bytes).ToString(), failure.Message);
        Assert.Contains(Digest(Other).ToString(), failure.Message);
        AssertNothingLeft();
    }

    [TestMethod]
    [DataRow(4999)]
    [DataRow(5001)]
    public async Task A_wrong_length_is_refused_before_the_body(int size)
    {
        var server = Serve(_ => Reply.Ok(Content(size)));
        Assert.Contains($"{size} bytes in place of 5000", (await MismatchAsync(Request(Bytes, server.Url))).Message);
    }

    [TestMethod]
    public async Task Another_checksum_than_SHA_256_decides_where_it_is_all_there_is()
    {
        var server = Serve(_ => Reply.Ok(Bytes));
        var right = new Checksum(HashKind.Sha512, Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData(Bytes)));
        var result = await DownloadAsync(Request(null, server.Url) with { Checksum = right });
        Assert.AreEqual(right, result.Checksums.Single());
        await MismatchAsync(Request(null, server.Url) with { Checksum = right with { Hex = new string('0', 128) } });
        await MismatchAsync(Request(Bytes, server.Url) with { Checksum = right with { Hex = new string('0', 128) } });
        await MismatchAsync(Request(null, server.Url) with { Checksum = new Checksum(HashKind.Sha256, new string('0', 64)) });
    }

    [TestMethod]
    public async Task An_endless_body_is_cut_at_the_size_it_should_have()
    {
        var server = Serve(_ => Reply.Raw("HTTP/1.1 200 OK\r\n", Bytes).Endless());
        Assert.Contains("more than 5000 bytes", (await MismatchAsync(Request(Bytes, server.Url))).Message);
        AssertNothingLeft();
    }

    [TestMethod]
    public async Task An_endless_body_of_unknown_size_is_cut_at_the_limit()
    {
        var server = Serve(_ => Reply.Raw("HTTP/1.1 200 OK\r\n", Bytes).Endless());
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(null, server.Url) with { MaxSize = 2_000_000 }));
        Assert.AreEqual(DiagnosticCodes.BodyTooLarge, failure.Code);
        Assert.HasCount(1, server.Requests);
        AssertNothingLeft();
    }

    [TestMethod]
    public async Task A_length_above_the_limit_is_refused_before_the_body()
    {
        var server = Serve(_ => Reply.Raw("HTTP/1.1 200 OK\r\nContent-Length: 9000000000000\r\n", []).Stall(0));
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(null, server.Url)));
        Assert.AreEqual(DiagnosticCodes.BodyTooLarge, failure.Code);
    }

    [TestMethod]
    public async Task A_body_longer_than_its_length_does_not_spoil_the_next_answer()
    {
        var server = Serve(_ => Reply.Raw($"HTTP/1.1 200 OK\r\nContent-Length: {Bytes.Length}\r\n", [.. Bytes, .. Other]), _ => Reply.Ok(Bytes));
        await DownloadAsync(Request(Bytes, server.Url));
        await DownloadAsync(Request(Bytes, server.Url));
        AssertFile(Bytes);
    }

    [TestMethod]
    public async Task A_portals_page_is_called_what_it_is()
    {
        var server = Serve(_ => Reply.Ok("<html>Please log in</html>"u8.ToArray(), "Content-Type: text/html; charset=utf-8"));
        Assert.Contains("text/html", (await MismatchAsync(Request(Bytes, server.Url))).Message);
    }

    [TestMethod]
    public async Task An_encoding_nobody_asked_for_is_named_when_the_bytes_are_wrong()
    {
        var server = Serve(_ => Reply.Ok(Other, "Content-Encoding: br"));
        Assert.Contains("Content-Encoding: br", (await MismatchAsync(Request(Bytes, server.Url))).Message);
    }

    [TestMethod]
    public async Task An_encoding_is_refused_where_no_digest_can_decide()
    {
        var server = Serve(_ => Reply.Ok(Bytes, "Content-Encoding: gzip"));
        Assert.Contains("Content-Encoding: gzip", (await MismatchAsync(Request(null, server.Url))).Message);
    }

    [TestMethod]
    public async Task A_gz_file_that_is_called_encoded_arrives_verbatim()
    {
        var server = Serve(_ => Reply.Ok(Bytes, "Content-Encoding: gzip"));
        await DownloadAsync(Request(null, server.Url) with { Urls = ["Packages.gz"] });
        AssertFile(Bytes);
        await DownloadAsync(Request(Bytes, server.Url));
        AssertFile(Bytes);
    }

    private Task<ArtifactMismatchException> MismatchAsync(DownloadRequest request) =>
        Assert.ThrowsExactlyAsync<ArtifactMismatchException>(() => DownloadAsync(request));
}
