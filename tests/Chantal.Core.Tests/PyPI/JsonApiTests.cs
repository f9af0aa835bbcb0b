using System.Text;
using System.Text.Json;
using Chantal.Plans;
using Chantal.PyPI.Index;
using Chantal.PyPI.Metadata;
using Chantal.PyPI.Pages;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class JsonApiTests
{
    private static readonly ProjectFile Wheel = new()
    {
        FileName = "foo-2.0-py3-none-any.whl",
        Url = "https://files.example/packages/11/22/33/foo-2.0-py3-none-any.whl",
        Checksums = [new Checksum(HashKind.Md5, new string('b', 32)), new Checksum(HashKind.Sha256, new string('a', 64))],
        RequiresPython = ">=3.8",
        Size = 10,
        UploadTime = "2024-01-02T03:04:05.678901Z",
    };

    private static readonly JsonApiRelease Old = new("1.0", [new JsonApiFile(new ProjectFile { FileName = "foo-1.0.tar.gz", Url = "https://files.example/foo-1.0.tar.gz", Yanked = "bad" }, "sdist", "source")]);
    private static readonly JsonApiRelease New = new("2.0", [new JsonApiFile(Wheel, "bdist_wheel", "py3")]);
    private static readonly JsonApiProject Project = new() { Page = new ProjectPage { Name = "foo", LastSerial = 42 }, Releases = [Old, New] };

    private static readonly CoreMetadata Metadata = CoreMetadata.Parse(
        """
        Metadata-Version: 2.1
        Name: Foo
        Version: 2.0
        Summary: <a thing>
        Classifier: A
        Requires-Dist: bar>=1
        Project-URL: Home, https://foo.example/?a,b
        Project-URL: Home, https://evil.example/

        Long.
        """u8,
        "foo");

    [TestMethod]
    public void A_project_has_its_releases_and_the_metadata_of_the_current_one()
    {
        var json = Json(s => JsonApi.WriteProject(s, Project, New, Metadata));
        var info = json.GetProperty("info");
        Assert.AreEqual("Foo 2.0 <a thing>", $"{info.GetProperty("name")} {info.GetProperty("version")} {info.GetProperty("summary")}");
        Assert.AreEqual("Long.", info.GetProperty("description").GetString());
        Assert.AreEqual("bar>=1", info.GetProperty("requires_dist")[0].GetString());
        Assert.AreEqual("https://foo.example/?a,b", info.GetProperty("project_urls").GetProperty("Home").GetString());
        Assert.AreEqual(">=3.8", info.GetProperty("requires_python").GetString());
        Assert.AreEqual(JsonValueKind.Null, info.GetProperty("author").ValueKind);
        Assert.IsFalse(info.GetProperty("yanked").GetBoolean());
        Assert.AreEqual(42, json.GetProperty("last_serial").GetInt64());
        Assert.AreSequenceEqual(["1.0", "2.0"], json.GetProperty("releases").EnumerateObject().Select(r => r.Name));
        var old = json.GetProperty("releases").GetProperty("1.0")[0];
        Assert.IsTrue(old.GetProperty("yanked").GetBoolean());
        Assert.AreEqual("bad", old.GetProperty("yanked_reason").GetString());
        Assert.AreEqual("sdist source", $"{old.GetProperty("packagetype")} {old.GetProperty("python_version")}");
        Assert.AreEqual(JsonValueKind.Null, old.GetProperty("size").ValueKind);
        var file = json.GetProperty("urls")[0];
        Assert.AreEqual("../../packages/11/22/33/foo-2.0-py3-none-any.whl", file.GetProperty("url").GetString());
        Assert.AreEqual(new string('a', 64), file.GetProperty("digests").GetProperty("sha256").GetString());
        Assert.AreEqual(new string('b', 32), file.GetProperty("md5_digest").GetString());
        Assert.AreEqual("2024-01-02T03:04:05", file.GetProperty("upload_time").GetString());
        Assert.AreEqual("2024-01-02T03:04:05.678901Z", file.GetProperty("upload_time_iso_8601").GetString());
        Assert.IsFalse(json.TryGetProperty("vulnerabilities", out _), "nobody looked");
    }

    [TestMethod]
    public void A_release_stands_alone_one_directory_deeper()
    {
        var json = Json(s => JsonApi.WriteRelease(s, Project, Old, null));
        Assert.IsFalse(json.TryGetProperty("releases", out _));
        Assert.AreEqual("foo 1.0", $"{json.GetProperty("info").GetProperty("name")} {json.GetProperty("info").GetProperty("version")}");
        Assert.IsTrue(json.GetProperty("info").GetProperty("yanked").GetBoolean());
        Assert.StartsWith("../../../packages/", json.GetProperty("urls")[0].GetProperty("url").GetString()!);
    }

    [TestMethod]
    public void Links_are_absolute_where_the_mirrors_address_is_known() => Assert.AreEqual(
        "https://mirror.example/pypi/packages/11/22/33/foo-2.0-py3-none-any.whl",
        Json(s => JsonApi.WriteProject(s, Project with { PublicUrl = new Uri("https://mirror.example/pypi/") }, New, null)).GetProperty("urls")[0].GetProperty("url").GetString());

    [TestMethod]
    [DataRow("1.0+local", "pypi/foo/1.0+local/json")]
    [DataRow("json", null)]
    [DataRow("..", null)]
    [DataRow("1/0", null)]
    [DataRow("", null)]
    public void A_release_has_a_page_if_its_version_can_be_a_directory(string version, string? path)
    {
        Assert.AreEqual(path, JsonApi.PathOf("foo", version));
        Assert.AreEqual("pypi/foo/json", JsonApi.PathOf("foo"));
    }

    private static JsonElement Json(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement;
    }
}
