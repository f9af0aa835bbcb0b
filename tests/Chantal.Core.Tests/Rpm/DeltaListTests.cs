using System.Text;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Rpm.Rewriting;

namespace Chantal.Core.Tests.Rpm;

[TestClass]
public sealed class DeltaListTests
{
    private static readonly string Digest = new('a', 64);

    [TestMethod]
    [DataRow("prestodelta", "")]
    [DataRow("deltainfo", " xmlns=\"http://novell.com/package/metadata/suse/deltainfo\"")]
    public void Delta_rpms_are_listed(string root, string attributes)
    {
        var deltas = Parse($"""
            <?xml version="1.0" encoding="UTF-8"?>
            <{root}{attributes}>
              <newpackage name="a" epoch="0" version="2" release="1" arch="x86_64">
                <delta oldepoch="0" oldversion="1" oldrelease="1">
                  <filename>drpms/a-1-1_2-1.x86_64.drpm</filename>
                  <sequence>a-1-1-0123</sequence>
                  <size>123</size>
                  <checksum type="sha256">{Digest}</checksum>
                </delta>
                <delta oldversion="0" oldrelease="1"><checksum type="sha">{new string('b', 40)}</checksum><filename>drpms/a&amp;b.drpm</filename></delta>
              </newpackage>
              <newpackage name="b"/>
              <other><delta/></other>
              <newpackage name="c"><delta><filename>c.drpm</filename><checksum type="crc">1</checksum></delta></newpackage>
            </{root}>
            """);

        Assert.AreSequenceEqual(
            new[]
            {
                new DeltaPackage("drpms/a-1-1_2-1.x86_64.drpm", 123, new Checksum(HashKind.Sha256, Digest)),
                new DeltaPackage("drpms/a&b.drpm", null, new Checksum(HashKind.Sha1, new string('b', 40))),
                new DeltaPackage("c.drpm", null, null),
            },
            deltas);
    }

    [TestMethod]
    public void An_empty_list_names_none() => Assert.IsEmpty(Parse("<prestodelta/>"));

    [TestMethod]
    [DataRow("")]
    [DataRow("<html/>")]
    [DataRow("<prestodelta>")]
    [DataRow("<prestodelta><newpackage><delta/></newpackage></prestodelta>")]
    [DataRow("<prestodelta><newpackage><delta><filename> </filename></delta></newpackage></prestodelta>")]
    [DataRow("<prestodelta><newpackage><delta><filename><b/></filename></delta></newpackage></prestodelta>")]
    [DataRow("<prestodelta><newpackage><delta><filename>a</filename><size>x</size></delta></newpackage></prestodelta>")]
    [DataRow("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><prestodelta/>")]
    public void A_malformed_list_is_refused(string text) => Fails(text);

    [TestMethod]
    public void What_would_fill_the_memory_is_refused()
    {
        Fails($"<prestodelta a=\"{new string('x', 2 << 20)}\"/>");
        Fails($"<prestodelta>{new string('x', 2 << 20)}</prestodelta>");
        Fails($"<prestodelta><!--{new string('x', 2 << 20)}--></prestodelta>");
        Fails($"<prestodelta>{string.Concat(Enumerable.Repeat("<a>", 1000))}");
        Fails($"<prestodelta><newpackage><delta><filename>{new string('x', 100_000)}</filename></delta></newpackage></prestodelta>");
    }

    [TestMethod]
    public void A_long_list_is_read_as_it_comes()
    {
        using var stream = new EndlessList();
        Assert.HasCount(100_000, DeltaList.Parse(stream, "deltas").Take(100_000).ToList());
    }

    [TestMethod]
    public void An_error_of_the_stream_comes_through()
    {
        using var stream = new EndlessList { FailsAt = 10 };
        Assert.ThrowsExactly<MirrorException>(() => DeltaList.Parse(stream, "deltas").Count());
    }

    private static List<DeltaPackage> Parse(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return [.. DeltaList.Parse(stream, "prestodelta.xml")];
    }

    private static void Fails(string text)
    {
        var exception = Assert.ThrowsExactly<MirrorException>(() => Parse(text));
        Assert.AreEqual(DiagnosticCodes.DeltaListMalformed, exception.Code, exception.Message);
        Assert.StartsWith("prestodelta.xml ", exception.Message);
    }

    private sealed class EndlessList : MemoryStream
    {
        private int _reads;

        public int FailsAt { get; init; } = int.MaxValue;

        public override int Read(Span<byte> buffer)
        {
            if (_reads == FailsAt)
            {
                throw new MirrorException(DiagnosticCodes.IndexDamaged, "damaged");
            }

            var text = _reads++ == 0 ? "<prestodelta>" : "<newpackage><delta><filename>a.drpm</filename></delta></newpackage>";
            return Encoding.ASCII.GetBytes(text, buffer);
        }
    }
}
