using Chantal.Core.Tests.Support;
using Chantal.Surveys;

namespace Chantal.Core.Tests.Surveys;

/// <summary>Who signed an upstream is found among the keys that come with Chantal, and by nobody's name but the key's own.</summary>
[TestClass]
public sealed class SignersTests
{
    private const string Bookworm = "B8B80B5B623EAB6AD8775C45B7C5D7D6350947F8";
    private const string Bullseye = "1F89983E0081FDE018F3CC9673A4F27B8DD47936";
    private const string Rocky = "21CB256AE16FC54C6E652949702D426D350D275D";
    private const string Alpine = "alpine-devel@lists.alpinelinux.org-6165ee59.rsa.pub";

    private static readonly IReadOnlyList<KeyFile> Shipped = [.. KeyFile.OfDirectory(Path.Combine(Repository.Root, "mirrors", "keys"), KeyOrigin.Shipped)];

    [TestMethod]
    public void Every_key_that_comes_with_Chantal_is_read() =>
        Assert.AreSequenceEqual(Directory.GetFiles(Path.Combine(Repository.Root, "mirrors", "keys")).Order(StringComparer.Ordinal), Shipped.Select(k => k.Place));

    [TestMethod]
    [DataRow(Bookworm, "debian-archive.asc")]
    [DataRow("B7C5D7D6350947F8", "debian-archive.asc")]
    [DataRow(Rocky, "rocky-9.asc")]
    [DataRow(Alpine, Alpine)]
    public void A_key_is_recognised_by_its_fingerprint_its_key_ID_or_as_apk_has_it_by_its_file(string issuer, string file)
    {
        var found = Signers.Find([Root("a", issuer)], Shipped);

        Assert.AreSequenceEqual([file], found.Known.Select(k => k.File.Name));
        Assert.HasCount(1, found.Known[0].Keys);
        Assert.IsEmpty(found.Unknown);
    }

    [TestMethod]
    public void One_file_that_has_the_keys_of_all_roots_is_enough()
    {
        var found = Signers.Find([Root("a", Bookworm), Root("b", Bullseye, "0000000000000000"), Root("c", Rocky)], Shipped);

        Assert.AreSequenceEqual(["debian-archive.asc", "rocky-9.asc"], found.Known.Select(k => k.File.Name));
        Assert.AreSequenceEqual([Bullseye, Bookworm], found.Known[0].Keys.Select(k => k.Fingerprint), SequenceOrder.InAnyOrder);
        Assert.Contains("bookworm", found.Known[0].Keys.Single(k => k.Fingerprint == Bookworm).Owner);
    }

    [TestMethod]
    public void What_is_named_counts_before_what_comes_along_and_that_before_what_is_served()
    {
        var debian = Shipped.Single(k => k.Name == "debian-archive.asc");

        var found = Signers.Find([Root("a", Bookworm)], [debian with { Origin = KeyOrigin.Upstream }, debian with { Origin = KeyOrigin.Machine }, debian, debian with { Origin = KeyOrigin.Given }]);

        Assert.AreEqual(KeyOrigin.Given, found.Known.Single().File.Origin);
    }

    [TestMethod]
    [DataRow("B623EAB6AD8775C4")]
    [DataRow("350947F8")]
    [DataRow("")]
    public void A_part_of_a_fingerprint_is_not_enough(string issuer)
    {
        var found = Signers.Find([Root("a", issuer), new SignedRoot("b", [])], Shipped);

        Assert.IsEmpty(found.Known);
        Assert.AreSequenceEqual(["a"], found.Unknown.Select(r => r.Path));
        Assert.AreSequenceEqual(["b"], found.Unsigned.Select(r => r.Path));
    }

    private static SignedRoot Root(string path, params string[] issuers) => new(path, [.. issuers.Select(i => (IReadOnlyList<string>)[i])]);
}
