using System.Globalization;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class PartTests : TransferFixture
{
    private static readonly byte[] Bytes = Content(500);

    [TestMethod]
    [DataRow(100L, 50, 100, 149)]
    [DataRow(490L, 50, 490, 499)]
    [DataRow(null, 50, 450, 499)]
    [DataRow(null, 900, 0, 499)]
    public async Task A_part_of_a_file_comes_with_the_length_of_the_whole(long? offset, int length, int from, int to)
    {
        var server = Serve(_ => Part(from, to));

        var part = await GetAsync(server, new ByteRange(offset, length));

        Assert.AreEqual(offset is null ? $"bytes=-{length}" : $"bytes={offset}-{offset + length - 1}", server.Requests.Single()["Range"]);
        Assert.AreSequenceEqual(Bytes.Take(from..(to + 1)), part!.Bytes.ToArray());
        Assert.AreEqual(from, part.Offset);
        Assert.AreEqual(500, part.Total);
    }

    [TestMethod]
    public async Task Whoever_only_gives_whole_files_gives_no_part()
    {
        Assert.IsNull(await GetAsync(Serve(_ => Reply.Ok(Bytes)), new ByteRange(10, 10)));
        Assert.IsNull(await GetAsync(Serve(_ => Reply.Status(416)), new ByteRange(10, 10)));
        Assert.IsNull(await GetAsync(Serve(_ => Reply.Status(404)), new ByteRange(10, 10)));
    }

    [TestMethod]
    [DataRow("bytes 11-20/500")]
    [DataRow("bytes 10-18/500")]
    [DataRow("bytes 10-19/*")]
    [DataRow("lines 10-19/500")]
    [DataRow("bytes 10-19/15")]
    [DataRow("")]
    public async Task Another_part_than_was_asked_for_is_refused(string answer)
    {
        var server = Serve(_ => Reply.Status(206, Bytes[10..20], answer.Length == 0 ? "X: y" : $"Content-Range: {answer}"));

        await Assert.ThrowsExactlyAsync<ArtifactMismatchException>(() => GetAsync(server, new ByteRange(10, 10)));
    }

    private static Reply Part(int from, int to) =>
        Reply.Status(206, Bytes[from..(to + 1)], string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {from}-{to}/500"));

    private Task<FilePart?> GetAsync(LoopbackServer server, ByteRange range) => Transfer.GetPartAsync(new Upstreams(server.Url), "x.whl", range, Cancellation);
}
