using System.Diagnostics;
using System.Text;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.PyPI.Index;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class SimpleHtmlTests
{
    private static readonly string Digest = new('a', 64);

    [TestMethod]
    public void Everything_that_a_page_says_is_read()
    {
        var page = Parse($"""
            <!DOCTYPE html>
            <html><head>
              <meta name="pypi:repository-version" content="1.4">
              <meta name="pypi:tracks" content="https://a.example/simple/foo/">
              <meta name="pypi:alternate-locations" content="https://b.example/simple/foo/">
              <meta name="pypi:project-status" content="quarantined">
              <meta name="pypi:project-status-reason" content="mal&amp;ware">
              <title>Links for foo <a href="title.whl"></title>
            </head><body>
              <h1>Links for foo</h1>
              <a href="https://files.example/packages/foo-2.0%2Bcu-py3-none-any.whl#sha256={Digest}" data-requires-python="&gt;=3.8,&lt;4"
                 data-yanked="&quot;broken&quot;" data-core-metadata="sha256={Digest}" data-dist-info-metadata="true" data-gpg-sig="true"
                 data-provenance="https://a.example/integrity/foo">foo-2.0+cu-py3-none-any.whl</a><br />
            </body></html>
            <!--SERIAL 42-->
            """);

        Assert.AreEqual("asked", page.Name);
        Assert.AreEqual(42, page.LastSerial);
        Assert.AreEqual("1.4", page.Meta.ApiVersion);
        Assert.AreEqual("https://a.example/simple/foo/", page.Meta.Tracks.Single());
        Assert.AreEqual("https://b.example/simple/foo/", page.Meta.AlternateLocations.Single());
        Assert.AreEqual(new ProjectPageStatus("quarantined", "mal&ware"), page.Meta.Status);
        var file = page.Files.Single();
        Assert.AreEqual("foo-2.0+cu-py3-none-any.whl", file.FileName);
        Assert.AreEqual("https://files.example/packages/foo-2.0%2Bcu-py3-none-any.whl", file.Url);
        Assert.AreEqual(new Checksum(HashKind.Sha256, Digest), file.Checksums.Single());
        Assert.AreEqual(">=3.8,<4", file.RequiresPython);
        Assert.AreEqual("\"broken\"", file.Yanked);
        Assert.AreEqual(new ProjectFileMetadata(new Checksum(HashKind.Sha256, Digest)), file.CoreMetadata);
        Assert.IsTrue(file.HasSignature);
        Assert.AreEqual("https://a.example/integrity/foo", file.Provenance);
    }

    [TestMethod]
    [DataRow("<a href=foo-1.tar.gz>", DisplayName = "bare value")]
    [DataRow("<A\tHREF = 'foo-1.tar.gz'\n>foo</A>", DisplayName = "capitals and blanks")]
    [DataRow("<a href=\"foo-1.tar.gz\"/>", DisplayName = "closed at once")]
    [DataRow("<a href=\"foo-1.tar.gz\" href=\"bar-1.tar.gz\">", DisplayName = "the first of two holds")]
    [DataRow("<a title='>' href=\"foo-1.tar.gz\">", DisplayName = "an end in quotes")]
    [DataRow("<a =\"x\" href=\"foo-1.tar.gz\">", DisplayName = "a value of nothing")]
    [DataRow("<a rel href=&#102;oo-1.tar.gz>", DisplayName = "entity and no value")]
    [DataRow("<!-- <a href=\"bar-1.tar.gz\"> --><a href=\"foo-1.tar.gz\">", DisplayName = "comment")]
    [DataRow("<!-- a -- b --!><a href=\"foo-1.tar.gz\"><!-- <a href=bar-1.tar.gz>", DisplayName = "odd comments")]
    [DataRow("<!--><a href=\"foo-1.tar.gz\">", DisplayName = "empty comment")]
    [DataRow("<script>if (a<b) x='<a href=\"bar-1.tar.gz\">';</script ><a href=\"foo-1.tar.gz\">", DisplayName = "script")]
    [DataRow("<STYLE></stylex><a href=bar-1.tar.gz></style><a href=\"foo-1.tar.gz\">", DisplayName = "style")]
    [DataRow("a < b <3 </ ><? <a href=\"foo-1.tar.gz\">> <a href=\"foo-1.tar.gz\">", DisplayName = "signs that are not tags")]
    [DataRow("<abbr href=bar-1.tar.gz></a><a name=x><a href=\"foo-1.tar.gz\"", DisplayName = "the page ends in a tag")]
    public void Links_are_found_however_they_are_written(string html)
    {
        var file = Parse(html).Files.Single();
        Assert.AreEqual("https://index.example/simple/asked/foo-1.tar.gz", file.Url);
        Assert.IsNull(file.Yanked);
    }

    [TestMethod]
    [DataRow("../../packages/foo-1.whl", "https://index.example/packages/foo-1.whl")]
    [DataRow("/root/pypi/+f/abc/foo-1.whl#md5=", "https://index.example/root/pypi/+f/abc/foo-1.whl")]
    [DataRow("//files.example/foo-1.whl", "https://files.example/foo-1.whl")]
    [DataRow("http://files.example/foo-1.whl?token=1", "http://files.example/foo-1.whl?token=1")]
    [DataRow("foo 1.whl", "https://index.example/simple/asked/foo%201.whl")]
    public void Links_are_resolved(string href, string url)
    {
        var digest = href.EndsWith('=') ? new string('0', 32) : "";
        Assert.AreEqual(url, Parse($"<a href=\"{href}{digest}\">").Files.Single().Url);
    }

    [TestMethod]
    public void The_base_holds_for_every_link_and_only_the_first_counts() => Assert.AreSequenceEqual(
        ["https://files.example/x/a-1.whl", "https://files.example/x/b-1.whl"],
        Parse("<a href=a-1.whl><base target=x><base href=\"//files.example/x/\"><base href=\"//other.example/\"><a href=b-1.whl>").Files.Select(f => f.Url));

    [TestMethod]
    public void Of_a_listing_of_a_directory_only_distributions_are_files()
    {
        var page = Parse("""
            <html><head><title>Index of /simple/foo/</title></head><body><h1>Index of /simple/foo/</h1><hr><pre><a href="../">../</a>
            <a href="?C=N;O=D">Name</a> <a href="old/">old/</a>                        01-Jan-2024 10:00    -
            <a href="foo-1.0-py3-none-any.whl">foo-1.0-py3-none-an..&gt;</a>           01-Jan-2024 10:00    1234
            <a href="foo-1.0-py3-none-any.whl.metadata">foo-1.0-py3-none-an..&gt;</a>  01-Jan-2024 10:00    12
            <a href="foo-1.0.tar.gz">foo-1.0.tar.gz</a> <a href="foo-1.0.tar.gz.asc">foo-1.0.tar.gz.asc</a>
            <a href="index.html">index.html</a> <a href="mailto:me@a.example/x.whl">me</a> <a href="javascript:x.whl">x</a> <a href="ftp://a.example/x.whl">x</a>
            </pre></body></html>
            """);
        Assert.AreSequenceEqual(["foo-1.0-py3-none-any.whl", "foo-1.0.tar.gz"], page.Files.Select(f => f.FileName));
    }

    [TestMethod]
    [DataRow("data-yanked", "", DisplayName = "no value")]
    [DataRow("data-yanked=\"\"", "", DisplayName = "empty value")]
    [DataRow("data-yanked=why", "why", DisplayName = "reason")]
    [DataRow("", null, DisplayName = "not yanked")]
    public void A_file_is_yanked_with_a_reason_or_without(string attribute, string? expected) =>
        Assert.AreEqual(expected, Parse($"<a href=a-1.whl {attribute}>").Files[0].Yanked);

    [TestMethod]
    [DataRow("data-core-metadata=true", true)]
    [DataRow("data-dist-info-metadata=\"sha9=12\"", true)]
    [DataRow("data-core-metadata", true, DisplayName = "no value")]
    [DataRow("data-core-metadata=false data-dist-info-metadata=true", false)]
    [DataRow("", false)]
    public void Metadata_beside_a_file_is_known_by_both_its_names(string attribute, bool expected) =>
        Assert.AreEqual(expected ? new ProjectFileMetadata(null) : null, Parse($"<a href=a-1.whl {attribute}>").Files[0].CoreMetadata);

    [TestMethod]
    [DataRow("%2e%2e%2fevil.whl")]
    [DataRow("a%5c..%5cevil.whl")]
    [DataRow("a%00.whl")]
    [DataRow("a%252fb.whl")]
    [DataRow(".whl")]
    public void A_hostile_file_name_is_refused_with_the_page_named(string href)
    {
        var error = Assert.ThrowsExactly<MirrorException>(() => Parse($"<a href=\"/packages/{href}\">"));
        Assert.AreEqual(DiagnosticCodes.HostilePath, error.Code);
        Assert.Contains("index.example/simple/asked/", error.Message);
    }

    [TestMethod]
    public void A_later_major_version_is_refused() => Assert.AreEqual(
        DiagnosticCodes.SimpleApiUnknown,
        Assert.ThrowsExactly<MirrorException>(() => Parse("<meta name=\"pypi:repository-version\" content=\"2.0\">")).Code);

    [TestMethod]
    public void A_checksum_that_is_not_valid_or_unknown_is_passed_over()
    {
        Assert.IsEmpty(Parse("<a href=a-1.whl#blake3=12>").Files[0].Checksums);
        foreach (var digits in new[] { "", "12" })
        {
            var page = Parse($"<a href=a-1.whl#sha256={digits}>");
            Assert.IsEmpty(page.Files[0].Checksums);
            Assert.HasCount(1, page.Skipped);
        }
    }

    [TestMethod]
    [DataRow("<a ")]
    [DataRow("<a x='")]
    [DataRow("<!--")]
    [DataRow("<!-- - -- ")]
    [DataRow("<script>")]
    [DataRow("</script")]
    [DataRow("<")]
    [DataRow("<a\"=")]
    [DataRow("<!")]
    [DataRow("&")]
    public void The_time_is_linear_whatever_the_page(string piece)
    {
        var watch = Stopwatch.StartNew();
        _ = Parse(string.Concat(Enumerable.Repeat(piece, 400_000)));
        Assert.IsLessThan(20, watch.Elapsed.TotalSeconds);
    }

    [TestMethod]
    public void A_page_of_any_bytes_is_read_or_refused()
    {
        var random = new Random(7);
        var pieces = new[] { "<", ">", "a", " ", "href=", "\"", "'", "!--", "--", "/", "=", "x-1.whl", "base", "meta ", "script", "&gt;", "\0", "é", "#sha256=", "%2e" };
        for (var i = 0; i < 20_000; i++)
        {
            var html = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                _ = Parse(html);
            }
            catch (MirrorException)
            {
                // Said in words, not as a defect.
            }
        }
    }

    private static ProjectPage Parse(string html) => SimplePage.Parse(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8", new Uri("https://index.example/simple/asked/"), "asked");
}
