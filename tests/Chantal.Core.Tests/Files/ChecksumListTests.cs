using System.Text;
using Chantal.Diagnostics;
using Chantal.Files.Lists;
using Chantal.Plans;

namespace Chantal.Core.Tests.Files;

[TestClass]
public sealed class ChecksumListTests
{
    private const string A = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string B = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    [TestMethod]
    [DataRow($"{A}  x.iso\n", DisplayName = "coreutils")]
    [DataRow($"{A} *x.iso", DisplayName = "coreutils, binary, without an end")]
    [DataRow($"{A}  ./x.iso\r\n", DisplayName = "with a dot and CRLF")]
    [DataRow($"SHA256 (x.iso) = {A}\n", DisplayName = "BSD")]
    [DataRow($"SHA2-256(x.iso)= {A}\n", DisplayName = "openssl dgst")]
    [DataRow($"# Fedora\n\n# x.iso: 12 bytes\nSHA256 (x.iso) = {A}\n", DisplayName = "Fedora")]
    public void Forms_of_lists_are_read(string text)
    {
        var file = Parse(text).Single();

        Assert.AreEqual("x.iso", file.Name);
        Assert.AreEqual(new Checksum(HashKind.Sha256, A), file.Checksum);
        Assert.AreEqual(text.Contains("bytes", StringComparison.Ordinal) ? 12L : null, file.Size);
    }

    [TestMethod]
    [DataRow($"{A}\n")]
    [DataRow($"{A}  x.iso\n")]
    [DataRow($"{A}  dist/x.iso\n")]
    public void A_list_beside_its_file_need_not_name_it(string text) => Assert.AreEqual("x.iso", Parse(text, "x.iso.sha256").Single().Name);

    [TestMethod]
    public void Of_several_checksums_sha256_counts_or_else_the_strongest()
    {
        var sha512 = new string('c', 128);

        Assert.AreEqual(HashKind.Sha256, Parse($"SHA512 (x) = {sha512}\nSHA256 (x) = {A}\nMD5 (x) = {A[..32]}\n").Single().Checksum.Kind);
        Assert.AreEqual(HashKind.Sha512, Parse($"SHA1 (x) = {A[..40]}\nSHA512 (x) = {sha512}\n").Single().Checksum.Kind);
    }

    [TestMethod]
    [DataRow($"{A}  x.iso\nbbbb", DisplayName = "cut within a digest")]
    [DataRow($"{A}  x.iso\n{B}", DisplayName = "cut before a name")]
    [DataRow($"SHA256 (x.iso) = {A}\nSHA256 (y.is", DisplayName = "cut within a name")]
    [DataRow("some text\n", DisplayName = "text")]
    [DataRow("# only comments\n", DisplayName = "comments")]
    [DataRow("SHA256 (x) = aaaa\n", DisplayName = "a short digest")]
    public void What_is_not_a_list_is_refused(string text) => Assert.AreEqual(DiagnosticCodes.ChecksumListMalformed, Refusal(text).Code);

    [TestMethod]
    public void A_list_of_more_files_than_any_has_is_refused() =>
        Assert.AreEqual(DiagnosticCodes.ChecksumListMalformed, Refusal(string.Concat(Enumerable.Range(0, 200_001).Select(i => $"{A}  {i}\n"))).Code);

    [TestMethod]
    [DataRow("../x")]
    [DataRow("/etc/passwd")]
    [DataRow("a/../../x")]
    [DataRow("a\\b")]
    [DataRow("a\tb")]
    public void Hostile_names_are_refused(string name)
    {
        Assert.AreEqual(DiagnosticCodes.HostilePath, Refusal($"{A}  {name}\n").Code);
        Assert.AreEqual(DiagnosticCodes.HostilePath, Refusal($"SHA256 ({name}) = {A}\n").Code);
    }

    [TestMethod]
    public void Escaped_names_are_refused() => Assert.AreEqual(DiagnosticCodes.HostilePath, Refusal($"\\{A}  a\\nb\n").Code);

    [TestMethod]
    public void A_list_that_contradicts_itself_is_refused() => Assert.AreEqual(DiagnosticCodes.ContradictoryPath, Refusal($"{A}  x\n{B}  x\n").Code);

    [TestMethod]
    public void Listings_of_Apache_and_nginx_are_read()
    {
        const string Apache = """
            <html><head><title>Index of /iso</title></head><body><table>
            <tr><th><a href="?C=N;O=D">Name</a></th></tr>
            <tr><td><a href="/">Parent Directory</a></td></tr>
            <tr><td><a href="old/">old/</a></td></tr>
            <tr><td><a href="a%2Bb.iso">a+b.iso</a></td><td>12M</td></tr>
            <tr><td><A HREF='x&amp;y.iso.sha256'>x</A></td></tr></table></body></html>
            """;
        const string Nginx = "<html><body><pre><a href=\"../\">../</a>\n<a href=\"x.iso\">x.iso</a>   01-Jan-2025 00:00  12\n<a href=\"https://else.example/y.iso\">y</a></pre></body></html>";

        Assert.AreSequenceEqual(["a+b.iso", "x&y.iso.sha256"], DirectoryListing.Read(Encoding.UTF8.GetBytes(Apache), "x"));
        Assert.AreSequenceEqual(["x.iso"], DirectoryListing.Read(Encoding.UTF8.GetBytes(Nginx), "x"));
        Assert.AreEqual(DiagnosticCodes.ChecksumListMalformed, Assert.ThrowsExactly<MirrorException>(() => DirectoryListing.Read("<html>Log in</html>"u8, "x")).Code);
        Assert.AreEqual(DiagnosticCodes.HostilePath, Assert.ThrowsExactly<MirrorException>(() => DirectoryListing.Read("<a href=\"..%2F..%2Fx\">"u8, "x")).Code);
    }

    private static IReadOnlyList<ListedFile> Parse(string text, string name = "SHA256SUMS") => ChecksumList.Parse(Encoding.UTF8.GetBytes(text), name, name);

    private static MirrorException Refusal(string text, string name = "SHA256SUMS") => Assert.ThrowsExactly<MirrorException>(() => Parse(text, name));
}
