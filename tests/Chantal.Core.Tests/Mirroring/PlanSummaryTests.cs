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
        Assert.AreSequenceEqual(["* b", "- c", "+ d"], summary.Changes);
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
        var summary = PlanSummary.Compare([Package("a", 1), Package("b", 2)], [Package("a", 1)], entry => entry.Path == "b", _ => null);

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

        var unknown = PlanSummary.Compare(plan, [], _ => false, _ => null);
        var known = PlanSummary.Compare(plan, [Package("a", 1)], _ => false, entry => entry.Path == "b" ? 2 : null);

        Assert.AreEqual(("unknown", "unknown"), (unknown.All.Total.Size, unknown.All.Transfer.Size));
        Assert.AreEqual(("3 B + unknown", "unknown"), (known.All.Total.Size, known.All.Transfer.Size));
        Assert.AreEqual(1L, known.All.Transfer.Files);
    }

    [TestMethod]
    public void Sizes_that_are_not_known_stay_so_in_a_file()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "plan-summary.json");
        var summary = PlanSummary.Compare([Package("a", 1) with { Size = null }, Package("b", 2)], [], _ => false, _ => null);

        summary.WriteJson(file, "debian");

        Assert.AreEqual(summary.All, PlanSummary.ReadJson(file).All);
        Assert.Contains("more than 2 B would be downloaded", PlanMarkdown.Write(PlanSummary.ReadJson(file), "debian"));
    }

    [TestMethod]
    public void Markdown_shows_what_upstream_says_and_obeys_none_of_it()
    {
        const string Hostile = "[x](http://evil.example) <img src=x> `code` | @everyone &lt;\u202e\n```\n# heading";
        var entry = Package("pool/x", 1) with { Scope = Hostile };

        var markdown = PlanMarkdown.Write(Compare([entry, Package("```", 2)], []), "debian");

        Assert.Contains("| \\[x\\](http://evil.example) &lt;img src=x> \\`code\\` \\| @\u200beveryone &amp;lt;\\\\u{202e}", markdown);
        Assert.DoesNotContain("\n# heading", markdown);
        Assert.HasCount(2, markdown.Split('\n').Where(line => line.StartsWith("```", StringComparison.Ordinal)));
        Assert.Contains("\n+ ```\n", markdown);
    }

    [TestMethod]
    public void Of_many_changes_the_first_are_named_and_the_others_counted()
    {
        var plan = Enumerable.Range(0, 100).Select(n => Package($"p{n:000}", 1)).ToList();

        var markdown = PlanMarkdown.Write(Compare(plan, []), "debian");

        Assert.Contains("+ p039\n```\n\n… and 60 more.\n", markdown);
        Assert.DoesNotContain("p040", markdown);
    }

    private static PlanSummary Compare(IEnumerable<PlanEntry> plan, IEnumerable<PlanEntry> head) => PlanSummary.Compare(plan, head, _ => false, _ => null);

    private static (long, long, long) Changes(PlanSummary summary) => (summary.All.Added.Files, summary.All.Changed.Files, summary.All.Removed.Files);

    private static PlanEntry Package(string path, byte content) =>
        new() { Path = path, Role = FileRole.Package, Size = content, Sha256 = Sha256Digest.Parse(new string('0', 62) + content.ToString("x2")) };

    private static PlanEntry Index(string path, byte content) => Package(path, content) with { Role = FileRole.Metadata, Group = "Packages" };
}
