using System.Text;
using Chantal.Diagnostics;
using Chantal.OpenPgp;

namespace Chantal.Core.Tests.OpenPgp;

[TestClass]
public sealed class ClearSignedMessageTests
{
    private const string Begin = "-----BEGIN PGP SIGNED MESSAGE-----\n";
    private const string Block = "-----BEGIN PGP SIGNATURE-----\n\nabcd\n-----END PGP SIGNATURE-----\n";
    private const string Good = Begin + "Hash: SHA256\n\na\n" + Block;

    [TestMethod]
    public void The_parts_of_a_message_are_told_apart()
    {
        var message = Parse(Begin + "Hash: SHA256, SHA512\nHash: SHA1\n\n- - a \t\nb\n\n" + Block + "\n \n");

        Assert.AreEqual("- a\nb\n\n", Text(message.Payload));
        Assert.AreEqual("- a\r\nb\r\n", Text(message.SignedBytes));
        Assert.AreEqual(Block, Text(message.SignatureBlock));
    }

    [TestMethod]
    public void Headers_are_not_needed()
    {
        Assert.AreEqual("a\n", Text(Parse(Begin + "\na\n" + Block).Payload));
    }

    [TestMethod]
    [DataRow("text\n" + Good, DisplayName = "text before")]
    [DataRow("\n" + Good, DisplayName = "empty line before")]
    [DataRow("\ufeff" + Good, DisplayName = "byte order mark")]
    [DataRow(Good + "text\n", DisplayName = "text after")]
    [DataRow(Good + Good, DisplayName = "second message")]
    [DataRow(Good + Block, DisplayName = "second signature block")]
    [DataRow(Good + "text\n" + Good, DisplayName = "text between messages")]
    [DataRow(Begin + "Hash: SHA256\n\na\n" + Begin + "\n" + Block, DisplayName = "message within")]
    [DataRow(Begin + "Comment: x\n\na\n" + Block, DisplayName = "another header")]
    [DataRow(Begin + "Hash: SHA256\nSuite: x\n\na\n" + Block, DisplayName = "text as header")]
    [DataRow(Begin + "Hash: a;b\n\na\n" + Block, DisplayName = "no digest's name")]
    [DataRow(Begin + "NotDashEscaped: x\n\na\n" + Block, DisplayName = "escapes switched off")]
    [DataRow(Begin + " \na\n" + Block, DisplayName = "blank instead of the empty line")]
    [DataRow(Begin + "a\n" + Block, DisplayName = "no empty line")]
    [DataRow(Begin + "\n-a\n" + Block, DisplayName = "unescaped dash")]
    [DataRow(Begin + "\n-----BEGIN PGP\n" + Block, DisplayName = "unescaped dashes")]
    [DataRow(Begin + "\na\0b\n" + Block, DisplayName = "NUL")]
    [DataRow(Begin + "\na\rb\n" + Block, DisplayName = "lone carriage return")]
    [DataRow(Begin + "\na\n", DisplayName = "no signature block")]
    [DataRow(Begin + "Hash: SHA256\n", DisplayName = "ends in headers")]
    [DataRow(Begin, DisplayName = "ends at once")]
    [DataRow(Begin + "\na\n-----BEGIN PGP SIGNATURE-----\n\nabcd\n", DisplayName = "unterminated")]
    [DataRow(Begin + "\na\n-----BEGIN PGP SIGNATURE-----\n\nabcd\n-----END PGP MESSAGE-----\n", DisplayName = "ends as something else")]
    public void What_a_lenient_reader_could_take_for_signed_text_is_malformed(string file)
    {
        var exception = Verdict.Fails(DiagnosticCodes.ClearSignedMalformed, () => Parse(file));

        Assert.Contains("dists/stable/InRelease", exception.Message);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Suite: stable\n")]
    public void Plain_text_is_not_signed(string file)
    {
        Verdict.Fails(DiagnosticCodes.NotSigned, () => Parse(file));
    }

    private static ClearSignedMessage Parse(string file) => ClearSignedMessage.Parse(Encoding.UTF8.GetBytes(file), "dists/stable/InRelease");

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
