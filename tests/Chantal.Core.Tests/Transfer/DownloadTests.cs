using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class DownloadTests : TransferFixture
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(14_000)]
    [DataRow(128 * 1024)]
    [DataRow(128 * 1024 + 1)]
    [DataRow(3_000_000)]
    public async Task Files_of_every_size_arrive_whole(int size)
    {
        var content = Content(size);
        var server = Serve(_ => Reply.Ok(content, "Last-Modified: Tue, 01 Apr 2025 10:00:00 GMT"));
        var result = await DownloadAsync(Request(content, server.Url));
        AssertFile(content);
        Assert.AreEqual(Digest(content), result.Sha256);
        Assert.AreEqual(size, result.Size);
        Assert.AreEqual(new Uri(server.Url + "pool/x.deb"), result.Source);
        var time = new DateTime(2025, 4, 1, 10, 0, 0, DateTimeKind.Utc);
        Assert.AreEqual(new DateTimeOffset(time), result.LastModified);
        Assert.AreEqual(time, File.GetLastWriteTimeUtc(Partial));
    }

    [TestMethod]
    [DataRow(1000)]
    [DataRow(500_000)]
    public async Task A_file_of_unknown_size_and_digest_is_taken_as_it_comes(int size)
    {
        var content = Content(size);
        var server = Serve(_ => Reply.Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", [.. System.Text.Encoding.ASCII.GetBytes($"{size:x}\r\n"), .. content, .. "\r\n0\r\n\r\n"u8]));
        var result = await DownloadAsync(Request(null, server.Url));
        AssertFile(content);
        Assert.AreEqual(Digest(content), result.Sha256);
        Assert.IsNull(result.LastModified);
    }

    [TestMethod]
    [DataRow("abc", 1, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7", "900150983cd24fb0d6963f7d28e17f72", "a9993e364706816aba3e25717850c26c9cd0d89d", "ddaf35a193617aba")]
    [DataRow("a", 1_000_000, "20794655980c91d8bbb4c1ea97618a4bf03f42581948b2ee4ee7ad67", "7707d6ae4e027c70eea2a935c2296f21", "34aa973cd4c4daa4f61eeb2bdbad27316534016f", "e718483d0ce76964")]
    public async Task Every_kind_of_checksum_is_computed_in_the_same_pass(string text, int times, string sha224, string md5, string sha1, string sha512)
    {
        var content = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, times)));
        var server = Serve(_ => Reply.Ok(content));
        var result = await DownloadAsync(Request(content, server.Url) with { HashKinds = Enum.GetValues<HashKind>() });
        var found = result.Checksums.ToDictionary(static checksum => checksum.Kind, static checksum => checksum.Hex);
        Assert.HasCount(5, found);
        Assert.AreEqual(sha224, found[HashKind.Sha224]);
        Assert.AreEqual(md5, found[HashKind.Md5]);
        Assert.AreEqual(sha1, found[HashKind.Sha1]);
        Assert.StartsWith(sha512, found[HashKind.Sha512]);
        Assert.AreEqual(96, found[HashKind.Sha384].Length);
    }

    [TestMethod]
    public async Task Headers_ask_for_the_bytes_as_they_are()
    {
        var server = Serve(_ => Reply.Ok(Content(10)));
        await DownloadAsync(Request(Content(10), server.Url));
        var request = server.Requests.Single();
        Assert.AreEqual("identity", request["Accept-Encoding"]);
        Assert.StartsWith("Chantal/", request["User-Agent"]);
        Assert.AreEqual("GET", request.Method);
        Assert.AreEqual("/pool/x.deb", request.Target);
        Assert.IsNull(request["Range"]);
    }

    [TestMethod]
    public async Task Connections_are_used_again()
    {
        var server = Serve(_ => Reply.Ok(Content(10)));
        for (var i = 0; i < 3; i++)
        {
            await DownloadAsync(Request(Content(10), server.Url));
        }

        Assert.HasCount(3, server.Requests);
    }

    [TestMethod]
    public async Task A_disk_that_cannot_be_written_is_a_diagnostic()
    {
        var server = Serve(_ => Reply.Ok(Content(10)));
        var failure = await Assert.ThrowsExactlyAsync<MirrorException>(() => DownloadAsync(Request(Content(10), server.Url) with { PartialPath = InDirectory("no/such/file") }));
        Assert.AreEqual(DiagnosticCodes.DiskWriteFailed, failure.Code);
    }

    [TestMethod]
    public async Task A_full_disk_is_said_to_be_full()
    {
        // A link, since what cannot be completed is deleted.
        File.CreateSymbolicLink(Partial, "/dev/full");
        var server = Serve(_ => Reply.Ok(Content(10)));
        var failure = await Assert.ThrowsExactlyAsync<MirrorException>(() => DownloadAsync(Request(Content(10), server.Url)));
        Assert.AreEqual(DiagnosticCodes.DiskWriteFailed, failure.Code);
        Assert.Contains("full", failure.Message);
    }

    [TestMethod]
    public async Task Cancelling_ends_a_download_that_hangs()
    {
        var stalled = new TaskCompletionSource();
        var server = Serve(_ => Reply.Ok(Content(5000)).Stall(100, stalled));
        using var stop = new CancellationTokenSource();
        var download = Transfer.DownloadAsync(Request(Content(5000), server.Url), stop.Token);
        await stalled.Task;
        await stop.CancelAsync();
        var cancelled = await Assert.ThrowsAsync<OperationCanceledException>(() => download);
        Assert.AreEqual(stop.Token, cancelled.CancellationToken);
        AssertNothingLeft();
    }

    [TestMethod]
    public async Task Cancelling_ends_the_wait_for_an_answer_and_for_a_retry()
    {
        var stalled = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        var server = Serve(_ => Reply.Silence(stalled));
        var download = Transfer.DownloadAsync(Request(Content(10), server.Url), stop.Token);
        await stalled.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => download);

        Clock.HoldDelays = true;
        using var second = new CancellationTokenSource();
        var failing = Serve(_ => Reply.Status(503));
        download = Transfer.DownloadAsync(Request(Content(10), failing.Url), second.Token);
        while (Clock.Delays.Count == 0)
        {
            await Task.Yield();
        }

        await second.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => download);
    }

    [TestMethod]
    public async Task A_workspace_is_clean_after_a_cancelled_download()
    {
        var stalled = new TaskCompletionSource();
        var content = Content(500_000);
        var server = Serve(_ => Reply.Ok(content).Stall(400_000, stalled), _ => Reply.Ok(content));
        using var stop = new CancellationTokenSource();
        var download = Transfer.DownloadAsync(Request(content, server.Url), stop.Token);
        await stalled.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => download);
        Assert.AreEqual(Digest(content), (await DownloadAsync(Request(content, server.Url))).Sha256);
    }

    [TestMethod]
    public async Task Progress_counts_each_byte_once()
    {
        var content = Content(500_000);
        var server = Serve(_ => Reply.Ok(content).Cut(300_000), request => Reply.Status(200, content), _ => Reply.Ok(content));
        using var progress = new TransferProgress(Log, Clock, 1, content.Length);
        await DownloadAsync(Request(content, server.Url) with { Progress = progress });
        Assert.AreEqual(content.Length, progress.BytesDone);
        Assert.AreEqual(1, progress.FilesDone);
    }
}
