using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The tests' own Python index: one that the real pip does not accept would prove nothing.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class PyPIUpstreamTests : PyPIEndToEndTest
{
    private const string Json = "application/vnd.pypi.simple.v1+json";

    [TestMethod]
    [DataRow(PyPIUpstreamLinks.FileHost, false)]
    [DataRow(PyPIUpstreamLinks.FileHost, true)]
    [DataRow(PyPIUpstreamLinks.IndexHost, false)]
    [DataRow(PyPIUpstreamLinks.Relative, false)]
    [DataRow(PyPIUpstreamLinks.Relative, true)]
    public void Pip_installs_a_wheel_with_what_it_needs(PyPIUpstreamLinks links, bool htmlOnly)
    {
        var upstream = Serve(
            new Wheel("app") { RequiresDist = ["lib-core >=1.1", "extra; extra == 'more'"], Extras = ["more"], RequiresPython = ">=3.8" },
            new Wheel("lib-core", "1.0"),
            new Wheel("lib-core", "1.1+local.1"),
            new Wheel("lib-core", "2.0") { RequiresPython = "<3" },
            new Wheel("extra", Python: "py2.py3") { BuildTag = "1" });
        (upstream.Links, upstream.HtmlOnly) = (links, htmlOnly);
        var pip = Pip();

        pip.Install(upstream.Uri, "app[more]").Succeeded();

        Assert.AreSequenceEqual(["app-1.0", "extra-1.0", "lib_core-1.1+local.1"], pip.Installed());
        Assert.AreEqual("1.1+local.1", pip.Evaluate("import app, lib_core; print(lib_core.version)"));
        Assert.AreEqual("No broken requirements found.", pip.Pip("check").Succeeded().Output.Trim());
        Assert.AreSequenceEqual(["simple/app/", "simple/extra/", "simple/lib-core/"], upstream.RequestedPages);
        Assert.AreEqual(links == PyPIUpstreamLinks.FileHost, upstream.FileHost.Requests.Count > 0);
    }

    [TestMethod]
    public void Pip_builds_and_installs_a_source_distribution()
    {
        var upstream = Serve(
            new Sdist("Src.Only", "1.2") { RequiresDist = ["lib"], BuildRequires = ["helper"] },
            new Wheel("helper"),
            new Wheel("lib"));
        var pip = Pip();

        pip.Install(upstream.Uri, "src-only").Succeeded();

        Assert.AreSequenceEqual(["lib-1.0", "src_only-1.2"], pip.Installed());
        Assert.AreEqual("1.2", pip.Evaluate("import src_only; print(src_only.version)"));
        Assert.Contains("helper-1.0-py3-none-any.whl", upstream.RequestedFiles);
    }

    [TestMethod]
    public void Pip_downloads_for_another_platform()
    {
        var upstream = Serve(
            new Wheel("app", "1.0", "cp312", "cp312", "manylinux_2_17_aarch64.manylinux2014_aarch64"),
            new Wheel("app", "1.0", "cp312", "cp312", "win_amd64"));
        var pip = Pip();

        pip.Download(upstream.Uri, "--only-binary=:all:", "--platform=manylinux2014_aarch64", "--python-version=3.12", "app").Succeeded();

        Assert.AreSequenceEqual(["app-1.0-cp312-cp312-manylinux_2_17_aarch64.manylinux2014_aarch64.whl"], pip.Downloaded());
    }

    [TestMethod]
    public void Pip_requires_hashes()
    {
        var upstream = Serve(new Wheel("app"), new Wheel("other"));
        var good = upstream.File("app-1.0-py3-none-any.whl").Hashes["sha256"];
        var pip = Pip();

        Assert.AreNotEqual(0, pip.Install(upstream.Uri, "--require-hashes", "-r", pip.Requirements("app==1.0 --hash=sha256:" + new string('0', 64))).ExitCode);
        Assert.AreNotEqual(0, pip.Install(upstream.Uri, "--require-hashes", "-r", pip.Requirements($"app==1.0 --hash=sha256:{good}", "other==1.0")).ExitCode);
        Assert.IsEmpty(pip.Installed());

        pip.Install(upstream.Uri, "--require-hashes", "-r", pip.Requirements($"app==1.0 --hash=sha256:{good}")).Succeeded();
        Assert.AreSequenceEqual(["app-1.0"], pip.Installed());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Pip_takes_a_yanked_release_only_when_it_is_named(bool htmlOnly)
    {
        var upstream = Serve(
            new Wheel("app", "1.0"),
            new Wheel("app", "1.1").AsFile() with { Yanked = "it eats <data> & more" },
            new Wheel("lib", "1.0").AsFile() with { Yanked = "" });
        upstream.HtmlOnly = htmlOnly;
        var pip = Pip();

        pip.Install(upstream.Uri, "app").Succeeded();
        Assert.AreSequenceEqual(["app-1.0"], pip.Installed());
        Assert.Contains("it eats <data> & more", pip.Install(upstream.Uri, "app==1.1").Succeeded().Output);
        Assert.AreNotEqual(0, pip.Install(upstream.Uri, "lib").ExitCode);
        pip.Install(upstream.Uri, "lib==1.0").Succeeded();
        Assert.AreSequenceEqual(["app-1.1", "lib-1.0"], pip.Installed());
    }

    [TestMethod]
    public void Pip_refuses_a_file_that_is_not_what_the_index_says()
    {
        var good = new Wheel("app").AsFile();
        var upstream = Serve(good with { Hashes = new Dictionary<string, string> { ["sha256"] = new('0', 64) } });
        var pip = Pip();

        Assert.AreNotEqual(0, pip.Install(upstream.Uri, "app").ExitCode);
        upstream.Add(good with { Content = new Wheel("app", "1.1").Content() });
        Assert.AreNotEqual(0, pip.Install(upstream.Uri, "app").ExitCode);
        upstream.Add(good.Hashed("sha512", "md5"));
        pip.Install(upstream.Uri, "app").Succeeded();
    }

    [TestMethod]
    public void Pip_reaches_nothing_but_loopback()
    {
        var upstream = Serve(new Wheel("app") { RequiresDist = ["lib @ https://files.example.org/lib-1.0-py3-none-any.whl"] });

        var result = Pip().Install(upstream.Uri, "app");

        Assert.AreNotEqual(0, result.ExitCode);
        Assert.Contains("proxy", result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    public void Pip_logs_in()
    {
        var upstream = Serve(new Wheel("app"));
        upstream.Login = ("reader", "pass word");

        Assert.AreNotEqual(0, Pip().Install(upstream.Uri, "app").ExitCode);
        Pip().Install(upstream.Uri.Replace("//", "//reader:pass%20word@", StringComparison.Ordinal), "app").Succeeded();

        Assert.Contains(401, upstream.Index.Requests.Select(request => request.Status));
        Assert.IsTrue(upstream.FileHost.Requests.All(request => request.Header("Authorization") is null));
    }

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
    public async Task Serial_numbers_count_up_and_stand_on_the_pages_they_are_of()
    {
        var upstream = Serve(new Wheel("App"), new Wheel("lib"));
        var first = upstream.Serial;
        Assert.AreEqual((first - 1, first), (upstream["app"].Serial, upstream["lib"].Serial));

        upstream.Add(new Wheel("app", "1.1")).Touch("App");
        var removed = upstream.Remove("lib");
        var root = await Page(upstream, "simple/");
        Assert.AreEqual(first + 3, (long)root["meta"]!["_last-serial"]!);
        Assert.AreEqual($$"""[{"_last-serial":{{first + 2}},"name":"App"}]""", root["projects"]!.ToJsonString());
        Assert.AreEqual(first + 2, (long)(await Page(upstream, "simple/app/"))["meta"]!["_last-serial"]!);
        Assert.AreEqual(first + 2, await SerialOf(upstream, "simple/app/"));
        Assert.AreEqual(first + 2, await SerialOf(upstream, "pypi/app/json"));
        Assert.AreEqual(first + 3, await SerialOf(upstream, "simple/"));
        Assert.IsNull(await SerialOf(upstream, "simple/lib/"));

        upstream.Put(removed);
        Assert.AreEqual(first + 4, await SerialOf(upstream, "simple/lib/"));
        upstream.StatesSerials = false;
        Assert.IsNull(await SerialOf(upstream, "simple/lib/"));
        Assert.DoesNotContain("serial", (await Page(upstream, "simple/")).ToJsonString());
        Pip().Install(upstream.Uri, "lib").Succeeded();
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
    public async Task Pages_and_files_answer_conditions_and_files_answer_ranges()
    {
        var upstream = Serve(new Wheel("app"));
        using var page = await Get(upstream, "simple/app/", Json);
        using var html = await Get(upstream, "simple/app/");
        using var unchanged = await Get(upstream, "simple/app/", Json, page.Headers.ETag);
        upstream.Touch("app");
        using var changed = await Get(upstream, "simple/app/", Json, page.Headers.ETag);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Range = new RangeHeaderValue(null, 22);
        using var end = await client.GetAsync(new Uri((string)(await Page(upstream, "simple/app/"))["files"]![0]!["url"]!), TestContext.CancellationToken);

        Assert.AreEqual(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.AreEqual($"{upstream.Serial - 1}", unchanged.Headers.GetValues("X-PyPI-Last-Serial").Single());
        Assert.AreNotEqual(html.Headers.ETag, page.Headers.ETag);
        Assert.IsNull(page.Content.Headers.LastModified);
        Assert.AreEqual(HttpStatusCode.OK, changed.StatusCode);
        Assert.AreEqual(HttpStatusCode.PartialContent, end.StatusCode);
        Assert.HasCount(22, await end.Content.ReadAsByteArrayAsync(TestContext.CancellationToken));

        upstream.HasETags = false;
        using var untagged = await Get(upstream, "simple/app/", Json, changed.Headers.ETag);
        Assert.AreEqual(HttpStatusCode.OK, untagged.StatusCode);
        Assert.IsNull(untagged.Headers.ETag);
    }

    [TestMethod]
    public async Task What_is_removed_is_gone_and_can_come_back()
    {
        var upstream = Serve(new Wheel("app"), new Wheel("app", "1.1").AsFile() with { HasSignature = true });
        var file = upstream.File("app-1.1-py3-none-any.whl");
        Assert.AreSequenceEqual([200, 200, 200], await Statuses());

        upstream.RemoveFile(file.FileName);
        Assert.AreSequenceEqual([404, 404, 404], await Statuses());
        Assert.DoesNotContain("1.1", (await Page(upstream, "simple/app/")).ToJsonString());

        var project = upstream.Add(file).Remove("app");
        using var gone = await Get(upstream, "simple/app/");
        Assert.AreEqual(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.AreSequenceEqual([404, 404, 404], await Statuses());

        upstream.Put(project);
        Assert.AreSequenceEqual([200, 200, 200], await Statuses());

        async Task<int[]> Statuses()
        {
            using var client = new HttpClient();
            var statuses = new List<int>();
            foreach (var ending in (string[])["", ".metadata", ".asc"])
            {
                using var response = await client.GetAsync($"{upstream.FileHost.Uri}/{file.Path}{ending}", TestContext.CancellationToken);
                statuses.Add((int)response.StatusCode);
            }

            return [.. statuses];
        }
    }

    [TestMethod]
    public async Task A_page_is_held_back_for_as_many_requests_as_wanted()
    {
        var upstream = Serve(new Wheel("app"));
        var before = upstream.Serial;

        upstream.HoldBack("app", times: 2).HoldBack("new", times: 1).Add(new Wheel("app", "1.1"), new Wheel("new"));

        Assert.AreEqual(before, await SerialOf(upstream, "simple/app/"));
        Assert.AreEqual(before, await SerialOf(upstream, "simple/app/"));
        Assert.AreEqual(before + 1, await SerialOf(upstream, "simple/app/"));
        Assert.IsNull(await SerialOf(upstream, "simple/new/"));
        Assert.AreEqual(before + 2, await SerialOf(upstream, "simple/new/"));
        Assert.AreEqual(before + 2, await SerialOf(upstream, "simple/"));
    }

    [TestMethod]
    public async Task Pages_go_wrong_as_they_are_told()
    {
        var upstream = Serve(new Wheel("app"), new Wheel("lib"));
        upstream.Index.Inject("*", Fault.TooManyRequests(retryAfter: "3").Times(2));
        upstream.Index.Inject("simple/lib/", Fault.NotFound);

        using var missing = await Get(upstream, "simple/lib/", Json);
        using var first = await Get(upstream, "simple/app/", Json);
        using var second = await Get(upstream, "simple/", Json);
        using var third = await Get(upstream, "simple/app/", Json);
        Assert.AreSequenceEqual(
            [HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests, HttpStatusCode.OK],
            ((HttpResponseMessage[])[missing, first, second, third]).Select(response => response.StatusCode));
        Assert.AreEqual(TimeSpan.FromSeconds(3), first.Headers.RetryAfter?.Delta);
        Assert.IsFalse(missing.Headers.Contains("X-PyPI-Last-Serial"));

        upstream.Index.Inject("simple/app/", Fault.Bytes("{\"files\": ["u8.ToArray()));
        using var broken = await Get(upstream, "simple/app/", Json);
        Assert.AreEqual(Json, broken.Content.Headers.ContentType?.ToString());
        upstream.Index.Inject("simple/app/", Fault.Padded(1 << 20));
        using var huge = await Get(upstream, "simple/app/", Json);
        var content = await huge.Content.ReadAsStringAsync(TestContext.CancellationToken);
        Assert.HasCount(1 << 20, content);
        Assert.AreEqual("app", (string?)JsonNode.Parse(content)!["name"]);
    }

    [TestMethod]
    public async Task An_index_can_lie_about_names_and_addresses()
    {
        var file = new Wheel("app").AsFile();
        var upstream = Serve(file with { FileName = "../../../../evil.whl" }, file with { FileName = "other.whl", Url = "file:///etc/passwd" });
        upstream.Links = PyPIUpstreamLinks.Relative;

        var files = (await Page(upstream, "simple/app/"))["files"]!;

        Assert.AreEqual(("../../../../evil.whl", $"../../{file.Directory}/evil.whl"), ((string?)files[0]!["filename"], (string?)files[0]!["url"]));
        Assert.AreEqual("file:///etc/passwd", (string?)files[1]!["url"]);
    }

    [TestMethod]
    public async Task Pip_installs_from_a_tree_that_is_served_as_the_documentation_says()
    {
        var upstream = Serve(new Wheel("app") { RequiresDist = ["lib"] }, new Wheel("lib"), new Sdist("lib", "1.1"));
        upstream.Links = PyPIUpstreamLinks.Relative;
        foreach (var project in upstream.Projects.Values)
        {
            foreach (var (name, form) in ((string, string?)[])[("index.html", null), ("index.v1_json", Json)])
            {
                using var page = await Get(upstream, $"simple/{project.NormalName}/", form);
                Files.Write(Path.Combine(Published, "simple", project.NormalName, name), await page.Content.ReadAsByteArrayAsync(TestContext.CancellationToken));
            }

            foreach (var file in project.Files)
            {
                Files.Write(Path.Combine(Published, file.Path), file.Content);
                if (file.Metadata is not null)
                {
                    Files.Write(Path.Combine(Published, file.Path + ".metadata"), file.Metadata);
                }
            }
        }

        var pip = Pip();
        pip.Install(ServePublished(), "app").Succeeded();

        Assert.AreSequenceEqual(["app-1.0", "lib-1.1"], pip.Installed());
        Assert.AreSequenceEqual(["app", "lib"], PublishedProjects());
        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl", "lib-1.0-py3-none-any.whl", "lib-1.1.tar.gz"], PublishedFiles());
        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl", "lib-1.0-py3-none-any.whl"], PublishedMetadata());
        Assert.IsEmpty(upstream.RequestedFiles);
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

    private async Task<HttpResponseMessage> Get(PyPIUpstream upstream, string path, string? accept = null, EntityTagHeaderValue? etag = null)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{upstream.Index.Uri}/{path}");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (etag is not null)
        {
            request.Headers.IfNoneMatch.Add(etag);
        }

        return await client.SendAsync(request, TestContext.CancellationToken);
    }

    private async Task<JsonNode> Page(PyPIUpstream upstream, string path)
    {
        using var response = await Get(upstream, path, Json);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.CancellationToken))!;
    }

    private async Task<long?> SerialOf(PyPIUpstream upstream, string path)
    {
        using var response = await Get(upstream, path);
        return response.Headers.TryGetValues("X-PyPI-Last-Serial", out var values) ? long.Parse(values.Single()) : null;
    }
}
