using System.Text;
using Chantal.Content;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Content;

[TestClass]
public sealed class ElementSplitterTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(100_000)]
    public void Elements_come_byte_for_byte_whatever_pieces_the_file_comes_in(int piece)
    {
        const string text = "<?xml version=\"1.0\"?>\n<list packages=\"3\">\n<package a=\"1\"><x>ü</x></package> <!-- <package> -->\n<package b='>'/><package>\n</package>\n</list>\n";

        var (head, elements, tail) = Split(text, piece);

        Assert.AreEqual("<?xml version=\"1.0\"?>\n<list packages=\"3\">\n", head);
        Assert.AreSequenceEqual(["<package a=\"1\"><x>ü</x></package>", "<package b='>'/>", "<package>\n</package>"], elements);
        Assert.AreEqual("</list>\n", tail);
    }

    [TestMethod]
    [DataRow("<list packages=\"0\">\n</list>")]
    [DataRow("<list packages=\"0\"/>")]
    [DataRow("")]
    public void A_list_without_elements_is_all_head(string text)
    {
        var (head, elements, tail) = Split(text, 100);

        Assert.AreEqual(text, head);
        Assert.IsEmpty(elements);
        Assert.AreEqual("", tail);
    }

    [TestMethod]
    [DataRow("<list><package>")]
    [DataRow("<list><package a=\"")]
    [DataRow("<list><package><!--</package")]
    [DataRow("<!DOCTYPE x [<!ENTITY a \"b\">]><list><package></package></list>")]
    public void What_is_cut_off_or_declares_something_is_refused(string text) =>
        Assert.AreEqual(DiagnosticCodes.RpmListMalformed, Assert.ThrowsExactly<MirrorException>(() => Split(text, 100)).Code);

    [TestMethod]
    [DataRow("utf-16")]
    [DataRow("utf-16BE")]
    [DataRow("utf-32")]
    [DataRow("utf-32BE")]
    [DataRow("IBM037")]
    public void A_list_in_another_encoding_is_not_taken_for_an_empty_one(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        foreach (var withMark in new[] { false, true })
        {
            var text = Encoding.GetEncoding(encoding);
            byte[] content = [.. withMark ? text.GetPreamble() : [], .. text.GetBytes("<?xml version=\"1.0\"?><list packages=\"1\"><package></package></list>")];

            Refuses(content);
        }
    }

    [TestMethod]
    [DataRow("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><list/>")]
    [DataRow("<?xml version='1.0' encoding = 'utf-7'?><list><package/></list>")]
    [DataRow("<ns0:list xmlns:ns0=\"x\"><ns0:package></ns0:package></ns0:list>")]
    [DataRow("<!-- a --><ns0:list/>")]
    public void A_declared_encoding_or_a_prefix_that_clients_do_not_read_is_refused(string text) => Refuses(Encoding.ASCII.GetBytes(text));

    [TestMethod]
    [DataRow("<?xml version=\"1.0\" encoding=\"utf-8\"?><list packages=\"12\" a:b=\"c\"/>", 12L)]
    [DataRow("\uFEFF<?xml version='1.0' encoding='US-ASCII'?><!-- packages=\"3\" --><list packages = '4'>", 4L)]
    [DataRow("<list xmlns:rpm=\"x\">", null)]
    [DataRow("<list packages=\"many\">", null)]
    public void What_the_root_states_is_read(string text, long? packages)
    {
        var head = Encoding.UTF8.GetBytes(text);
        XmlHead.CheckMark(head, "x");
        XmlHead.Check(head, "x");

        Assert.AreEqual(packages, XmlHead.Number(head, "packages"u8));
    }

    private static void Refuses(byte[] content) =>
        Assert.AreEqual(DiagnosticCodes.RpmListMalformed, Assert.ThrowsExactly<MirrorException>(() => new ElementSplitter(new MemoryStream(content), "package", "x")).Code);

    [TestMethod]
    public void A_file_of_another_kind_is_refused_before_it_is_read_whole()
    {
        var stream = new PieceStream(new byte[8 << 20], 65536);

        Assert.ThrowsExactly<MirrorException>(() => new ElementSplitter(stream, "package", "x"));

        Assert.IsLessThan(4 << 20, stream.Position);
    }

    private static (string Head, List<string> Elements, string Tail) Split(string text, int piece)
    {
        using var splitter = new ElementSplitter(new PieceStream(Encoding.UTF8.GetBytes(text), piece), "package", "x");
        var elements = new List<string>();
        while (splitter.Next() is { IsEmpty: false } element)
        {
            elements.Add(Encoding.UTF8.GetString(element.Span));
        }

        return (Encoding.UTF8.GetString(splitter.Head.Span), elements, Encoding.UTF8.GetString(splitter.Tail().Span));
    }

    private sealed class PieceStream(byte[] content, int piece) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(piece, count));
    }
}
