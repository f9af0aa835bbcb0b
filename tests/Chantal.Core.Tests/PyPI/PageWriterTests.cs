using System.Text;
using System.Text.Json;
using Chantal.Plans;
using Chantal.PyPI.Index;
using Chantal.PyPI.Pages;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class PageWriterTests
{
    private static readonly Checksum Sha256 = new(HashKind.Sha256, new string('a', 64));
    private static readonly Checksum Md5 = new(HashKind.Md5, new string('b', 32));
    private static readonly Uri Url = new("https://mirror.example/some/where/simple/foo/");

    [TestMethod]
    public void Json_is_read_back_as_what_was_written()
    {
        var page = Full();
        AssertSame(Rebased(page), SimpleJson.Parse(Json(page), new SimplePageSource(Url), "foo"));
    }

    [TestMethod]
    public void Html_is_read_back_but_for_what_it_has_no_room_for()
    {
        var page = Full();
        var read = SimpleHtml.Parse(Html(page), new SimplePageSource(Url), "foo");
        var expected = Rebased(page);
        AssertSame(
            expected with
            {
                Versions = [],
                Files = [.. expected.Files.Select(f => f with { Size = null, UploadTime = null, Checksums = f.Sha256 is null ? f.Checksums.TakeLast(1).ToList() : [Sha256] })],
            },
            read);
    }

    [TestMethod]
    public void What_was_read_and_written_again_is_the_same_bytes()
    {
        var page = Full();
        var again = SimpleJson.Parse(Json(page), new SimplePageSource(new Uri("https://mirror.example/simple/foo/")), "foo");
        Assert.AreSequenceEqual(Json(page), Json(again));
        Assert.AreSequenceEqual(Html(page), Html(again));
        Assert.AreSequenceEqual(Html(page), Html(page));
    }

    [TestMethod]
    public void Html_is_what_the_standards_say()
    {
        var html = Encoding.UTF8.GetString(Html(Full()));
        Assert.StartsWith("<!DOCTYPE html>\n", html);
        Assert.Contains("<meta name=\"pypi:repository-version\" content=\"1.4\">", html);
        Assert.Contains(
            $"<a href=\"../../packages/11/22/33/foo-1.0-py3-none-any.whl#sha256={Sha256.Hex}\" data-requires-python=\"&gt;=3.8,&lt;4\" "
            + $"data-yanked=\"&quot;&lt;b&gt;bad&lt;/b&gt;&quot; &amp; &#x27;worse&#x27;\" data-core-metadata=\"sha256={Sha256.Hex}\" data-dist-info-metadata=\"sha256={Sha256.Hex}\" "
            + "data-provenance=\"https://upstream.example/integrity/foo?a=1&amp;b=2\" data-gpg-sig=\"true\">foo-1.0-py3-none-any.whl</a><br />\n",
            html);
        Assert.Contains("data-yanked=\"\" data-core-metadata=\"true\" data-dist-info-metadata=\"true\"", html);
        Assert.EndsWith("</html>\n<!--SERIAL 42-->\n", html);
        Assert.DoesNotContain("\r", html);
    }

    [TestMethod]
    public void Json_never_says_more_than_is_known()
    {
        var file = new ProjectFile { FileName = "foo-1.0.tar.gz", Url = "https://a.example/foo-1.0.tar.gz" };
        var json = Encoding.UTF8.GetString(Json(new ProjectPage { Name = "foo", Files = [file] }));
        Assert.AreEqual(
            $$"""{"meta":{"api-version":"1.0"},"name":"foo","versions":[],"files":[{"filename":"foo-1.0.tar.gz","hashes":{},"url":"../../{{FilePlace.Of(file)}}","yanked":false}]}""",
            json);
        var known = Encoding.UTF8.GetString(Json(new ProjectPage { Name = "foo", Versions = ["1.0"], Files = [file with { Size = 1 }] }));
        Assert.Contains("\"api-version\":\"1.4\"", known);
    }

    [TestMethod]
    public void Hostile_text_stays_text()
    {
        var evil = "</a>\"'><script>alert(1)</script><!-- --> &amp; \r\n\t\u0001\u202e\U0001F40D";
        var page = new ProjectPage
        {
            Name = evil,
            Files = [new ProjectFile { FileName = "foo'\"<&>-1.0.tar.gz", Url = "https://a.example/x", Yanked = evil, RequiresPython = evil }],
            Meta = new ProjectPageMeta { Status = new ProjectPageStatus("archived", evil) },
        };
        Assert.DoesNotContain("<script", Encoding.UTF8.GetString(Html(page)));
        var read = SimpleHtml.Parse(Html(page), new SimplePageSource(Url), evil);
        AssertSame(Rebased(page), read);
        AssertSame(Rebased(page), SimpleJson.Parse(Json(page), new SimplePageSource(Url), "foo"));
    }

    [TestMethod]
    [DataRow("https://f.example/packages/ab/cd/ef01/foo-1.0+cu.whl", "packages/ab/cd/ef01/foo-1.0+cu.whl")]
    [DataRow("https://f.example/packages/source/f/foo/foo-1.0%2Bcu.whl", "packages/source/f/foo/foo-1.0+cu.whl")]
    [DataRow("https://f.example/packages/foo-1.0+cu.whl", null, DisplayName = "not three directories")]
    [DataRow("https://f.example/packages/ab/cd/ef/01/foo-1.0+cu.whl", null, DisplayName = "four directories")]
    [DataRow("https://f.example/packages/ab/cd/ef01/other.whl", null, DisplayName = "another name")]
    [DataRow("https://f.example/packages/ab/%2e%2e%2f/ef01/foo-1.0+cu.whl", null, DisplayName = "hidden dots")]
    [DataRow("https://f.example/packages/ab/%5c/ef01/foo-1.0+cu.whl", null, DisplayName = "backslash")]
    [DataRow("https://f.example/packages/ab//ef01/foo-1.0+cu.whl", null, DisplayName = "empty directory")]
    [DataRow("https://f.example/packages/.a/b/ef01/foo-1.0+cu.whl", null, DisplayName = "hidden directory")]
    [DataRow("https://f.example/other/ab/cd/ef01/foo-1.0+cu.whl", null, DisplayName = "elsewhere")]
    public void A_file_lies_where_upstream_has_it_or_by_its_checksum(string url, string? place)
    {
        var file = new ProjectFile { FileName = "foo-1.0+cu.whl", Url = url, Checksums = [Md5, Sha256] };
        Assert.AreEqual(place ?? $"packages/aa/aa/{new string('a', 60)}/foo-1.0+cu.whl", FilePlace.Of(file));
        Assert.AreEqual(FilePlace.Of(file) + ".metadata", FilePlace.OfMetadata(file));
        var unknown = FilePlace.Of(file with { Checksums = [] });
        Assert.IsTrue(place is null ? unknown.Split('/') is ["packages", { Length: 2 }, { Length: 2 }, { Length: 60 }, _] : unknown == place);
    }

    [TestMethod]
    public void Both_roots_are_written_in_one_pass_and_read_back()
    {
        IndexRootProject[] projects = [new("a", 3), new("a-b", null), new("b", 5)];
        using var html = new MemoryStream();
        using var json = new MemoryStream();
        PageWriter.WriteRoot(html, json, projects, 5);
        foreach (var (page, type) in new[] { (html, "text/html"), (json, "application/vnd.pypi.simple.v1+json") })
        {
            using var reader = IndexRootReader.Open(new MemoryStream(page.ToArray()), type, new Uri("https://mirror.example/simple/"));
            foreach (var project in projects)
            {
                Assert.IsTrue(reader.TryRead(out var read));
                Assert.AreEqual(type == "text/html" ? project with { LastSerial = null } : project, read);
            }

            Assert.IsFalse(reader.TryRead(out _));
            Assert.AreEqual(5, reader.LastSerial);
        }

        Assert.ThrowsExactly<ArgumentException>(() => PageWriter.WriteRoot(new MemoryStream(), new MemoryStream(), [new("b", 1), new("a", 2)], null));
        Assert.ThrowsExactly<ArgumentException>(() => PageWriter.WriteRoot(new MemoryStream(), new MemoryStream(), [new("b", 1), new("b", 2)], null));
    }

    private static ProjectPage Full() => new()
    {
        Name = "foo",
        LastSerial = 42,
        Versions = ["0.9", "1.0"],
        Meta = new ProjectPageMeta
        {
            ApiVersion = "1.4",
            Tracks = ["https://a.example/simple/foo/"],
            AlternateLocations = ["https://b.example/simple/foo/", "https://c.example/simple/foo/"],
            Status = new ProjectPageStatus("deprecated", "take \"bar\" & <baz>"),
        },
        Files =
        [
            new()
            {
                FileName = "foo-1.0-py3-none-any.whl",
                Url = "https://files.example/packages/11/22/33/foo-1.0-py3-none-any.whl",
                Checksums = [Md5, Sha256],
                RequiresPython = ">=3.8,<4",
                Yanked = "\"<b>bad</b>\" & 'worse'",
                CoreMetadata = new ProjectFileMetadata(Sha256),
                Size = 1234,
                UploadTime = "2024-01-02T03:04:05.678901Z",
                Provenance = "https://upstream.example/integrity/foo?a=1&b=2",
                HasSignature = true,
            },
            new()
            {
                FileName = "foo-1.0+local.tar.gz",
                Url = "https://files.example/elsewhere/foo-1.0+local.tar.gz",
                Checksums = [Md5],
                Yanked = "",
                CoreMetadata = new ProjectFileMetadata(null),
                Size = 0,
                HasSignature = false,
            },
            new() { FileName = "foo-0.9.zip", Url = "https://files.example/foo-0.9.zip", Size = 5 },
        ],
    };

    // As a reader sees it that took the page from the mirror.
    private static ProjectPage Rebased(ProjectPage page) => page with
    {
        Files = [.. page.Files.Select(f => f with { Url = new Uri(Url, $"../../{ArtifactPath.ToUrl(FilePlace.Of(f))}").AbsoluteUri })],
        Meta = page.Meta with { ApiVersion = page.Versions.Count == 0 ? "" : "1.4" },
    };

    private static void AssertSame(ProjectPage expected, ProjectPage actual)
    {
        actual = expected.Meta.ApiVersion.Length == 0 ? actual with { Meta = actual.Meta with { ApiVersion = "" } } : actual;
        Assert.AreEqual(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));
    }

    private static byte[] Html(ProjectPage page)
    {
        using var stream = new MemoryStream();
        PageWriter.WriteHtml(stream, page);
        return stream.ToArray();
    }

    private static byte[] Json(ProjectPage page)
    {
        using var stream = new MemoryStream();
        PageWriter.WriteJson(stream, page);
        return stream.ToArray();
    }
}
