using System.Text;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.PyPI.Index;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class SimpleJsonTests
{
    private const string Json = "application/vnd.pypi.simple.v1+json";
    private static readonly string Digest = new('a', 64);

    [TestMethod]
    public void Everything_that_a_page_says_is_read()
    {
        var page = Parse($$"""
            {
              "meta": {"_last-serial": 42, "api-version": "1.4", "tracks": ["https://a.example/simple/foo/"], "later": {"x": [1, {}]} },
              "name": "foo", "versions": ["1.0", "2.0"], "alternate-locations": ["https://b.example/simple/foo/"],
              "project-status": {"status": "archived", "reason": "done"}, "later": [[1]],
              "files": [
                {"filename": "foo-2.0-py3-none-any.whl", "url": "https://files.example/packages/foo-2.0-py3-none-any.whl",
                 "hashes": {"sha256": "{{Digest}}", "md5": "{{new string('b', 32)}}", "blake2b_256": "zz"}, "requires-python": ">=3.8,<4",
                 "yanked": "broken", "size": 123, "upload-time": "2024-01-02T03:04:05.678901Z", "gpg-sig": false,
                 "core-metadata": {"sha256": "{{Digest}}"}, "data-dist-info-metadata": false,
                 "provenance": "https://a.example/integrity/foo", "later": {"a": {"b": null} } }
              ]
            }
            """);

        Assert.AreEqual("foo", page.Name);
        Assert.AreEqual(42, page.LastSerial);
        Assert.AreSequenceEqual(["1.0", "2.0"], page.Versions);
        Assert.AreEqual("1.4", page.Meta.ApiVersion);
        Assert.AreEqual("https://a.example/simple/foo/", page.Meta.Tracks.Single());
        Assert.AreEqual("https://b.example/simple/foo/", page.Meta.AlternateLocations.Single());
        Assert.AreEqual(new ProjectPageStatus("archived", "done"), page.Meta.Status);
        var file = page.Files.Single();
        Assert.AreEqual("foo-2.0-py3-none-any.whl", file.FileName);
        Assert.AreEqual("https://files.example/packages/foo-2.0-py3-none-any.whl", file.Url);
        Assert.AreSequenceEqual([new Checksum(HashKind.Md5, new string('b', 32)), new Checksum(HashKind.Sha256, Digest)], file.Checksums);
        Assert.AreEqual(Sha256Digest.Parse(Digest), file.Sha256);
        Assert.AreEqual(">=3.8,<4", file.RequiresPython);
        Assert.AreEqual("broken", file.Yanked);
        Assert.AreEqual(123, file.Size);
        Assert.AreEqual("2024-01-02T03:04:05.678901Z", file.UploadTime);
        Assert.IsFalse(file.HasSignature);
        Assert.AreEqual(new ProjectFileMetadata(new Checksum(HashKind.Sha256, Digest)), file.CoreMetadata);
        Assert.AreEqual("https://a.example/integrity/foo", file.Provenance);
    }

    [TestMethod]
    public void What_a_page_does_not_say_is_not_made_up()
    {
        var page = Parse("""{"files": [{"filename": "foo-1.tar.gz", "url": "foo-1.tar.gz", "requires-python": null, "provenance": null, "upload-time": null, "size": null}]}""");

        Assert.AreEqual("asked", page.Name);
        Assert.AreEqual("1.0", page.Meta.ApiVersion);
        Assert.IsNull(page.LastSerial);
        Assert.IsNull(page.Meta.Status);
        Assert.IsEmpty(page.Versions);
        var file = page.Files.Single();
        Assert.AreEqual("https://index.example/simple/asked/foo-1.tar.gz", file.Url);
        Assert.IsEmpty(file.Checksums);
        Assert.IsNull(file.RequiresPython ?? file.Yanked ?? file.UploadTime ?? file.Provenance);
        Assert.IsNull(file.Size);
        Assert.IsNull(file.CoreMetadata);
        Assert.IsNull(file.HasSignature);
    }

    [TestMethod]
    [DataRow("true", "", DisplayName = "true")]
    [DataRow("false", null, DisplayName = "false")]
    [DataRow("\"\"", null, DisplayName = "an empty reason, which pip does not take for one")]
    [DataRow("null", null, DisplayName = "null")]
    [DataRow("\"why \\u003c not\"", "why < not", DisplayName = "reason")]
    public void A_file_is_yanked_with_a_reason_or_without(string value, string? expected) =>
        Assert.AreEqual(expected, Parse(File($"\"yanked\": {value}")).Files[0].Yanked);

    [TestMethod]
    [DataRow("\"core-metadata\": true", true)]
    [DataRow("\"core-metadata\": {}", true)]
    [DataRow("\"dist-info-metadata\": true", true)]
    [DataRow("\"data-dist-info-metadata\": {\"later\": \"x\"}", true)]
    [DataRow("\"core-metadata\": false, \"dist-info-metadata\": true", false, DisplayName = "the new name holds")]
    [DataRow("\"dist-info-metadata\": false, \"data-dist-info-metadata\": true", true)]
    [DataRow("\"core-metadata\": null", false)]
    public void Metadata_beside_a_file_is_known_by_all_its_names(string field, bool expected) =>
        Assert.AreEqual(expected ? new ProjectFileMetadata(null) : null, Parse(File(field)).Files[0].CoreMetadata);

    [TestMethod]
    [DataRow("../evil.whl")]
    [DataRow("..")]
    [DataRow("a/b.whl")]
    [DataRow("a\\\\b.whl")]
    [DataRow("a%2fb.whl")]
    [DataRow("a\\u0000.whl")]
    [DataRow("a\\n.whl")]
    [DataRow("")]
    [DataRow(".htaccess")]
    public void A_hostile_file_name_is_refused_with_the_page_named(string name)
    {
        var error = Assert.ThrowsExactly<MirrorException>(() => Parse($$"""{"files": [{"filename": "{{name}}", "url": "https://a.example/x"}]}"""));
        Assert.AreEqual(DiagnosticCodes.HostilePath, error.Code);
        Assert.Contains("index.example/simple/asked/", error.Message);
    }

    [TestMethod]
    [DataRow("", DisplayName = "empty")]
    [DataRow("[]", DisplayName = "array")]
    [DataRow("{}", DisplayName = "no files")]
    [DataRow("{\"files\": {}}", DisplayName = "files are not a list")]
    [DataRow("{\"files\": []} {}", DisplayName = "a second value")]
    [DataRow("{\"files\": [", DisplayName = "cut short")]
    [DataRow("{\"files\": [{}]}", DisplayName = "no name")]
    [DataRow("{\"files\": [{\"filename\": \"a.whl\", \"url\": 1}]}", DisplayName = "wrong type")]
    [DataRow("{\"files\": [{\"filename\": \"\\ud800.whl\", \"url\": \"a\"}]}", DisplayName = "half a character")]
    [DataRow("{\"files\": [{\"filename\": \"a.whl\", \"url\": \"a\", \"size\": -1}]}", DisplayName = "negative size")]
    [DataRow("{\"files\": [{\"filename\": \"a.whl\", \"url\": \"a\", \"size\": 1e99}]}", DisplayName = "endless size")]
    [DataRow("{\"meta\": {\"api-version\": \"new\"}, \"files\": []}", DisplayName = "no version")]
    public void What_is_no_page_is_refused(string json) =>
        Assert.AreEqual(DiagnosticCodes.SimplePageMalformed, Assert.ThrowsExactly<MirrorException>(() => Parse(json)).Code);

    [TestMethod]
    [DataRow("{\"filename\": \"a.whl\"}", DisplayName = "no URL")]
    [DataRow("{\"filename\": \"a.whl\", \"url\": \"\"}", DisplayName = "empty URL")]
    [DataRow("{\"filename\": \"a.whl\", \"url\": \"file:///etc/passwd\"}", DisplayName = "local URL")]
    public void A_file_that_nobody_can_fetch_is_passed_over(string file)
    {
        var page = Parse("{\"files\": [" + file + ", {\"filename\": \"b.whl\", \"url\": \"b\"}]}");

        Assert.AreEqual("b.whl", page.Files.Single().FileName);
        Assert.HasCount(1, page.Skipped);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("12")]
    public void A_checksum_that_is_not_valid_is_passed_over(string digits)
    {
        var page = Parse("{\"files\": [{\"filename\": \"a.whl\", \"url\": \"a\", \"hashes\": {\"sha256\": \"" + digits + "\"}}]}");

        Assert.IsEmpty(page.Files.Single().Checksums);
        Assert.HasCount(1, page.Skipped);
    }

    [TestMethod]
    public void Nesting_has_a_bound() => Assert.AreEqual(
        DiagnosticCodes.SimplePageMalformed,
        Assert.ThrowsExactly<MirrorException>(() => Parse($$"""{"later": {{new string('[', 5000)}}""")).Code);

    [TestMethod]
    public void The_number_of_files_has_a_bound()
    {
        var json = new StringBuilder("{\"files\": [");
        for (var i = 0; i <= SimplePageSource.MaxFiles; i++)
        {
            json.Append(i == 0 ? "" : ",").Append("{\"filename\":\"a").Append(i).Append(".whl\",\"url\":\"a\"}");
        }

        Assert.AreEqual(DiagnosticCodes.SimplePageTooLarge, Assert.ThrowsExactly<MirrorException>(() => Parse(json.Append("]}").ToString())).Code);
    }

    [TestMethod]
    public void A_later_major_version_is_refused_and_a_later_minor_one_is_read()
    {
        Assert.AreEqual("1.99", Parse("""{"meta": {"api-version": "1.99"}, "files": []}""").Meta.ApiVersion);
        Assert.AreEqual(
            DiagnosticCodes.SimpleApiUnknown,
            Assert.ThrowsExactly<MirrorException>(() => Parse("""{"meta": {"api-version": "2.0"}, "files": []}""")).Code);
    }

    [TestMethod]
    public void A_file_that_is_listed_twice_has_to_be_the_same()
    {
        var one = $$"""{"filename": "a.whl", "url": "x/a.whl", "hashes": {"sha256": "{{Digest}}"} }""";
        Assert.HasCount(1, Parse($$"""{"files": [{{one}}, {{one}}]}""").Files);
        var error = Assert.ThrowsExactly<MirrorException>(() => Parse($$"""{"files": [{{one}}, {{one.Replace("aaa", "bbb", StringComparison.Ordinal)}}]}"""));
        Assert.AreEqual(DiagnosticCodes.ContradictoryPath, error.Code);
    }

    [TestMethod]
    public void What_is_no_date_is_no_upload_time() => Assert.IsNull(Parse(File("\"upload-time\": \"yesterday\"")).Files[0].UploadTime);

    [TestMethod]
    public void Credentials_in_a_link_are_not_kept() =>
        Assert.AreEqual("https://a.example/b.whl?x=1", Parse("""{"files": [{"filename": "b.whl", "url": "https://me:secret@a.example/b.whl?x=1#frag"}]}""").Files[0].Url);

    [TestMethod]
    [DataRow("application/vnd.pypi.simple.v1+json; charset=utf-8")]
    [DataRow("application/vnd.pypi.simple.latest+json")]
    [DataRow("Application/JSON")]
    [DataRow(null)]
    [DataRow("application/octet-stream")]
    public void Json_is_known_by_its_type_or_where_there_is_none_by_its_begin(string? type) =>
        Assert.IsEmpty(SimplePage.Parse("\uFEFF {\"files\": []}"u8, type, new Uri("https://index.example/simple/asked/"), "asked").Files);

    [TestMethod]
    [DataRow("application/vnd.pypi.simple.v2+json")]
    [DataRow("image/png")]
    [DataRow("text/plain", DisplayName = "neither by type nor by begin")]
    public void A_page_of_another_type_is_refused(string type) => Assert.AreEqual(
        DiagnosticCodes.SimpleApiUnknown,
        Assert.ThrowsExactly<MirrorException>(() => SimplePage.Parse("hello"u8, type, new Uri("https://index.example/simple/asked/"), "asked")).Code);

    private static string File(string field) => $$"""{"files": [{"filename": "foo-1.tar.gz", "url": "foo-1.tar.gz", {{field}}}]}""";

    private static ProjectPage Parse(string json) => SimplePage.Parse(Encoding.UTF8.GetBytes(json), Json, new Uri("https://index.example/simple/asked/"), "asked");
}
