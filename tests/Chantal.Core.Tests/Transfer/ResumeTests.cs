using Chantal.Transfer;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class ResumeTests : TransferFixture
{
    private const int Size = 2_000_000;
    private const int Half = 1_000_000;
    private const string Tag = "ETag: \"one\"";
    private static readonly byte[] File1 = Content(Size);
    private static readonly byte[] File2 = Content(Size + 1)[1..];

    [TestMethod]
    public async Task A_connection_that_drops_in_mid_body_is_continued()
    {
        var server = Serve(_ => Reply.Ok(File1).Reset(0), _ => Reply.Ok(File1).Cut(Half), request => Reply.Range(request, File1));
        await DownloadAsync(Request(File1, server.Url));
        AssertFile(File1);
        Assert.AreEqual($"bytes={Half}-", server.Requests[^1]["Range"]);
        Assert.IsNull(server.Requests[^1]["If-Range"]);
    }

    [TestMethod]
    public async Task Without_a_digest_the_continuation_depends_on_the_validator()
    {
        var server = Serve(_ => Reply.Ok(File1, Tag).Cut(Half), request => Reply.Range(request, File1, Tag));
        await DownloadAsync(Request(null, server.Url));
        AssertFile(File1);
        Assert.AreEqual("\"one\"", server.Requests[1]["If-Range"]);
    }

    [TestMethod]
    [DataRow("ETag: W/\"weak\"")]
    [DataRow("X-Nothing: at all")]
    [DataRow("Last-Modified: Tue, 01 Apr 2025 10:00:00 GMT")]
    public async Task Without_a_digest_or_a_strong_validator_the_file_begins_again(string header)
    {
        var server = Serve(_ => Reply.Ok(File1, header).Cut(Half), request => Reply.Range(request, File1));
        await DownloadAsync(Request(null, server.Url));
        AssertFile(File1);
        Assert.IsNull(server.Requests[1]["Range"]);
    }

    [TestMethod]
    public async Task A_date_of_modification_is_a_validator_when_the_server_has_a_clock()
    {
        string[] headers = ["Last-Modified: Tue, 01 Apr 2025 10:00:00 GMT", "Date: Tue, 01 Apr 2025 10:00:09 GMT"];
        var server = Serve(_ => Reply.Ok(File1, headers).Cut(Half), request => Reply.Range(request, File1, headers));
        await DownloadAsync(Request(null, server.Url));
        AssertFile(File1);
        Assert.AreEqual("Tue, 01 Apr 2025 10:00:00 GMT", server.Requests[1]["If-Range"]);
    }

    [TestMethod]
    public async Task A_file_that_changed_between_the_parts_begins_again()
    {
        var server = Serve(_ => Reply.Ok(File1, Tag).Cut(Half), _ => Reply.Ok(File2, "ETag: \"two\""));
        await DownloadAsync(Request(null, server.Url));
        AssertFile(File2);
    }

    [TestMethod]
    public async Task A_server_that_ignores_If_Range_is_noticed_by_its_tag()
    {
        var server = Serve(_ => Reply.Ok(File1, Tag).Cut(Half), request => Reply.Range(request, File2, "ETag: \"two\""));
        await DownloadAsync(Request(null, server.Url));
        AssertFile(File2);
        Assert.IsNull(server.Requests[2]["Range"]);
    }

    [TestMethod]
    public async Task A_server_without_ranges_sends_it_all_again()
    {
        var server = Serve(_ => Reply.Ok(File1).Cut(Half), _ => Reply.Ok(File1));
        await DownloadAsync(Request(File1, server.Url));
        AssertFile(File1);
    }

    [TestMethod]
    [DataRow("Content-Range: bytes 0-999999/2000000")]
    [DataRow("Content-Range: bytes 1000001-2000000/2000001")]
    [DataRow("Content-Range: bytes 1000000-1999999/2000001")]
    [DataRow("Content-Range: bytes 1000000-1999999/1500000")]
    [DataRow("Content-Range: bytes 1000000-1999998/2000000")]
    [DataRow("Content-Range: lines 1000000-1999999/2000000")]
    [DataRow("Content-Range: nonsense")]
    [DataRow("Content-Type: multipart/byteranges; boundary=x")]
    public async Task A_wrong_part_is_not_used(string header)
    {
        var server = Serve(_ => Reply.Ok(File1).Cut(Half), _ => Reply.Status(206, File1[Half..], header), request => Reply.Range(request, File1));
        await DownloadAsync(Request(File1, server.Url));
        AssertFile(File1);
        Assert.IsNull(server.Requests[2]["Range"]);
    }

    [TestMethod]
    public async Task A_range_that_cannot_be_satisfied_begins_again()
    {
        var server = Serve(_ => Reply.Ok(File1).Cut(Half), _ => Reply.Status(416), request => Reply.Range(request, File1));
        await DownloadAsync(Request(File1, server.Url));
        AssertFile(File1);
        Assert.IsNull(server.Requests[2]["Range"]);
    }

    [TestMethod]
    public async Task Another_process_continues_what_one_left()
    {
        await LeavePartialAsync(Request(File1, Nowhere()), File1, Half);
        var server = Serve(request => Reply.Range(request, File1));
        using var progress = new TransferProgress(Log, Clock, 1, Size);
        await DownloadAsync(Request(File1, server.Url) with { Progress = progress });
        AssertFile(File1);
        Assert.AreEqual($"bytes={Half}-", server.Requests.Single()["Range"]);
        Assert.AreEqual(Size, progress.BytesDone);
    }

    [TestMethod]
    public async Task Another_process_continues_at_another_upstream_only_with_a_digest()
    {
        await LeavePartialAsync(Request(null, Nowhere()), File1, Half, Tag);
        var server = Serve(request => Reply.Range(request, File1));
        await DownloadAsync(Request(null, server.Url));
        AssertFile(File1);
        Assert.IsNull(server.Requests.Single()["Range"]);
    }

    [TestMethod]
    public async Task What_was_left_of_another_file_is_not_continued()
    {
        await LeavePartialAsync(Request(File1, Nowhere()), File1, Half);
        var server = Serve(request => Reply.Range(request, File2));
        await DownloadAsync(Request(File2, server.Url));
        AssertFile(File2);
        Assert.IsNull(server.Requests.Single()["Range"]);
    }

    [TestMethod]
    public async Task A_partial_file_that_rotted_is_fetched_once_more_from_zero()
    {
        await LeavePartialAsync(Request(File1, Nowhere()), File1, Half);
        var rotten = await File.ReadAllBytesAsync(Partial, Cancellation);
        rotten[500] ^= 1;
        await File.WriteAllBytesAsync(Partial, rotten, Cancellation);
        var server = Serve(request => Reply.Range(request, File1));
        await DownloadAsync(Request(File1, server.Url));
        AssertFile(File1);
        Assert.HasCount(2, server.Requests);
    }

    [TestMethod]
    public async Task A_file_that_was_complete_already_needs_no_request()
    {
        await LeavePartialAsync(Request(File1, Nowhere()), File1, Half);
        await File.WriteAllBytesAsync(Partial, File1, Cancellation);
        var result = await DownloadAsync(Request(File1, Nowhere()));
        AssertFile(File1);
        Assert.AreEqual(Digest(File1), result.Sha256);
    }

    [TestMethod]
    public async Task A_partial_file_longer_than_the_file_begins_again()
    {
        await LeavePartialAsync(Request(File1, Nowhere()), File1, Half);
        await File.WriteAllBytesAsync(Partial, new byte[Size + 1], Cancellation);
        var server = Serve(request => Reply.Range(request, File1));
        await DownloadAsync(Request(File1, server.Url));
        AssertFile(File1);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{\"version\":2,\"url\":\"http://x/\"}")]
    [DataRow("{\"version\":1,\"url\":null}")]
    public async Task A_damaged_note_is_ignored(string note)
    {
        await File.WriteAllBytesAsync(Partial, File2[..Half], Cancellation);
        await File.WriteAllTextAsync(Note, note, Cancellation);
        var server = Serve(request => Reply.Range(request, File1));
        await DownloadAsync(Request(File1, server.Url));
        Assert.AreSequenceEqual(File1, await File.ReadAllBytesAsync(Partial, Cancellation));
        Assert.IsNull(server.Requests.Single()["Range"]);
    }

    [TestMethod]
    public async Task Small_files_leave_nothing_to_continue()
    {
        var small = Content(500_000);
        var server = Serve(_ => Reply.Ok(small).Cut(300_000));
        Options = Options with { MaxRetries = 0 };
        await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(small, server.Url)));
        AssertNothingLeft();
    }

    [TestMethod]
    public async Task A_large_file_that_fails_is_kept_for_the_next_run()
    {
        var server = Serve(_ => Reply.Ok(File1).Cut(Half));
        Options = Options with { MaxRetries = 0 };
        await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(File1, server.Url)));
        Assert.AreEqual(Half, new FileInfo(Partial).Length);
        Assert.IsTrue(File.Exists(Note));
    }

    [TestMethod]
    public async Task The_note_holds_no_secret()
    {
        var request = Request(File1, Nowhere()) with { Urls = ["x.deb?token=secret"] };
        await LeavePartialAsync(request, File1, Half);
        Assert.DoesNotContain("secret", await File.ReadAllTextAsync(Note, Cancellation));
    }

    [TestMethod]
    public async Task A_server_that_never_gets_a_part_right_ends_the_download()
    {
        var server = Serve(request => request["Range"] is null ? Reply.Ok(File1).Cut(Half) : Reply.Status(416));
        Options = Options with { MaxRetries = 3 };
        await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(File1, server.Url)));
        Assert.IsLessThan(12, server.Requests.Count);
    }

    [TestMethod]
    public async Task A_download_that_gets_on_may_be_interrupted_more_often_than_the_limit()
    {
        var large = Content(8 << 20);
        Options = Options with { MaxRetries = 1 };
        var server = Serve(request =>
        {
            var reply = Reply.Range(request, large);
            var from = request["Range"] is { } range ? int.Parse(range[6..^1]) : 0;
            return large.Length - from > 1_200_000 ? reply.Cut(1_200_000) : reply;
        });
        await DownloadAsync(Request(large, server.Url));
        AssertFile(large);
    }
}
