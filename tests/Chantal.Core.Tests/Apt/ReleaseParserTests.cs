using System.Text;
using Chantal.Apt.Release;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Core.Tests.Apt;

[TestClass]
public sealed class ReleaseParserTests
{
    private static readonly string Md5 = new('a', 32);
    private static readonly string Sha256 = new('b', 64);
    private static readonly string OtherSha256 = new('c', 64);
    private static readonly string Sha512 = new('d', 128);

    [TestMethod]
    public void What_a_Release_says_is_read()
    {
        var release = Parse(
            $"""
            Origin: Debian
            Label: Debian-Security
            Suite: oldstable-security
            Version: 12
            Codename: bookworm-security
            Date: Sat, 21 Nov 2026 00:53:02 UTC
            Valid-Until: Sat, 28 Nov 2026 00:53:02 UTC
            Acquire-By-Hash: yes
            No-Support-for-Architecture-all: Packages
            Architectures: amd64 arm64
            Components: updates/main updates/contrib
            Description: Debian 12 - Security Updates
            MD5Sum:
             {Md5}       20 main/binary-amd64/Packages.gz
            SHA256:
             {Sha256}       20 main/binary-amd64/Packages.gz
             {OtherSha256} 7 ./main/i18n/Translation-en.xz
            """);
        Assert.AreEqual("Debian, Debian-Security, oldstable-security, bookworm-security, 12", $"{release.Origin}, {release.Label}, {release.Suite}, {release.Codename}, {release.Version}");
        Assert.AreEqual(new DateTimeOffset(2026, 11, 21, 0, 53, 2, TimeSpan.Zero), release.Date);
        Assert.AreEqual(new DateTimeOffset(2026, 11, 28, 0, 53, 2, TimeSpan.Zero), release.ValidUntil);
        Assert.IsTrue(release.AcquireByHash);
        Assert.IsTrue(release.NoSupportForArchitectureAll);
        Assert.AreSequenceEqual(["amd64", "arm64"], release.Architectures);
        Assert.AreSequenceEqual(["updates/main", "updates/contrib"], release.Components);
        Assert.HasCount(2, release.Entries);
        Assert.AreEqual("main/binary-amd64/Packages.gz", release.Entries[0].Path);
        Assert.AreEqual(20, release.Entries[0].Size);
        Assert.AreEqual(Sha256, release.Entries[0].Sha256.ToString());
        Assert.AreSequenceEqual([HashKind.Md5, HashKind.Sha256], release.Entries[0].Checksums.Select(c => c.Kind));
        Assert.AreEqual("main/i18n/Translation-en.xz", release.Entries[1].Path);
    }

    [TestMethod]
    public void SHA_512_alone_is_enough()
    {
        var entry = Parse($"SHA512:\n {Sha512} 1 Packages\n").Entries[0];
        Assert.AreEqual(new Checksum(HashKind.Sha512, Sha512), entry.OtherChecksum);
        Assert.IsTrue(entry.IsVerifiable);
    }

    [TestMethod]
    [DataRow("Sat, 1 Aug 2026 10:16:37 UTC")]
    [DataRow("Sat, 01 Aug 2026 10:16:37 GMT")]
    [DataRow("Sat, 01 Aug 2026 10:16:37 +0000")]
    [DataRow("Sat,  1 Aug 2026 12:16:37 +0200")]
    [DataRow("01 Aug 2026 10:16:37 Z")]
    public void Dates_are_read_as_tools_write_them(string text)
    {
        Assert.IsTrue(ReleaseDate.TryParse(text, out var date));
        Assert.AreEqual(new DateTimeOffset(2026, 8, 1, 10, 16, 37, TimeSpan.Zero), date);
    }

    [TestMethod]
    public void The_Release_files_that_a_Release_lists_of_itself_are_passed_over() =>
        Assert.HasCount(1, Parse($"SHA256:\n {Sha256} 0 Release\n {OtherSha256} 12 Release\n {Sha256} 1 main/binary-amd64/Release\n").Entries);

    [TestMethod]
    public void The_same_line_twice_is_one_file() =>
        Assert.HasCount(1, Parse($"SHA256:\n {Sha256} 1 Packages\n {Sha256} 1 ./Packages\n").Entries);

    [TestMethod]
    [DataRow("SHA256:\n {b} 1 Packages\n {c} 1 Packages\n", DiagnosticCodes.ContradictoryPath, DisplayName = "two digests")]
    [DataRow("MD5Sum:\n {a} 2 Packages\nSHA256:\n {b} 1 Packages\n", DiagnosticCodes.ContradictoryPath, DisplayName = "two sizes")]
    [DataRow("MD5Sum:\n {a} 2 Packages\n", DiagnosticCodes.WeakChecksumsOnly, DisplayName = "MD5 only")]
    [DataRow("Suite: x\n", DiagnosticCodes.WeakChecksumsOnly, DisplayName = "no checksums")]
    [DataRow("", DiagnosticCodes.AptReleaseMalformed, DisplayName = "empty")]
    [DataRow("<html>\n", DiagnosticCodes.AptReleaseMalformed, DisplayName = "portal page")]
    [DataRow("SHA256:\n {b} 1 Packages\n\nSuite: x\n", DiagnosticCodes.AptReleaseMalformed, DisplayName = "second stanza")]
    [DataRow("SHA256:\n {b} 1 Packages\nSHA256:\n {c} 1 Packages\n", DiagnosticCodes.AptReleaseMalformed, DisplayName = "field twice")]
    [DataRow("Date: yesterday\nSHA256:\n {b} 1 Packages\n", DiagnosticCodes.AptReleaseMalformed, DisplayName = "no date")]
    [DataRow("SHA256:\n {b} -1 Packages\n", DiagnosticCodes.AptReleaseMalformed, DisplayName = "negative size")]
    [DataRow("SHA256:\n {a} 1 Packages\n", DiagnosticCodes.AptReleaseMalformed, DisplayName = "digest of another length")]
    [DataRow("SHA256:\n {b} 1\n", DiagnosticCodes.AptReleaseMalformed, DisplayName = "no path")]
    [DataRow("SHA256:\n {b} 1 ../../../etc/passwd\n", DiagnosticCodes.HostilePath, DisplayName = "path that leaves")]
    [DataRow("SHA256:\n {b} 1 /etc/passwd\n", DiagnosticCodes.HostilePath, DisplayName = "absolute path")]
    [DataRow("SHA256:\n {b} 1 main/%2e%2e/x\n", DiagnosticCodes.HostilePath, DisplayName = "encoded path that leaves")]
    public void A_Release_that_cannot_be_relied_on_is_refused(string text, string code)
    {
        text = text.Replace("{a}", Md5, StringComparison.Ordinal).Replace("{b}", Sha256, StringComparison.Ordinal).Replace("{c}", OtherSha256, StringComparison.Ordinal);
        Assert.AreEqual(code, Assert.ThrowsExactly<MirrorException>(() => Parse(text)).Code);
    }

    [TestMethod]
    [DataRow("a: 1\nb: 2\n", "a: 1 \r\nb: 2", true)]
    [DataRow("a: 1\nb: 2\n", "a: 1\nb: 2\n\n\n", true)]
    [DataRow("a: 1\nb: 2\n", "a: 1\nb: 3\n", false)]
    [DataRow("a: 1\n", "a: 1\nb: 3\n", false)]
    public void The_text_of_an_InRelease_is_compared_without_what_clear_signing_loses(string left, string right, bool expected) =>
        Assert.AreEqual(expected, ReleaseText.Equal(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right)));

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3305")]
    public void Weak_checksums_will_do_where_they_are_allowed_and_no_checksums_never_do()
    {
        var entry = Parse($"MD5Sum:\n {Md5} 2 Packages\n", allowWeakChecksums: true).Entries.Single();

        Assert.AreEqual(new Checksum(HashKind.Md5, Md5), entry.OtherChecksum);
        Assert.IsFalse(entry.IsVerifiable);
        Assert.AreEqual(DiagnosticCodes.WeakChecksumsOnly, Assert.ThrowsExactly<MirrorException>(() => Parse("Suite: x\n", allowWeakChecksums: true)).Code);
    }

    private static ReleaseFile Parse(string text, bool allowWeakChecksums = false) => ReleaseParser.Parse(Encoding.UTF8.GetBytes(text), "dists/x/Release", allowWeakChecksums);
}
