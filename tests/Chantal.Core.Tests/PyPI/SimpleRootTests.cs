using System.Text;
using Chantal.Diagnostics;
using Chantal.PyPI.Index;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class SimpleRootTests
{
    private const string Json = "application/vnd.pypi.simple.v1+json";

    [TestMethod]
    public void Projects_are_read_with_their_serials_whatever_the_order_of_keys()
    {
        const string Projects = """ "projects": [{"name": "Foo.Bar", "_last-serial": 7}, {"later": {"name": ["x"]}, "_last-serial": null, "name": "baz"}] """;
        const string Meta = """ "meta": {"api-version": "1.4", "_last-serial": 9, "later": {"_last-serial": {}}} """;
        foreach (var json in new[] { $"{{{Meta},{Projects}}}", $"{{{Projects},{Meta}}}", $"\uFEFF{{\"later\": [{{\"projects\": 1}}], {Projects},{Meta}}}" })
        {
            using var reader = Open(json, Json);
            Assert.AreSequenceEqual([new IndexRootProject("Foo.Bar", 7), new IndexRootProject("baz", null)], All(reader));
            Assert.AreEqual(9, reader.LastSerial);
            Assert.AreEqual("1.4", reader.ApiVersion);
        }
    }

    [TestMethod]
    public void A_large_root_is_read_through_a_small_buffer()
    {
        var json = new StringBuilder("{\"projects\": [");
        for (var i = 0; i < 100_000; i++)
        {
            json.Append(i == 0 ? "" : ", ").Append("{\"_last-serial\": ").Append(i).Append(", \"name\": \"project-").Append(i).Append("\"}");
        }

        using var reader = Open(json.Append("]}").ToString(), Json);
        var projects = All(reader);
        Assert.HasCount(100_000, projects);
        Assert.AreEqual(new IndexRootProject("project-99999", 99_999), projects[^1]);
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("[]")]
    [DataRow("{\"projects\": {}}")]
    [DataRow("{\"projects\": [1]}")]
    [DataRow("{\"projects\": [{}]}")]
    [DataRow("{\"projects\": [{\"name\": null}]}")]
    [DataRow("{\"projects\": [{\"name\": \"a\"}")]
    [DataRow("{\"projects\": [{\"name\": 1}]}")]
    [DataRow("{\"projects\": [{\"name\": \"a\", \"_last-serial\": \"x\"}]}")]
    [DataRow("{\"projects\": []}}")]
    public void What_is_no_root_is_refused(string json)
    {
        using var reader = Open(json, Json);
        Assert.AreEqual(DiagnosticCodes.SimplePageMalformed, Assert.ThrowsExactly<MirrorException>(() => All(reader)).Code);
    }

    [TestMethod]
    public void A_name_of_megabytes_is_refused_before_it_is_in_memory()
    {
        using var reader = Open($"{{\"projects\": [{{\"name\": \"{new string('a', 8 << 20)}\"}}]}}", Json);
        Assert.AreEqual(DiagnosticCodes.SimplePageTooLarge, Assert.ThrowsExactly<MirrorException>(() => All(reader)).Code);
    }

    [TestMethod]
    [DataRow("..")]
    [DataRow("a/b")]
    [DataRow("a\\u0007")]
    [DataRow("")]
    public void A_hostile_name_is_refused(string name)
    {
        using var reader = Open($"{{\"projects\": [{{\"name\": \"{name}\"}}]}}", Json);
        Assert.AreEqual(DiagnosticCodes.HostilePath, Assert.ThrowsExactly<MirrorException>(() => All(reader)).Code);
    }

    [TestMethod]
    public void A_later_major_version_is_refused()
    {
        using var reader = Open("""{"meta": {"api-version": "2.0"}, "projects": []}""", Json);
        Assert.AreEqual(DiagnosticCodes.SimpleApiUnknown, Assert.ThrowsExactly<MirrorException>(() => All(reader)).Code);
    }

    [TestMethod]
    [DataRow("""<a href="/simple/foo-bar/">Foo.Bar</a><a href="/simple/baz/">baz</a><!--SERIAL 9-->""", DisplayName = "PyPI")]
    [DataRow("""<a href="foo-bar">foo-bar</a><a href="baz">baz</a><!--SERIAL 9-->""", DisplayName = "devpi")]
    [DataRow("""<a href="../">../</a><a href="?C=M;O=A">Date</a><a href="foo-bar/">foo-..&gt;</a><a href="baz/">baz/</a><a href="/">home</a><a href="/simple/baz/baz-1.whl">x</a><a href="https://other.example/simple/">x</a><!--SERIAL 9-->""", DisplayName = "directory")]
    public void A_root_in_html_lists_projects_by_their_links(string html)
    {
        using var reader = Open(html, "text/html");
        Assert.AreSequenceEqual(["foo-bar", "baz"], All(reader).Select(p => p.Name));
        Assert.AreEqual(9, reader.LastSerial);
    }

    [TestMethod]
    public void A_hostile_link_is_refused()
    {
        using var reader = Open("<a href=\"a%2fb/\">", "text/html");
        Assert.AreEqual(DiagnosticCodes.HostilePath, Assert.ThrowsExactly<MirrorException>(() => All(reader)).Code);
    }

    private static IndexRootReader Open(string page, string type) =>
        IndexRootReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(page)), type, new Uri("https://index.example/simple/"));

    private static List<IndexRootProject> All(IndexRootReader reader)
    {
        var projects = new List<IndexRootProject>();
        while (reader.TryRead(out var project))
        {
            projects.Add(project);
        }

        return projects;
    }
}
