using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The pages of the tests' own Python index say what the standards know, in every form.</summary>
[TestClass]
public sealed class PyPIUpstreamPageTests : PyPIUpstreamTest
{
    [TestMethod]
    [DataRow(null, "text/html; charset=UTF-8")]
    [DataRow("*/*", "text/html; charset=UTF-8")]
    [DataRow("image/png", "text/html; charset=UTF-8")]
    [DataRow("text/html, application/vnd.pypi.simple.v1+json", "text/html; charset=UTF-8")]
    [DataRow("application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01", Json)]
    [DataRow("application/vnd.pypi.simple.v1+html, text/html;q=0.5, */*;q=0.9", "application/vnd.pypi.simple.v1+html")]
    [DataRow("text/html;q=0.5, */*;q=0.9, application/vnd.pypi.simple.v1+html;q=0", Json)]
    public async Task A_page_has_the_form_that_the_client_likes_best(string? accept, string expected)
    {
        var upstream = Serve(new Wheel("app"));

        foreach (var path in (string[])["simple/", "simple/app/"])
        {
            using var response = await Get(upstream, path, accept);
            Assert.AreEqual(expected, response.Content.Headers.ContentType?.ToString());
            Assert.AreEqual("Accept", response.Headers.Vary.Single());
        }

        upstream.HtmlOnly = true;
        using var old = await Get(upstream, "simple/app/", accept);
        Assert.AreEqual("text/html; charset=UTF-8", old.Content.Headers.ContentType?.ToString());
    }

    [TestMethod]
    public async Task A_page_in_JSON_says_all_that_the_standards_know()
    {
        var upstream = Serve(
            new Wheel("app") { RequiresPython = ">=3.8" }.AsFile() with { Provenance = """{"version":1}""", HasSignature = false, Yanked = "bad" },
            (new Sdist("app", "0.9").AsFile() with { Yanked = "", UploadTime = null, Size = null }).Hashed("sha256", "md5"),
            new Wheel("app", "1.1").AsFile() with { CoreMetadata = "" });
        upstream.Change("app", project => project with
        {
            Status = "archived",
            StatusReason = "it is done",
            EmptyVersions = ["0.1"],
            Tracks = ["https://a.example/simple/app/"],
            AlternateLocations = ["https://b.example/simple/app/"],
        });
        var (wheel, sdist) = (upstream.File("app-1.0-py3-none-any.whl"), upstream.File("app-0.9.tar.gz"));

        var page = await Page(upstream, "simple/app/");

        Assert.AreEqual("""["1.0","0.9","1.1","0.1"]""", page["versions"]!.ToJsonString());
        Assert.AreEqual("""{"status":"archived","reason":"it is done"}""", page["project-status"]!.ToJsonString());
        Assert.AreEqual("""["https://a.example/simple/app/"]""", page["meta"]!["tracks"]!.ToJsonString());
        Assert.AreEqual("""["https://b.example/simple/app/"]""", page["alternate-locations"]!.ToJsonString());
        var metadata = $$"""{"sha256":"{{wheel.CoreMetadata}}"}""";
        Assert.IsTrue(JsonNode.DeepEquals(
            JsonNode.Parse($$"""
                {
                  "core-metadata": {{metadata}}, "data-dist-info-metadata": {{metadata}}, "filename": "app-1.0-py3-none-any.whl", "gpg-sig": false,
                  "hashes": {"sha256": "{{wheel.Hashes["sha256"]}}"}, "provenance": "{{upstream.Index.Uri}}/integrity/app/1.0/app-1.0-py3-none-any.whl/provenance",
                  "requires-python": ">=3.8", "size": {{wheel.Content.Length}}, "upload-time": "2024-01-01T12:00:00.000000Z",
                  "url": "{{upstream.FileHost.Uri}}/{{wheel.Path}}", "yanked": "bad"
                }
                """),
            page["files"]![0]),
            page["files"]![0]!.ToJsonString());
        Assert.IsTrue(JsonNode.DeepEquals(
            JsonNode.Parse($$"""
                {
                  "core-metadata": false, "data-dist-info-metadata": false, "filename": "app-0.9.tar.gz",
                  "hashes": {"sha256": "{{sdist.Hashes["sha256"]}}", "md5": "{{Files.Hash(sdist.Content, "MD5")}}"}, "provenance": null,
                  "requires-python": null, "url": "{{upstream.FileHost.Uri}}/{{sdist.Path}}", "yanked": true
                }
                """),
            page["files"]![1]),
            page["files"]![1]!.ToJsonString());
        Assert.AreEqual("true", page["files"]![2]!["core-metadata"]!.ToJsonString());

        using var provenance = await Get(upstream, wheel.ProvenancePath);
        Assert.AreEqual("""{"version":1}""", await provenance.Content.ReadAsStringAsync(TestContext.CancellationToken));

        upstream.ApiVersion = "1.0";
        var old = await Page(upstream, "simple/app/");
        Assert.AreSequenceEqual(["files", "meta", "name"], old.AsObject().Select(pair => pair.Key));
        Assert.AreSequenceEqual(
            ["core-metadata", "data-dist-info-metadata", "filename", "gpg-sig", "hashes", "requires-python", "url", "yanked"],
            old["files"]![0]!.AsObject().Select(pair => pair.Key));
    }

    [TestMethod]
    public async Task A_page_in_HTML_says_what_HTML_has_room_for()
    {
        var upstream = Serve(
            new Wheel("app", "1.0+x") { RequiresPython = ">=3.8" }.AsFile() with { Yanked = "", HasSignature = true },
            new Sdist("app").AsFile().Hashed());
        upstream.Change("app", project => project with { StatusReason = "a \"b\"", Tracks = ["https://a.example/simple/app/"] });
        var wheel = upstream.File("app-1.0+x-py3-none-any.whl");

        using var response = await Get(upstream, "simple/app/");
        var page = await response.Content.ReadAsStringAsync(TestContext.CancellationToken);

        foreach (var part in (string[])[
            """<meta name="pypi:repository-version" content="1.4">""",
            """<meta name="pypi:tracks" content="https://a.example/simple/app/">""",
            """<meta name="pypi:project-status" content="active">""",
            """<meta name="pypi:project-status-reason" content="a &quot;b&quot;">""",
            $"""
            <a href="{upstream.FileHost.Uri}/{wheel.Directory}/app-1.0%2Bx-py3-none-any.whl#sha256={wheel.Hashes["sha256"]}" data-requires-python="&gt;=3.8" data-yanked="" data-dist-info-metadata="sha256={wheel.CoreMetadata}" data-core-metadata="sha256={wheel.CoreMetadata}" data-gpg-sig="true">app-1.0+x-py3-none-any.whl</a>
            """,
            $"""<a href="{upstream.FileHost.Uri}/{upstream.File("app-1.0.tar.gz").Path}">app-1.0.tar.gz</a>""",
            $"<!--SERIAL {upstream.Serial}-->",
        ])
        {
            Assert.Contains(part, page);
        }

        using var root = await Get(upstream, "simple/");
        Assert.Contains("""<a href="/simple/app/">app</a>""", await root.Content.ReadAsStringAsync(TestContext.CancellationToken));
    }

    [TestMethod]
    public async Task The_older_interface_says_the_same_by_releases()
    {
        var upstream = Serve(new Sdist("app", "1.0") { RequiresPython = ">=3.8" }, new Wheel("app", "1.1") { RequiresDist = ["lib>=1"] }.AsFile() with { Yanked = "bad" });

        var project = await Page(upstream, "pypi/app/json");
        var release = await Page(upstream, "pypi/app/1.0/json");

        Assert.AreEqual("1.1", (string?)project["info"]!["version"]);
        Assert.AreEqual("""["lib>=1"]""", project["info"]!["requires_dist"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.AreEqual("bad", (string?)project["urls"]![0]!["yanked_reason"]);
        Assert.AreSequenceEqual(["1.0", "1.1"], project["releases"]!.AsObject().Select(pair => pair.Key));
        Assert.AreEqual("sdist", (string?)release["urls"]![0]!["packagetype"]);
        Assert.IsNull(release["releases"]);
        using var unknown = await Get(upstream, "pypi/app/2.0/json");
        Assert.AreEqual(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [TestMethod]
    [DataRow("simple", "/simple/")]
    [DataRow("simple/app", "/simple/app/")]
    [DataRow("simple/My._App/", "/simple/my-app/")]
    [DataRow("simple/My._App", "/simple/my-app/")]
    [DataRow("pypi/My._App/1.0/json", "/pypi/my-app/1.0/json")]
    public async Task Other_spellings_are_sent_to_the_right_one(string path, string expected)
    {
        using var response = await Get(Serve(new Wheel("app")), path);

        Assert.AreEqual(HttpStatusCode.MovedPermanently, response.StatusCode);
        Assert.AreEqual(expected, response.Headers.Location?.ToString());
    }

    [TestMethod]
    public void Equal_descriptions_give_equal_files()
    {
        Assert.AreSequenceEqual(new Wheel("a.B") { Extras = ["x"] }.Content(), new Wheel("a.B") { Extras = ["x"] }.Content());
        Assert.AreSequenceEqual(new Sdist("a.B").Content(), new Sdist("a.B").Content());

        var path = new Wheel("a.B", "1!2.0-1") { RequiresDist = ["c"] }.Build(Workspace.PathOf("wheels"));
        Assert.AreEqual("a_b-1!2.0_1-py3-none-any.whl", Path.GetFileName(path));
        using var zip = ZipFile.OpenRead(path);
        Assert.AreSequenceEqual(
            ["a_b.py", "a_b-1!2.0_1.dist-info/METADATA", "a_b-1!2.0_1.dist-info/WHEEL", "a_b-1!2.0_1.dist-info/RECORD"],
            zip.Entries.Select(entry => entry.FullName));
        using var metadata = new StreamReader(zip.Entries[1].Open(), Encoding.UTF8);
        Assert.Contains("Requires-Dist: c\n", metadata.ReadToEnd());
    }
}
