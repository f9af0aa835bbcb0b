using System.Buffers;
using System.Text;
using Chantal.Plans;

namespace Chantal.Core.Tests.Plans;

/// <summary>Packages that go into a plan as metadata writes them.</summary>
[TestClass]
public sealed class PlainPackageTests
{
    private const string Digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    [TestMethod]
    [DataRow("pool/a_1.0+b~rc1-2_amd64.deb", "12", "a", "1:1.0+b~rc1-2", true)]
    [DataRow("pool/a.deb", "0", "a", "1 'and' more <&>", true)]
    [DataRow("./pool/a.deb", "12", "a", "1", false)]
    [DataRow("pool/../a.deb", "12", "a", "1", false)]
    [DataRow("pool//a.deb", "12", "a", "1", false)]
    [DataRow("pool/a./b.deb", "12", "a", "1", false)]
    [DataRow("pool/a%2fb.deb", "12", "a", "1", false)]
    [DataRow("pool/ä.deb", "12", "a", "1", false)]
    [DataRow("pool/a.deb", "012", "a", "1", false)]
    [DataRow("pool/a.deb", "-12", "a", "1", false)]
    [DataRow("pool/a.deb", "99999999999999999999", "a", "1", false)]
    [DataRow("pool/a.deb", "12", "\"a", "1", false)]
    [DataRow("pool/a.deb", "12", "a\\", "1", false)]
    [DataRow("pool/a.deb", "12", "a", "1ä", false)]
    [DataRow("pool/a.deb", "12", "a", "1\u007f", false)]
    public void What_stands_in_a_plan_as_it_is_comes_to_the_line_of_its_entry(string path, string size, string name, string version, bool isPlain)
    {
        foreach (var role in new[] { FileRole.Package, FileRole.Source })
        {
            var line = new ArrayBufferWriter<byte>();

            Assert.AreEqual(isPlain, Package(path, size, Digest, role, name, version).TryWrite(line));

            if (isPlain)
            {
                var entry = new PlanEntry { Path = path, Size = long.Parse(size, System.Globalization.CultureInfo.InvariantCulture), Sha256 = Sha256Digest.Parse(Digest), Role = role, Package = new PackageIdentity(name, version, "amd64"), Scope = "x/main/amd64" };
                Assert.AreEqual(LineOf(entry), Encoding.UTF8.GetString(line.WrittenSpan));
            }
        }
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("9f86d081")]
    [DataRow("9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08")]
    [DataRow("gf86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    public void A_digest_of_another_form_takes_an_entry(string digest) =>
        Assert.IsFalse(Package("pool/a.deb", "12", digest, FileRole.Package, "a", "1").TryWrite(new ArrayBufferWriter<byte>()));

    private static PlainPackage Package(string path, string size, string digest, FileRole role, string name, string version) => new()
    {
        Path = Encoding.UTF8.GetBytes(path),
        Size = Encoding.UTF8.GetBytes(size),
        Sha256 = Encoding.UTF8.GetBytes(digest),
        Role = role,
        Name = Encoding.UTF8.GetBytes(name),
        Version = Encoding.UTF8.GetBytes(version),
        Architecture = "amd64"u8,
        Scope = "x/main/amd64"u8,
    };

    private static string LineOf(PlanEntry entry)
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = EntryFormat.CreateWriter(text);
        EntryFormat.WriteEntry(json, entry);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
