using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Mirroring;

[TestClass]
public sealed class UpstreamMapTests
{
    private static readonly UpstreamMap Map = new(
        ["https://up.example/"],
        [
            new PlanBase("a", ["https://a.example/x"]),
            new PlanBase("a/b c", ["https://ab1.example/", "https://ab2.example/"]),
            new PlanBase("a/b c/d", ["https://abd.example/"]),
        ]);

    [TestMethod]
    [DataRow("x", "https://up.example/", "x")]
    [DataRow("p/x y", "https://up.example/", "p/x%20y")]
    [DataRow("ab/x", "https://up.example/", "ab/x")]
    [DataRow("a", "https://up.example/", "a")]
    [DataRow("a/x", "https://a.example/x/", "x")]
    [DataRow("a/b/x", "https://a.example/x/", "b/x")]
    [DataRow("a/b c/x^", "https://ab1.example/", "x%5E")]
    [DataRow("a/b c/d", "https://ab1.example/", "d")]
    [DataRow("a/b c/de/x", "https://ab1.example/", "de/x")]
    [DataRow("a/b c/d/e/x", "https://abd.example/", "e/x")]
    public void The_longest_directory_counts(string path, string first, string url)
    {
        var (upstreams, urls) = Map.For(Entry(path));

        Assert.AreEqual(first, upstreams.Bases[0].AbsoluteUri);
        Assert.AreEqual(url, urls.Single());
    }

    [TestMethod]
    public void Urls_of_a_file_are_relative_to_its_base_as_they_stand()
    {
        var (upstreams, urls) = Map.For(Entry("a/b c/x++", "x%2B%2B", "https://else.example/x"));

        Assert.AreSequenceEqual(["x%2B%2B", "https://else.example/x"], urls);
        Assert.AreSequenceEqual(["https://ab1.example/", "https://ab2.example/"], upstreams.Bases.Select(b => b.AbsoluteUri));
    }

    [TestMethod]
    public void Files_of_one_base_share_one_object() =>
        Assert.AreSame(Map.For(Entry("a/1")).Upstreams, Map.For(Entry("a/z/2")).Upstreams);

    [TestMethod]
    public void The_empty_path_covers_everything()
    {
        var map = new UpstreamMap([], [new PlanBase("", ["https://all.example/"]), new PlanBase("a", ["https://a.example/"])]);

        Assert.AreEqual("https://all.example/", map.For(Entry("b/x")).Upstreams.Bases[0].AbsoluteUri);
        Assert.AreEqual("b/x", map.For(Entry("b/x")).Urls.Single());
        Assert.AreEqual("https://a.example/", map.For(Entry("a/x")).Upstreams.Bases[0].AbsoluteUri);
    }

    [TestMethod]
    public void A_file_that_nothing_covers_is_an_error_that_names_it()
    {
        var map = new UpstreamMap([], [new PlanBase("a", ["https://a.example/"])]);

        var exception = Assert.ThrowsExactly<MirrorException>(() => map.For(Entry("pool/x.rpm")));

        Assert.AreEqual(DiagnosticCodes.UrlInvalid, exception.Code);
        Assert.Contains("pool/x.rpm", exception.Message);
    }

    [TestMethod]
    public void Without_any_url_there_is_no_map() =>
        Assert.ThrowsExactly<MirrorException>(() => new UpstreamMap([], []));

    [TestMethod]
    public void Equal_urls_below_two_directories_are_two_downloads() =>
        Assert.AreNotEqual(PartialName.Of(Entry("a/x+", "x%2B")), PartialName.Of(Entry("b/x+", "x%2B")));

    [TestMethod]
    public void Queries_that_a_plan_leaves_out_are_those_of_the_definition()
    {
        var definition = new Upstreams("https://a.example/x?one", "https://b.example/x/?two", "https://c.example/");

        Assert.AreSequenceEqual(["https://a.example/x", "https://b.example/x/", "https://c.example/"], definition.WithoutQueries);
        Assert.AreSequenceEqual(
            ["https://b.example/x/f?two", "https://other.example/f", "https://a.example/x/f?one", "https://a.example/x/f?own"],
            Enumerable.Range(0, 4).Select(i => new UpstreamMap(["https://b.example/x", "https://other.example/", "https://a.example/x", "https://a.example/x?own"], [], definition)
                .For(new PlanEntry { Path = "f", Role = FileRole.File }).Upstreams.UrlOf(i, "f").AbsoluteUri));
        Assert.AreEqual("https://a.example/x/f", new UpstreamMap(["https://a.example/x"], []).For(new PlanEntry { Path = "f", Role = FileRole.File }).Upstreams.UrlOf(0, "f").AbsoluteUri);
    }

    private static PlanEntry Entry(string path, params string[] urls) => new() { Path = path, Urls = urls, Role = FileRole.Package };
}
