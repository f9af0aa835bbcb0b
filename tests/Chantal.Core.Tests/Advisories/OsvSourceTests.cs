using System.IO.Compression;
using System.Text;
using Chantal.Advisories;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Advisories;

[TestClass]
public sealed class OsvSourceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void Entries_are_read_from_one_file_however_they_stand_in_it()
    {
        CollectionAssert.AreEqual(new[] { "A" }, Ids(Entry("A")));
        CollectionAssert.AreEqual(new[] { "A", "B" }, Ids(Entry("A") + "\n" + Entry("B") + "\n"));
        CollectionAssert.AreEqual(new[] { "A", "B\\\"}" }, Ids($"\uFEFF[ {Entry("A")},\n{Entry("B\\\\\\\"}")} ]"));
        CollectionAssert.AreEqual(Array.Empty<string>(), Ids(" [ ] "));
    }

    [TestMethod]
    public void A_file_may_be_longer_than_what_is_held_of_it()
    {
        var many = Enumerable.Range(0, 3000).Select(i => $"A{i}").ToArray();

        CollectionAssert.AreEqual(many, Ids(string.Join("", many.Select(i => Entry(i, new string('x', i.Length * 30))))));
        CollectionAssert.AreEqual(new[] { "L" }, Ids(Entry("L", new string('{', 300_000))));
    }

    [TestMethod]
    [DataRow("<html>")]
    [DataRow("{\"id\":\"A\"")]
    [DataRow("{\"id\":\"A\",\"modified\":\"2025-01-01T00:00:00Z\"} x")]
    public void What_is_not_JSON_is_refused(string text) => Refused(_directory.Write("x", Encoding.UTF8.GetBytes(text)));

    [TestMethod]
    public void Archives_are_read_whole_and_only_what_is_JSON_in_them()
    {
        var file = Zip(("a.json", Entry("A")), ("README.md", "no"), ("../../etc/b.json", Entry("B")), ("empty/", ""));

        CollectionAssert.AreEqual(new[] { "A", "B" }, OsvSource.Read(file, "x", default).Select(e => e.Id).ToArray());
    }

    [TestMethod]
    public void Stored_members_are_read_as_packed_ones_are()
    {
        var file = Path.Combine(_directory.Root, "stored.zip");
        using (var zip = ZipFile.Open(file, ZipArchiveMode.Create))
        {
            using var writer = new StreamWriter(zip.CreateEntry("a.json", CompressionLevel.NoCompression).Open());
            writer.Write(Entry("A"));
        }

        Assert.AreEqual("A", OsvSource.Read(file, "x", default).Single().Id);
    }

    [TestMethod]
    public void A_member_that_is_larger_than_any_entry_is_not_unpacked() => Refused(Zip(("bomb.json", new string(' ', OsvParser.MaxEntry + 1))));

    // A directory that understates a size does not get more unpacked than it says.
    [TestMethod]
    public void Damage_anywhere_in_an_archive_is_noticed()
    {
        var file = Zip(("a.json", Entry("A", new string('d', 3000))), ("b.json", Entry("B")));
        var whole = File.ReadAllBytes(file);
        var silent = 0;
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x10;
            File.WriteAllBytes(file, damaged);
            try
            {
                var ids = OsvSource.Read(file, "x", default).Select(e => e.Id).ToArray();
                silent += ids is ["A", "B"] ? 0 : 1;
            }
            catch (MirrorException exception) when (exception.Code == DiagnosticCodes.AdvisoriesMalformed)
            {
            }
        }

        // A name that does not end with .json any more, a count that is smaller, and a begin that is not that of an archive in any way are not damage that can be told.
        Assert.IsLessThan(40, silent);
        File.WriteAllBytes(file, whole[..^30]);
        Refused(file);
    }

    private static string Entry(string id, string details = "") => $$"""{"id":"{{id}}","modified":"2025-01-01T00:00:00Z","details":"{{details}}"}""";

    private static void Refused(string file) =>
        Assert.AreEqual(DiagnosticCodes.AdvisoriesMalformed, Assert.ThrowsExactly<MirrorException>(() => OsvSource.Read(file, "x", default).Count()).Code);

    private string[] Ids(string text) => [.. OsvSource.Read(_directory.Write("x.json", Encoding.UTF8.GetBytes(text)), "x", default).Select(e => e.Id)];

    private string Zip(params (string Name, string Content)[] members)
    {
        var file = Path.Combine(_directory.Root, "all.zip");
        File.Delete(file);
        using var zip = ZipFile.Open(file, ZipArchiveMode.Create);
        foreach (var (name, content) in members)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(Encoding.UTF8.GetBytes(content));
        }

        return file;
    }
}
