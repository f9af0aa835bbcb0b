using System.Text.Json;
using Chantal.Mirroring;
using Chantal.Plans;

namespace Chantal.Core.Tests.Mirroring;

[TestClass]
public sealed class PlanSummaryTests
{
    [TestMethod]
    public void What_comes_changes_and_goes_is_counted_and_named()
    {
        var summary = Compare([Package("a", 1), Package("b", 2), Package("d", 4)], [Package("a", 1), Package("b", 3), Package("c", 5)]);

        Assert.AreEqual((1L, 1L, 1L), Changes(summary));
        Assert.AreEqual(6, summary.All.Transfer.Bytes);
        Assert.AreSequenceEqual(["FilesAdded d", "FilesChanged b", "FilesRemoved c"], summary.Groups.SelectMany(g => g.Shown.Select(i => $"{g.Change} {i.Name}")));
    }

    [TestMethod]
    public void An_encoding_that_upstream_does_not_serve_is_no_change_once_its_twin_is_there()
    {
        PlanEntry[] plan = [Index("Packages", 9), Index("Packages.xz", 1)];

        Assert.AreEqual((2L, 0L, 0L), Changes(Compare(plan, [])));
        Assert.AreEqual((0L, 0L, 0L), Changes(Compare(plan, [Index("Packages.xz", 1)])));
        Assert.AreEqual((1L, 1L, 0L), Changes(Compare(plan, [Index("Packages.xz", 2)])));
    }

    [TestMethod]
    public void What_the_mirror_does_without_is_not_to_be_added()
    {
        var summary = PlanSummary.Compare([Package("a", 1), Package("b", 2)], [Package("a", 1)], entry => entry.Path == "b", _ => null, StringComparer.Ordinal);

        Assert.AreEqual((0L, 0L, 0L), Changes(summary));
    }

    [TestMethod]
    public void Nothing_to_do_is_one_sentence()
    {
        var summary = Compare([Package("a", 1)], [Package("a", 1)]);

        Assert.AreEqual("## debian\n\nA sync would change nothing: 1 file, 1 B.\n", PlanMarkdown.Write(summary, "debian"));
    }

    [TestMethod]
    public void A_size_that_the_plan_does_not_say_is_the_one_that_the_store_knows()
    {
        PlanEntry[] plan = [Package("a", 1) with { Size = null }, Package("b", 2) with { Size = null }, Package("c", 3) with { Size = null }];

        var unknown = PlanSummary.Compare(plan, [], _ => false, _ => null, StringComparer.Ordinal);
        var known = PlanSummary.Compare(plan, [Package("a", 1)], _ => false, entry => entry.Path == "b" ? 2 : null, StringComparer.Ordinal);

        Assert.AreEqual(("unknown", "unknown"), (unknown.All.Total.Size, unknown.All.Transfer.Size));
        Assert.AreEqual(("3 B + unknown", "unknown"), (known.All.Total.Size, known.All.Transfer.Size));
        Assert.AreEqual(1L, known.All.Transfer.Files);
    }

    [TestMethod]
    public void Sizes_that_are_not_known_stay_so_in_a_file()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "plan-summary.json");
        var summary = PlanSummary.Compare([Package("a", 1) with { Size = null }, Package("b", 2)], [], _ => false, _ => null, StringComparer.Ordinal);

        PlanJson.WriteFile(summary, "debian", file);

        Assert.AreEqual(summary.All, PlanJson.ReadFile(file).All);
        Assert.Contains("more than 2 B would be downloaded", PlanMarkdown.Write(PlanJson.ReadFile(file), "debian"));
    }

    [TestMethod]
    public void Markdown_shows_what_upstream_says_and_obeys_none_of_it()
    {
        const string Hostile = "[x](http://evil.example) <img src=x> `code` | @everyone &lt;\u202e\n```\n# heading";
        var entry = Package("pool/x", 1) with { Scope = Hostile };

        var markdown = PlanMarkdown.Write(Compare([entry, Package("```", 2)], []), "debian");

        Assert.Contains("| \\[x\\](http://evil.example) &lt;img src=x> \\`code\\` \\| @\u200beveryone &amp;lt;\\\\u{202e}", markdown);
        Assert.DoesNotContain("\n# heading", markdown);
        Assert.IsEmpty(markdown.Split('\n').Where(line => line.StartsWith("```", StringComparison.Ordinal)));
        Assert.Contains("| \\`\\`\\` | 2 B |", markdown);
    }

    [TestMethod]
    public void Of_many_changes_the_first_are_named_and_the_others_counted_in_every_form()
    {
        var summary = Compare([.. Enumerable.Range(0, 100).Select(n => Package($"p{n:000}", 2))], []);

        foreach (var form in (string[])[PlanListing.Write(summary), PlanMarkdown.Write(summary, "debian")])
        {
            Assert.Contains("100 metadata and other files added, 200 B", form);
            Assert.Contains("p009", form);
            Assert.DoesNotContain("p010", form);
            Assert.Contains("… and 90 more, 180 B", form);
        }

        using var json = JsonDocument.Parse(PlanJson.Write(summary, "debian"));
        var group = json.RootElement.GetProperty("changes")[0];
        Assert.AreEqual((100, 10, 90), (group.GetProperty("count").GetInt32(), group.GetProperty("shown").GetArrayLength(), group.GetProperty("more").GetInt32()));
    }

    [TestMethod]
    public void Packages_are_told_with_their_versions_and_sizes_in_groups_and_alike_in_every_form()
    {
        PlanEntry[] head = [Deb("hello", "1.9", 3), Deb("gone", "1", 4), Deb("same", "1", 5), Deb("back", "2", 6), Deb("built", "1", 7)];
        PlanEntry[] plan = [Deb("hello", "1.10", 13), Deb("new", "1:2", 14), Deb("same", "1", 5), Deb("back", "1", 16), Deb("built", "1", 17)];

        var summary = PlanSummary.Compare(Sorted(plan), Sorted(head), _ => false, _ => null, RepositoryFormats.Versions("apt"));

        var listing = PlanListing.Write(summary);
        Assert.Contains("\n1 package upgraded, 13 B:\n  hello (amd64)  1.9  1.10  13 B\n", listing);
        Assert.Contains("\n1 package downgraded, 16 B:\n  back (amd64)  2  1  16 B\n", listing);
        Assert.Contains("\n1 package added, 14 B:\n  new (amd64)  1:2  14 B\n", listing);
        Assert.Contains("\n1 package removed, 4 B:\n  gone (amd64)  1  4 B\n", listing);
        Assert.Contains("\n1 package rebuilt, 17 B:\n  built (amd64)  1  17 B\n", listing);
        Assert.DoesNotContain("same", listing);
        Assert.Contains("| hello (amd64) | 1.9 | 1.10 | 13 B |", PlanMarkdown.Write(summary, "debian"));

        // What an estate gathers is read from the file.
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "plan-summary.json");
        PlanJson.WriteFile(summary, "debian", file);
        Assert.AreEqual(listing, PlanListing.Write(PlanJson.ReadFile(file)));
    }

    [TestMethod]
    public void What_of_a_transfer_may_not_exist_is_said()
    {
        PlanEntry[] plan = [Index("Packages", 90), Index("Packages.gz", 30), Index("Packages.xz", 10), Package("pool", 1)];

        var first = Compare(plan, []);
        var half = PlanSummary.Compare(plan, [], _ => false, entry => entry.Path == "Packages.xz" ? 10 : null, StringComparer.Ordinal);

        Assert.AreEqual((2L, 120L), (first.Twins.Files, first.Twins.Bytes));
        Assert.AreEqual(120L, half.Twins.Bytes);
        Assert.Contains("up to 120 B in 2 files may not exist", PlanListing.Write(first));
        Assert.AreEqual(default, Compare(plan, [Index("Packages.xz", 10)]).Twins);

        // Names by hash stand for the same contents.
        Assert.AreEqual(120L, Compare([.. plan, .. plan.Take(3).Select(e => e with { Path = $"by-hash/{e.Path}" })], []).Twins.Bytes);
    }

    private static PlanSummary Compare(IEnumerable<PlanEntry> plan, IEnumerable<PlanEntry> head) => PlanSummary.Compare(plan, head, _ => false, _ => null, StringComparer.Ordinal);

    private static (long, long, long) Changes(PlanSummary summary) => (summary.All.Added.Files, summary.All.Changed.Files, summary.All.Removed.Files);

    private static PlanEntry Package(string path, byte content) =>
        new() { Path = path, Role = FileRole.Package, Size = content, Sha256 = Sha256Digest.Parse(new string('0', 62) + content.ToString("x2")) };

    private static IEnumerable<PlanEntry> Sorted(IEnumerable<PlanEntry> entries) => entries.OrderBy(e => e.Path, StringComparer.Ordinal);

    private static PlanEntry Deb(string name, string version, byte content) =>
        Package(content is 7 or 17 ? $"pool/{name}.deb" : $"pool/{name}_{version}.deb", content) with { Package = new PackageIdentity(name, version, "amd64") };

    private static PlanEntry Index(string path, byte content) => Package(path, content) with { Role = FileRole.Metadata, Group = "Packages" };
}
