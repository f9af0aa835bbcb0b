using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Rpm;
using Chantal.Rpm.Packages;

namespace Chantal.Core.Tests.Rpm;

/// <summary>Where the files of a repository are fetched.</summary>
[TestClass]
public sealed class RpmEntriesTests
{
    private static readonly RpmRepository Listed = new("core/guids/latest/x86_64", null, "https://cdn.example/list", true) { Bases = ["https://cdn.example/al/core/guids/1a2b/x86_64"] };

    [TestMethod]
    public void A_file_beside_a_repository_that_a_mirror_list_named_lies_beside_it_at_the_mirror()
    {
        var entry = Entry(Listed, "../../../../blobstore/1f/a%b+c.rpm");

        Assert.AreEqual("blobstore/1f/a%b+c.rpm", entry.Path);
        Assert.AreSequenceEqual(["https://cdn.example/al/blobstore/1f/a%25b+c.rpm"], entry.Urls);

        // And needs no Upstream.
        var map = new UpstreamMap((Chantal.Transfer.Origins.Upstreams?)null, [new PlanBase(Listed.Path, Listed.Bases)]);
        Assert.AreSequenceEqual(entry.Urls, map.For(entry).Urls);
    }

    [TestMethod]
    public void A_file_of_the_repository_is_fetched_below_its_base() => Assert.IsEmpty(Entry(Listed, "Packages/a.rpm").Urls);

    [TestMethod]
    public void A_file_beside_a_repository_below_Upstream_is_fetched_below_Upstream() => Assert.IsEmpty(Entry(Listed with { Bases = [] }, "../pool/a.rpm").Urls);

    private static PlanEntry Entry(RpmRepository repository, string location)
    {
        var package = new PrimaryPackage { Name = "a", Architecture = "noarch", Evr = Evr.Parse("1-1"), Checksum = new Checksum(HashKind.Sha256, new string('0', 64)), Location = location };
        return new RpmEntries(allowWeakChecksums: false).OfPackage(repository, package, "x", "'primary.xml'");
    }
}
