using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The tests' own Python index changes, answers conditions, and goes wrong as it is told.</summary>
[TestClass]
public sealed class PyPIUpstreamServerTests : PyPIUpstreamTest
{
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
}
