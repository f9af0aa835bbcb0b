using Chantal.Core.Tests.Transfer;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Core.Tests.Mirroring;

[TestClass]
public sealed class ArtifactFetcherTests : TransferFixture
{
    [TestMethod]
    public async Task A_file_of_a_base_is_asked_for_there_alone()
    {
        var upstream = Serve(_ => Reply.Ok(Content(10)));
        var dead = Serve(_ => Reply.Status(404));
        var mirror = Serve(_ => Reply.Ok(Content(20)));
        var fetcher = Fetcher([upstream.Url], [new PlanBase("repo/os", [dead.Url + "x/", mirror.Url + "y/os/"])]);

        await fetcher.DownloadAsync(Entry("pool/a.rpm", Content(10)), null, Cancellation);
        await fetcher.DownloadAsync(Entry("repo/os/Packages/b.rpm", Content(20)), null, Cancellation);

        Assert.AreSequenceEqual(["/pool/a.rpm"], upstream.Requests.Select(r => r.Target));
        Assert.AreSequenceEqual(["/x/Packages/b.rpm"], dead.Requests.Select(r => r.Target));
        Assert.AreSequenceEqual(["/y/os/Packages/b.rpm"], mirror.Requests.Select(r => r.Target));
    }

    [TestMethod]
    public async Task Every_candidate_is_asked_for_below_the_base()
    {
        var mirror = Serve(r => r.Target.Contains("%2B", StringComparison.Ordinal) ? Reply.Status(404) : Reply.Ok(Content(20)));
        var fetcher = Fetcher([], [new PlanBase("repo", [mirror.Url + "y/"])]);

        await fetcher.DownloadAsync(Entry("repo/p/g++.rpm", Content(20)) with { Urls = ["p/g%2B%2B.rpm", "p/g++.rpm"] }, null, Cancellation);

        Assert.AreSequenceEqual(["/y/p/g%2B%2B.rpm", "/y/p/g++.rpm"], mirror.Requests.Select(r => r.Target));
    }

    private ArtifactFetcher Fetcher(string[] upstreams, PlanBase[] bases)
    {
        var layout = new StoreLayout(InDirectory("store"));
        var index = Keep(new StoreIndex(layout.IndexPath, Log));
        return new ArtifactFetcher(
            new BlobStore(layout, index, trustsHashCache: true, Log), index, Transfer, new UpstreamMap(upstreams, bases), layout.Partial("m"));
    }

    private static PlanEntry Entry(string path, byte[] content) =>
        new() { Path = path, Role = FileRole.Package, Size = content.Length, Sha256 = Digest(content) };
}
