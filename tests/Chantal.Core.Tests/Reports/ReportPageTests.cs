using System.Xml.Linq;
using Chantal.Reports;
using Chantal.Repositories;
using Chantal.Runs;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;

namespace Chantal.Core.Tests.Reports;

[TestClass]
public sealed class ReportPageTests
{
    private const string Hostile = "<img src=x onerror=alert(1)>\"'&\u202e\n##vso[a]";

    private static readonly DateTime Now = new(2025, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly RunReport Run = new()
    {
        Run = "r",
        Mirror = "m",
        Began = Now.AddHours(-1),
        Ended = Now.AddHours(-1).AddSeconds(5),
        Outcome = RunOutcome.Succeeded,
        LastSuccess = Now.AddHours(-1),
        Generation = "aa",
        Files = 12345,
        Bytes = 1 << 20,
        StoreBytes = 1 << 21,
    };

    [TestMethod]
    public void Text_from_anywhere_is_only_text()
    {
        var page = Page(
            [new MirrorReport(Hostile, Freshness.Failing, Now, null, [Run with { Mirror = Hostile, Outcome = RunOutcome.Failed, Errors = [new RunDiagnostic(Hostile, Hostile)] }])],
            snapshots: [Snapshot(Hostile, Hostile)],
            differences: [new StateDiff(Hostile, Hostile, Hostile, [Change(Hostile, PackageChangeKind.Upgraded)], [new Advisory(Hostile, Hostile, Hostile, Hostile, [Hostile])])]);

        Assert.DoesNotContain("<img", page.Html);
        Assert.DoesNotContain("\u202e", page.Html);
        Assert.IsEmpty(page.Elements("img"));
        Assert.IsEmpty(page.Elements("script"));
        Assert.IsTrue(page.Document.Descendants().Attributes().All(a => !a.Name.LocalName.StartsWith("on", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Every_state_has_a_word_and_a_mark()
    {
        var page = Page([Mirror("a", Freshness.Fresh), Mirror("b", Freshness.Stale), Mirror("c", Freshness.Failing), new MirrorReport("d", Freshness.Never, null, null, [])]);

        Assert.AreSequenceEqual(
            ["✓ fresh", "! stale", "✗ failing", "– never synced"],
            page.Elements("section").First().Descendants("span").Where(s => ((string?)s.Attribute("class"))?.StartsWith("badge", StringComparison.Ordinal) == true).Select(s => s.Value));
        Assert.Contains("3 of 4 mirrors need attention: b (stale), c (failing), d (never synced).", page.Document.Root!.Value);
    }

    [TestMethod]
    public void Drawings_say_in_words_what_they_show()
    {
        var page = Page([new MirrorReport("m", Freshness.Fresh, Now, Head("m"), [Run, Run with { Ended = Now.AddDays(-3), Outcome = RunOutcome.Failed }, Run with { Ended = Now.AddDays(-9), Bytes = 1 << 19 }])]);

        Assert.AreEqual("m: +512.0 KiB since 2025-02-20; 1 failed sync (dashed)", (string?)page.Elements("svg").Single(s => (string?)s.Attribute("role") == "img").Attribute("aria-label"));
        Assert.IsTrue(page.Elements("svg").All(s => s.Attribute("aria-label") is not null || (string?)s.Attribute("aria-hidden") == "true"));
        Assert.Contains("2 of 3 succeeded", page.Document.Root!.Value);
    }

    [TestMethod]
    public void Tables_have_captions_heads_and_labels()
    {
        var page = Page([Mirror("a", Freshness.Fresh)], snapshots: [Snapshot("jan", "a")]);

        foreach (var table in page.Elements("table"))
        {
            Assert.IsNotEmpty(table.Element("caption")!.Value);
            var heads = table.Element("thead")!.Descendants("th").Select(h => h.Value).ToList();
            foreach (var row in table.Element("tbody")!.Elements("tr"))
            {
                Assert.AreEqual("row", (string?)row.Element("th")!.Attribute("scope"));
                Assert.AreSequenceEqual(heads.Skip(1), row.Elements("td").Select(d => (string?)d.Attribute("data-label")));
            }
        }
    }

    [TestMethod]
    public void What_changed_is_counted_and_the_gravest_comes_first()
    {
        var page = Page(
            [Mirror("a", Freshness.Fresh)],
            differences:
            [
                new StateDiff(
                    "a", "jan", "feb",
                    [.. Enumerable.Range(0, 40).Select(i => Change($"p{i}", PackageChangeKind.Upgraded) with { AddedBytes = i }), Change("gone", PackageChangeKind.Removed)],
                    [new Advisory("RLSA-1", "security", "Low", "t", []), new Advisory("RLSA-2", "security", "Critical", "t", ["CVE-1"])]),
            ]);

        var text = page.Document.Root!.Value;
        Assert.Contains("40 upgraded", text);
        Assert.Contains("1 removed", text);
        Assert.Contains("2 advisories", text);
        Assert.Contains("The 15 largest of 41 changes", text);
        Assert.IsLessThan(text.IndexOf("RLSA-1", StringComparison.Ordinal), text.IndexOf("RLSA-2", StringComparison.Ordinal));
    }

    [TestMethod]
    public void An_empty_estate_has_a_page_too() => Assert.Contains("No sync has left a report yet.", Page([]).Html);

    private static (string Html, XDocument Document, Func<string, IEnumerable<XElement>> Elements) Page(
        IReadOnlyList<MirrorReport> mirrors, IReadOnlyList<SnapshotEntry>? snapshots = null, IReadOnlyList<StateDiff>? differences = null)
    {
        var html = ReportPage.Write(new EstateReport(
            "estate", Now, "/srv/chantal", TimeSpan.FromHours(36), mirrors, new StoreStatistics([], 0, 1 << 21), snapshots ?? [], [], differences ?? []));

        // Written so strictly that an XML parser reads it: every element is closed, every text escaped.
        var document = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Trim());
        return (html, document, name => document.Descendants(name));
    }

    private static MirrorReport Mirror(string name, Freshness freshness) => new(name, freshness, Now.AddDays(-1), Head(name), [Run with { Mirror = name }]);

    private static StateStatistics Head(string mirror) => new("mirror", "", mirror, 12345, 1 << 20, 1 << 19, 1 << 18);

    private static SnapshotEntry Snapshot(string name, string mirror) =>
        new(name, mirror, new Ref { Generation = new string('a', 64), Time = Now.AddDays(-2), Description = Hostile, IsPinned = true });

    private static PackageChange Change(string name, PackageChangeKind kind) => new(name, "amd64", kind, ["1.0"], ["1.1"], 10, 5);
}
