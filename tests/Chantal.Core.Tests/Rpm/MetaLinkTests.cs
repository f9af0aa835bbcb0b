using System.Text;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Rpm.Roots;

namespace Chantal.Core.Tests.Rpm;

[TestClass]
public sealed class MetaLinkTests
{
    private static readonly byte[] Present = "<repomd>2</repomd>"u8.ToArray();
    private static readonly byte[] Earlier = "<repomd>1</repomd>"u8.ToArray();

    [TestMethod]
    public void A_metalink_states_versions_and_bases()
    {
        var link = Parse(Document(
            Version(Present, 1700000000) + $"<mm0:alternates><mm0:alternate>{Version(Earlier, 1600000000, "mm0:")}</mm0:alternate></mm0:alternates>",
            Url("https://a.example/os/repodata/repomd.xml", "100")));

        Assert.AreEqual(DateTimeOffset.FromUnixTimeSeconds(1700000000), link.Current.Timestamp);
        Assert.AreEqual(Present.Length, link.Current.Size);
        Assert.AreSequenceEqual(
            [HashKind.Md5, HashKind.Sha1, HashKind.Sha256, HashKind.Sha512],
            link.Current.Checksums.Select(c => c.Kind),
            SequenceOrder.InAnyOrder);
        Assert.AreEqual(DateTimeOffset.FromUnixTimeSeconds(1600000000), link.Alternates.Single().Timestamp);
        Assert.AreEqual("https://a.example/os", link.Bases.Single());
    }

    [TestMethod]
    public void Present_and_earlier_content_is_accepted_and_nothing_else()
    {
        var link = Parse(Document(Version(Present, 2) + $"<mm0:alternates><mm0:alternate>{Version(Earlier, 1, "mm0:")}</mm0:alternate></mm0:alternates>", ""));

        Assert.AreSame(link.Current, link.Accepts(Present));
        Assert.IsTrue(link.IsCurrent(Present));
        Assert.AreSame(link.Alternates[0], link.Accepts(Earlier));
        Assert.IsFalse(link.IsCurrent(Earlier));
        Assert.IsNull(link.Accepts("<repomd>3</repomd>"u8));
        Assert.IsNull(link.Accepts([]));
    }

    [TestMethod]
    public void The_present_state_goes_before_an_equal_earlier_one()
    {
        var link = Parse(Document(Version(Present, 2) + $"<mm0:alternates><mm0:alternate>{Version(Present, 1, "mm0:")}</mm0:alternate></mm0:alternates>", ""));

        Assert.AreSame(link.Current, link.Accepts(Present));
    }

    [TestMethod]
    public void The_strongest_checksum_decides_even_where_a_weaker_one_fits()
    {
        var link = Parse(Document(
            $"<verification>{Hash(HashKind.Sha512, Earlier)}{Hash(HashKind.Sha256, Present)}</verification>", ""));

        Assert.IsNull(link.Accepts(Present));
        Assert.IsNotNull(link.Accepts(Earlier));
    }

    [TestMethod]
    public void A_size_that_differs_decides_too()
    {
        var link = Parse(Document($"<size>{Present.Length + 1}</size><verification>{Hash(HashKind.Sha256, Present)}</verification>", ""));

        Assert.IsNull(link.Accepts(Present));
    }

    [TestMethod]
    public void Without_a_size_and_a_time_the_checksum_is_enough()
    {
        var link = Parse(Document($"<verification>{Hash(HashKind.Sha256, Present)}</verification>", ""));

        Assert.IsNotNull(link.Accepts(Present));
        Assert.IsNull(link.Current.Timestamp);
        Assert.IsNull(link.Current.Size);
    }

    [TestMethod]
    public void Broken_checksums_alone_are_refused() => Fails(
        DiagnosticCodes.WeakChecksumsOnly,
        Document($"<size>{Present.Length}</size><verification>{Hash(HashKind.Md5, Present)}{Hash(HashKind.Sha1, Present)}</verification>", ""));

    [TestMethod]
    public void An_earlier_state_with_a_broken_checksum_alone_is_never_accepted()
    {
        var link = Parse(Document(
            Version(Present, 2) + $"<mm0:alternates><mm0:alternate><size>{Earlier.Length}</size><verification>{Hash(HashKind.Sha1, Earlier)}</verification></mm0:alternate></mm0:alternates>", ""));

        Assert.IsNull(link.Accepts(Earlier));
    }

    [TestMethod]
    public void Bases_come_in_order_of_preference_https_first()
    {
        var link = Parse(Document(Version(Present, 1), string.Concat(
            Url("http://b.example/x/repodata/repomd.xml", "100"),
            Url("rsync://b.example/x/repodata/repomd.xml", "100"),
            Url("https://b.example/x/repodata/repomd.xml", "100"),
            Url("https://low.example/repodata/repomd.xml", "1"),
            Url("https://none.example/repodata/repomd.xml", null),
            Url("http://c.example/x/repodata/repomd.xml", "99"),
            Url("https://d.example/x/repodata/repomd.xml", "100"))));

        Assert.AreSequenceEqual(
            ["https://b.example/x", "https://d.example/x", "http://b.example/x", "http://c.example/x", "https://low.example", "https://none.example"],
            link.Bases);
    }

    [TestMethod]
    [DataRow("ftp://a.example/x/repodata/repomd.xml")]
    [DataRow("https://a.example/x/repodata/repomd.xml.asc")]
    [DataRow("https://a.example/x/repomd.xml")]
    [DataRow("https://a.example/?x=/repodata/repomd.xml")]
    [DataRow("https://a.example/#/repodata/repomd.xml")]
    [DataRow("https://user:secret@a.example/repodata/repomd.xml")]
    [DataRow("file:///etc/repodata/repomd.xml")]
    [DataRow("/repodata/repomd.xml")]
    [DataRow("https:///repodata/repomd.xml")]
    [DataRow("https://a.example/a b/repodata/repomd.xml")]
    [DataRow("")]
    public void What_is_no_base_is_left_out(string url) => Assert.IsEmpty(Parse(Document(Version(Present, 1), Url(url, "100"))).Bases);

    [TestMethod]
    public void The_number_of_bases_is_bounded_and_each_comes_once()
    {
        var urls = string.Concat(Enumerable.Range(0, 500).Select(i => Url($"https://m{i / 2}.example/repodata/repomd.xml", "50")));

        var bases = Parse(Document(Version(Present, 1), urls)).Bases;

        Assert.HasCount(MirrorUrl.MaxBases, bases);
        Assert.HasCount(MirrorUrl.MaxBases, bases.Distinct().ToList());
    }

    [TestMethod]
    public void Elements_that_are_not_known_are_passed_over()
    {
        var link = Parse(Document("<mm0:future><size>x</size></mm0:future>" + Version(Present, 1), "<p2p><url>x</url></p2p>"));

        Assert.IsNotNull(link.Accepts(Present));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("<html><body>404</body></html>")]
    [DataRow("<metalink><files><file name=\"repomd.xml\">")]
    [DataRow("<metalink><files><file name=\"other.xml\"/></files></metalink>")]
    [DataRow("<metalink><files><file name=\"repomd.xml\"/></files></metalink>")]
    [DataRow("<metalink><files><file name=\"repomd.xml\"><size>-1</size></file></files></metalink>")]
    [DataRow("<metalink><files><file name=\"repomd.xml\"><size>99999999999999999999</size></file></files></metalink>")]
    [DataRow("<metalink><files><file name=\"repomd.xml\"><timestamp>999999999999999</timestamp></file></files></metalink>")]
    [DataRow("<metalink><files><file name=\"repomd.xml\"><verification><hash type=\"-1\">aa</hash></verification></file></files></metalink>")]
    [DataRow("<metalink><files><file name=\"repomd.xml\"><verification><hash type=\"sha256\">aa</hash></verification></file></files></metalink>")]
    [DataRow("<!DOCTYPE x [<!ENTITY a \"b\">]><metalink/>")]
    [DataRow("<?xml version=\"1.0\" encoding=\"utf-7\"?><metalink/>")]
    [DataRow("<metalink>&undefined;</metalink>")]
    public void What_is_no_metalink_is_refused(string document) => Fails(DiagnosticCodes.MetaLinkMalformed, document);

    [TestMethod]
    public void What_grows_without_end_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100));
        Fails(DiagnosticCodes.MetaLinkMalformed, $"<metalink>{deep}");
        Fails(DiagnosticCodes.MetaLinkMalformed, $"<metalink a=\"{new string('x', 2 << 20)}\"/>");
        Fails(DiagnosticCodes.MetaLinkMalformed, $"<metalink>{string.Concat(Enumerable.Repeat("<a/>", 2 << 20))}</metalink>");
        Fails(DiagnosticCodes.MetaLinkMalformed, Document($"<size>{string.Concat(Enumerable.Repeat("<![CDATA[0]]>", 1 << 17))}</size>", ""));
    }

    private static MetaLink Parse(string document) => MetaLink.Parse(Encoding.UTF8.GetBytes(document), "the metalink");

    private static void Fails(string code, string document)
    {
        var exception = Assert.ThrowsExactly<MirrorException>(() => Parse(document));
        Assert.AreEqual(code, exception.Code, exception.Message);
        Assert.StartsWith("the metalink ", exception.Message);
    }

    private static string Document(string file, string urls) =>
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        + "<metalink version=\"3.0\" xmlns=\"http://www.metalinker.org/\" type=\"dynamic\" xmlns:mm0=\"http://fedorahosted.org/mirrormanager\">\n"
        + $" <files>\n  <file name=\"repomd.xml\">\n{file}\n<resources maxconnections=\"1\">\n{urls}</resources>\n  </file>\n </files>\n</metalink>\n";

    private static string Version(byte[] content, long timestamp, string prefix = "mm0:") =>
        $"<{prefix}timestamp>{timestamp}</{prefix}timestamp><size>{content.Length}</size><verification>"
        + Hash(HashKind.Md5, content) + Hash(HashKind.Sha1, content)
        + Hash(HashKind.Sha256, content) + Hash(HashKind.Sha512, content) + "</verification>";

    private static string Hash(HashKind kind, byte[] content)
    {
        using var running = new RunningChecksum(kind);
        running.Append(content);
        return $"<hash type=\"{kind.ToString().ToLowerInvariant()}\">{running.Finish().Hex}</hash>\n";
    }

    private static string Url(string url, string? preference) =>
        $"<url protocol=\"{url.Split(':')[0]}\" type=\"x\" location=\"DE\"{(preference is null ? "" : $" preference=\"{preference}\"")}>{url}</url>\n";
}
