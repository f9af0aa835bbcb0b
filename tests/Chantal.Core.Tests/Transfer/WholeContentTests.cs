using Chantal.Diagnostics;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class WholeContentTests : TransferFixture
{
    private readonly List<(byte[] Bytes, WholeContent Content)> _kept = [];

    [TestMethod]
    [DataRow(0, true)]
    [DataRow(14_000, true)]
    [DataRow(128 * 1024, true)]
    [DataRow(128 * 1024 + 1, false)]
    public async Task A_file_that_fits_into_memory_is_kept_without_a_partial_file(int size, bool inMemory)
    {
        var content = Content(size);
        var server = Serve(_ => Reply.Ok(content, "Last-Modified: Tue, 01 Apr 2025 10:00:00 GMT"));
        var result = await DownloadAsync(Kept(content, server.Url));

        Assert.AreEqual(inMemory, result.IsKept);
        Assert.AreEqual(Digest(content), result.Sha256);
        Assert.AreEqual(size, result.Size);
        if (!inMemory)
        {
            AssertFile(content);
            Assert.IsEmpty(_kept);
            return;
        }

        AssertNothingLeft();
        var (bytes, whole) = _kept.Single();
        Assert.AreSequenceEqual(content, bytes);
        Assert.AreEqual(Digest(content), whole.Sha256);
        Assert.AreEqual(new DateTimeOffset(2025, 4, 1, 10, 0, 0, TimeSpan.Zero), whole.LastModified);
    }

    [TestMethod]
    public async Task What_is_wrong_or_breaks_off_is_not_kept()
    {
        var (right, wrong) = (Content(5000), Content(5001)[1..]);
        using var progress = new TransferProgress(Log, Clock, 1, 5000);
        var server = Serve(_ => Reply.Ok(right).Cut(100), _ => Reply.Ok(wrong), _ => Reply.Ok(right));
        await DownloadAsync(Kept(right, server.Url) with { Progress = progress });

        Assert.AreSequenceEqual(right, _kept.Single().Bytes);
        Assert.HasCount(3, server.Requests);
        Assert.AreEqual(5000, progress.BytesDone);
        AssertNothingLeft();
    }

    [TestMethod]
    public async Task A_large_file_that_became_a_small_one_replaces_what_was_left_of_it()
    {
        var (old, now) = (Content(2_000_000), Content(5000));
        var server = Serve(_ => Reply.Ok(now));
        await LeavePartialAsync(Request(null, server.Url), old, 1_500_000, "ETag: \"a\"");

        var result = await DownloadAsync(Kept(null, server.Url));

        Assert.IsFalse(result.IsKept);
        AssertFile(now);
    }

    [TestMethod]
    public async Task A_disk_that_cannot_be_written_is_a_diagnostic()
    {
        var server = Serve(_ => Reply.Ok(Content(10)));
        var full = await Assert.ThrowsExactlyAsync<MirrorException>(() => DownloadAsync(Request(Content(10), server.Url) with { KeepWhole = _ => throw new IOException("No space left on device", 28) }));
        var denied = await Assert.ThrowsExactlyAsync<MirrorException>(() => DownloadAsync(Request(Content(10), server.Url) with { KeepWhole = _ => throw new UnauthorizedAccessException("no") }));

        Assert.AreEqual(DiagnosticCodes.DiskWriteFailed, full.Code);
        Assert.Contains("full", full.Message);
        Assert.AreEqual(DiagnosticCodes.DiskWriteFailed, denied.Code);
    }

    private DownloadRequest Kept(byte[]? content, params string[] upstreams) =>
        Request(content, upstreams) with { KeepWhole = whole => _kept.Add((whole.Bytes.ToArray(), whole)) };
}
