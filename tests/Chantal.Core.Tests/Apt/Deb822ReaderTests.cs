using System.Text;
using Chantal.Apt.Control;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Apt;

[TestClass]
public sealed class Deb822ReaderTests
{
    [TestMethod]
    [DataRow("Package: a\nVersion: 1\n\nPackage: b\nVersion: 2\n", DisplayName = "plain")]
    [DataRow("Package: a\r\nVersion: 1\r\n\r\nPackage: b\r\nVersion: 2\r\n", DisplayName = "CRLF")]
    [DataRow("Package: a\nVersion: 1\n\nPackage: b\nVersion: 2", DisplayName = "no newline at the end")]
    [DataRow("\n\n\nPackage: a\nVersion: 1\n\n\n\nPackage: b\nVersion: 2\n\n\n", DisplayName = "many empty lines")]
    [DataRow("# comment\nPackage: a\n# comment\nVersion: 1\n\n# comment\nPackage: b\nVersion: 2\n", DisplayName = "comments")]
    [DataRow("package:a\nVERSION:\t1  \n\nPackage :  b\nVersion: 2\nOther: x\n y\n", DisplayName = "blanks and letter case")]
    public void Stanzas_are_read_however_they_are_written(string text)
    {
        using var reader = Reader(text);
        Assert.IsTrue(reader.Read());
        Assert.AreEqual("a 1", $"{reader.Text(0)} {reader.Text(1)}");
        Assert.IsTrue(reader.Read());
        Assert.AreEqual("b 2", $"{reader.Text(0)} {reader.Text(1)}");
        Assert.IsFalse(reader.Read());
    }

    [TestMethod]
    public void Continuation_lines_belong_to_their_field()
    {
        using var reader = Reader("Package: a\n first\n  second \n \n\tthird\nOther: x\n not this\nVersion:\n 1\n");
        Assert.IsTrue(reader.Read());
        Assert.AreEqual("a\nfirst\nsecond\n\nthird", reader.Text(0));
        Assert.AreEqual("\n1", reader.Text(1));
        Assert.IsFalse(reader.Read());
    }

    [TestMethod]
    public void A_field_that_is_absent_is_not_an_empty_one()
    {
        using var reader = Reader("Package:\n\nVersion: 1\n");
        Assert.IsTrue(reader.Read());
        Assert.AreEqual("", reader.Text(0));
        Assert.IsNull(reader.Text(1));
        Assert.IsTrue(reader.Read());
        Assert.IsNull(reader.Text(0));
    }

    [TestMethod]
    [DataRow("<html><body>Please log in</body></html>\n", DisplayName = "portal page")]
    [DataRow(" a continuation of nothing\n", DisplayName = "continuation first")]
    [DataRow(": x\n", DisplayName = "no name")]
    [DataRow("Package: a\nVersion: 1\nPackage: b\n", DisplayName = "same field twice")]
    public void What_is_no_control_data_is_refused(string text)
    {
        using var reader = Reader(text);
        var error = Assert.ThrowsExactly<MirrorException>(() => reader.Read());
        Assert.AreEqual(DiagnosticCodes.IndexMalformed, error.Code);
    }

    [TestMethod]
    public void A_line_of_gigabytes_is_refused_before_it_is_in_memory()
    {
        using var reader = new Deb822Reader(new EndlessStream(), "Packages", ["Package"]);
        Assert.AreEqual(DiagnosticCodes.IndexMalformed, Assert.ThrowsExactly<MirrorException>(() => reader.Read()).Code);
    }

    private static Deb822Reader Reader(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), "Packages", ["Package", "Version"]);

    private sealed class EndlessStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'a');
            return count;
        }
    }
}
