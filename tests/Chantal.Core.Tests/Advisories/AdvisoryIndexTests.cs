using Chantal.Advisories;
using Chantal.Core.Tests.Support;
using Chantal.Mirroring;

namespace Chantal.Core.Tests.Advisories;

[TestClass]
public sealed class AdvisoryIndexTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2025, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();

    private string File => Path.Combine(_directory.Root, "x.index");

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void A_package_is_found_by_its_name_in_its_ecosystem_and_its_parts()
    {
        Write(
            Entry("D12", ("Debian:12", "less")), Entry("D13", ("Debian:13", "less")), Entry("D1", ("Debian:1", "less")),
            Entry("RH", ("Red Hat:enterprise_linux:9::appstream", "less")), Entry("P", ("PyPI", "My_Pack.age")));

        CollectionAssert.AreEqual(new[] { "D12" }, Ids("Debian:12", "less"));
        CollectionAssert.AreEqual(new[] { "D1" }, Ids("Debian:1", "less"));
        CollectionAssert.AreEqual(new[] { "RH" }, Ids("Red Hat", "less"));
        CollectionAssert.AreEqual(new[] { "RH" }, Ids("Red Hat:enterprise_linux:9", "less"));
        CollectionAssert.AreEqual(new[] { "P" }, Ids("PyPI", "my-pack-age"));
        Assert.IsEmpty(Ids("Debian:12", "les"));
        Assert.IsEmpty(Ids("Debian:12", "zzz"));
    }

    [TestMethod]
    public void What_was_withdrawn_is_not_in_it_and_still_says_how_new_the_source_is()
    {
        var summary = Write(Entry("A", ("PyPI", "a")), Entry("W", ("PyPI", "a")) with { IsWithdrawn = true, Modified = Time.AddDays(3) });

        Assert.AreEqual(new IndexSummary(1, Time.AddDays(3)), summary);
        CollectionAssert.AreEqual(new[] { "A" }, Ids("PyPI", "a"));
        using var index = AdvisoryIndex.Open(File);
        Assert.AreEqual(summary, index.Summary);
    }

    [TestMethod]
    public void An_entry_is_kept_as_it_was_read()
    {
        var entry = Entry("A", ("PyPI", "a")) with { Published = Time.AddDays(-9), Aliases = ["CVE-1", "é"], Summary = "a \"fault\"", Severity = new OsvSeverity("low", 3.1m) };
        _ = Write(entry);

        using var index = AdvisoryIndex.Open(File);
        var read = index.EntryOf(index.Find(new Ecosystem("PyPI"), "a").Single());

        Assert.AreEqual((entry.Id, entry.Modified, entry.Published, entry.Summary, entry.Severity), (read.Id, read.Modified, read.Published, read.Summary, read.Severity));
        CollectionAssert.AreEqual(entry.Aliases.ToArray(), read.Aliases.ToArray());
    }

    [TestMethod]
    public void More_than_memory_holds_is_sorted_all_the_same()
    {
        _ = AdvisoryIndexWriter.Write(Enumerable.Range(0, 20_000).Select(i => Entry($"A{i}", [.. Enumerable.Range(0, 20).Select(p => ("Debian:12", $"package-{(i * 7) + p}-{new string('x', 40)}"))])), File);

        using var index = AdvisoryIndex.Open(File);
        Assert.HasCount(3, index.Find(new Ecosystem("Debian:12"), $"package-700-{new string('x', 40)}"));
        Assert.HasCount(1, Directory.GetFiles(_directory.Root));
    }

    [TestMethod]
    public void Damage_is_noticed_and_never_an_answer()
    {
        _ = Write([.. Enumerable.Range(0, 5).Select(i => Entry($"A{i}", ("PyPI", "a"), ("PyPI", $"b{i}")))]);
        var whole = System.IO.File.ReadAllBytes(File);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 4;
            System.IO.File.WriteAllBytes(File, damaged);
            try
            {
                Assert.HasCount(5, Ids("PyPI", "a"));
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [TestMethod]
    public void A_file_that_is_cut_short_is_noticed()
    {
        _ = Write(Entry("A", ("PyPI", "a")));
        System.IO.File.WriteAllBytes(File, System.IO.File.ReadAllBytes(File)[..^1]);
        Assert.ThrowsExactly<InvalidDataException>(() => AdvisoryIndex.Open(File));
        System.IO.File.WriteAllBytes(File, []);
        Assert.ThrowsExactly<InvalidDataException>(() => AdvisoryIndex.Open(File));
    }

    // By each format's own order of versions.
    [TestMethod]
    [DataRow("apt", "introduced 0, fixed 1.0-1+deb12u2", "1.0-1~bpo1 1.0-1 1.0-1+deb12u1", "1.0-1+deb12u2 1.0-1+deb12u10 1:0.1-1")]
    [DataRow("rpm", "introduced 0, fixed 0:5.1.8-9.el9", "4.9 5.1.8-6.el9 5.1.8-9~rc1.el9", "5.1.8-9.el9 5.1.10-1.el9 1:1.0-1")]
    [DataRow("apk", "introduced 0, fixed 1.2.3-r4", "1.2.3-r3 1.2.3_alpha1-r9 1.2-r10", "1.2.3-r4 1.2.3-r10 1.2.3_p1-r0")]
    [DataRow("pypi", "introduced 1.0, fixed 1.10", "1.0 1.0.0 1.9 1.10rc1 1.10.dev1", "0.9 1.0a1 1.10 1.10.post1 2!1.5")]
    [DataRow("pypi", "introduced 1.0, fixed 1.5, introduced 2.0, fixed 2.3", "1.4 2.0 2.2.9", "1.5 1.9 2.3 3.0")]
    [DataRow("pypi", "introduced 2.0, fixed 2.3, introduced 0, fixed 1.5", "0.1 1.4 2.0", "1.5 1.9 2.3")]
    [DataRow("pypi", "introduced 0, last_affected 1.5", "0.1 1.5 1.5.0", "1.5.1 1.6")]
    [DataRow("pypi", "introduced 0", "0.1 99", "")]
    [DataRow("pypi", "introduced 0, limit 2.0", "1.0", "2.0 2.1")]
    [DataRow("pypi", "introduced 0, fixed 0", "", "0.1 1.0")]
    [DataRow("pypi", "fixed 1.0", "", "0.1 1.0")]
    public void Ranges_go_by_the_order_of_the_format(string format, string events, string affected, string unaffected)
    {
        _ = Write(new OsvEntry("A", Time, [new OsvAffected("E", "a") { Ranges = [Range(events)] }]));
        using var index = AdvisoryIndex.Open(File);
        var found = index.Find(new Ecosystem("E"), "a").Single();

        foreach (var version in affected.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.IsTrue(found.Affects(version, RepositoryFormats.Versions(format)), version);
        }

        foreach (var version in unaffected.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.IsFalse(found.Affects(version, RepositoryFormats.Versions(format)), version);
        }
    }

    [TestMethod]
    public void Versions_that_are_named_one_by_one_count_in_any_writing()
    {
        _ = Write(new OsvEntry("A", Time, [new OsvAffected("PyPI", "a") { Versions = ["1.0", "1.2.post1", "legacy"] }]));
        using var index = AdvisoryIndex.Open(File);
        var found = index.Find(new Ecosystem("PyPI"), "a").Single();
        var order = RepositoryFormats.Versions("pypi");

        Assert.IsTrue(found.Affects("1.0.0", order) && found.Affects("1.2-1", order) && found.Affects("legacy", order));
        Assert.IsFalse(found.Affects("1.1", order) || found.Affects("1.2", order) || found.Affects("other", order));
        Assert.IsNull(found.FixedAbove("1.0", order));
    }

    [TestMethod]
    public void The_next_fix_is_named()
    {
        _ = Write(new OsvEntry("A", Time, [new OsvAffected("PyPI", "a") { Ranges = [Range("introduced 2, fixed 2.3"), Range("introduced 1, fixed 1.10")] }]));
        using var index = AdvisoryIndex.Open(File);

        Assert.AreEqual("1.10", index.Find(new Ecosystem("PyPI"), "a").Single().FixedAbove("1.9", RepositoryFormats.Versions("pypi")));
    }

    private static OsvRange Range(string events) => new([.. events.Split(", ").Select(e => e.Split(' ')).Select(e => new OsvEvent(
        e[0] switch { "introduced" => OsvEventKind.Introduced, "fixed" => OsvEventKind.Fixed, "limit" => OsvEventKind.Limit, _ => OsvEventKind.LastAffected }, e[1]))]);

    private static OsvEntry Entry(string id, params (string Ecosystem, string Name)[] affected) =>
        new(id, Time, [.. affected.Select(a => new OsvAffected(a.Ecosystem, a.Name) { Ranges = [Range("introduced 0")] })]);

    private IndexSummary Write(params OsvEntry[] entries) => AdvisoryIndexWriter.Write(entries, File);

    private string[] Ids(string ecosystem, string name)
    {
        using var index = AdvisoryIndex.Open(File);
        return [.. index.Find(new Ecosystem(ecosystem), name).Select(a => index.EntryOf(a).Id)];
    }
}
