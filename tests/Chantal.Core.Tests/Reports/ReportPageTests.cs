using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Chantal.Plans;
using Chantal.Reports;
using Chantal.Repositories;
using Chantal.Runs;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;

namespace Chantal.Core.Tests.Reports;

[TestClass]
public sealed partial class ReportPageTests
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
        var advisory = new AdvisoryChange(new Advisory(Hostile, Hostile, Hostile, Hostile, [Hostile]), new Advisory(Hostile, Hostile, null, Hostile, []), [new PackageIdentity(Hostile, Hostile, Hostile)]);
        var difference = new StateDiff(Hostile, Hostile, Hostile, [Change(Hostile, PackageChangeKind.Upgraded) with { Distribution = Hostile }], [advisory]);
        var mirror = new MirrorReport(Hostile, Freshness.Failing, Now, null, [Run with { Mirror = Hostile, Outcome = RunOutcome.Failed, Errors = [new RunDiagnostic(Hostile, Hostile)], Warnings = [new RunDiagnostic(Hostile, Hostile)] }])
        {
            Roots = [new PlanRoot(Hostile, Now, Now.AddHours(1), [])],
            SinceYesterday = difference,
        };
        var page = Page(Estate([mirror]) with { Snapshots = [Snapshot(Hostile, Hostile)], Channels = [Snapshot(Hostile, Hostile)], Waiting = [difference] });

        Assert.DoesNotContain("<img", page.Html);
        Assert.DoesNotContain("\u202e", page.Html);
        Assert.IsEmpty(page.Elements("img"));
        Assert.IsEmpty(page.Elements("script"));
        Assert.IsTrue(page.Document.Descendants().Attributes().All(a => !a.Name.LocalName.StartsWith("on", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void The_first_screen_says_the_worst_first_and_why_and_leads_to_more()
    {
        var page = Page(SampleEstate.Read());

        var worries = page.Elements("ul").First(u => Class(u) == "worries").Elements("li").Select(l => string.Join(" | ", l.Elements().Select(e => e.Value))).ToList();
        Assert.StartsWith("debian-security | ✗ failing | CHANTAL3004: The InRelease of 'bookworm-security' is signed by a key that is not in the keyring", worries[1]);
        Assert.StartsWith("sles15 | ✗ failing | CHANTAL1003: https://updates.suse.com/ answered 401", worries[0]);
        Assert.StartsWith("rocky9 | ✗ failing | CHANTAL3201", worries[2]);
        Assert.StartsWith("ubuntu | ✗ damaged | 2 faults found by the verification of 2025-03-14 03:00. Run Verify with Repair=true.", worries[3]);
        Assert.StartsWith("debian-security | ! expires soon | dists/bookworm-security is only valid for 1 d 07 h more.", worries[4]);
        Assert.StartsWith("opensuse-leap | ! stale | No sync has succeeded for 4 d", worries[5]);
        Assert.StartsWith("debian | ! 1 warning | CHANTAL3311", worries[6]);
        Assert.AreEqual("disk | ! filling up | 41.0 GiB are free, and the store grows by 4.3 GiB a day: full in 9 days.", worries[7]);
        Assert.Contains("4 of 11 mirrors need attention: 3 failing, 1 stale.", page.Text);
    }

    [TestMethod]
    public void Every_link_leads_to_a_place_on_the_page()
    {
        var page = Page(SampleEstate.Read());

        var places = page.Document.Descendants().Attributes("id").Select(a => a.Value).ToList();
        Assert.AreAllDistinct(places);
        Assert.IsNotEmpty(page.Elements("a"));
        Assert.IsEmpty(page.Elements("a").Select(a => (string)a.Attribute("href")!).Where(h => h[0] != '#' || !places.Contains(h[1..])));
    }

    [TestMethod]
    public void What_came_and_what_waits_is_counted_with_advisories_by_severity()
    {
        var page = Page(SampleEstate.Read());

        Assert.AreEqual("189 changes | 812.6 MiB; 2 critical, 3 important, 4 moderate, 4 unrated advisories", Tile(page, "Came since yesterday").Replace("\u202f", "", StringComparison.Ordinal));
        Assert.StartsWith("1706 changes | ", Tile(page, "Not in prod yet").Replace("\u202f", "", StringComparison.Ordinal));
        Assert.Contains("(prod shows 2025-02 since 2025-02-12)", page.Text);
        Assert.Contains("Nothing: tools (prod shows 2025-02 since 2025-02-12).", page.Text);
    }

    [TestMethod]
    public void Without_channels_what_came_since_the_last_snapshot_is_shown() =>
        Assert.Contains("What came since the last snapshot", Page(Estate([Mirror("a", Freshness.Fresh)]) with { Waiting = [new StateDiff("a", "jan", "head", [], [])] }).Text);

    [TestMethod]
    public void The_disk_says_what_is_free_how_it_fills_and_when_it_is_full()
    {
        var page = Page(SampleEstate.Read());

        Assert.AreEqual("41.0 GiB free | of 1.0 TiB; +4.3 GiB a day: full in 9 days", Tile(page, "Disk"));
        Assert.Contains("The store grew by 4.3 GiB a day in the last 14 days: full in 9 days.", page.Text);

        Assert.AreEqual("1.0 KiB free | of 2.0 KiB; it does not grow", Tile(Page(Estate([]) with { Disk = new(1024, 2048), Growth = new(-3, 2) }), "Disk"));
        Assert.AreEqual("1.0 KiB free | of 2.0 KiB; how it grows is not known yet", Tile(Page(Estate([]) with { Disk = new(1024, 2048) }), "Disk"));
    }

    [TestMethod]
    public void A_disk_that_is_full_in_two_days_is_bad_and_one_that_lasts_is_no_worry()
    {
        Assert.IsTrue(Worry.Of(Estate([]) with { Disk = new(200, 1000), Growth = new(100, 14) }).Single().IsBad);
        Assert.IsFalse(Worry.Of(Estate([]) with { Disk = new(1300, 2000), Growth = new(100, 14) }).Single().IsBad);
        Assert.IsEmpty(Worry.Of(Estate([]) with { Disk = new(1500, 2000), Growth = new(100, 14) }));
    }

    [TestMethod]
    public void The_last_verification_is_told_and_who_never_had_one()
    {
        Assert.AreEqual("3 hours ago | 2 faults; 1 mirror never", Tile(Page(SampleEstate.Read()), "Last verification"));
        Assert.AreEqual("never | run Verify, or set VerifyShare", Tile(Page(Estate([Mirror("a", Freshness.Fresh)])), "Last verification"));
        Assert.AreEqual(
            "1 hour ago | no damage; b: 9 days ago",
            Tile(Page(Estate([Mirror("a", Freshness.Fresh) with { Verification = new(Now.AddHours(-1), 1, 0) }, Mirror("b", Freshness.Fresh) with { Verification = new(Now.AddDays(-9), 1, 0) }])), "Last verification"));
    }

    [TestMethod]
    public void Metadata_past_its_date_is_bad()
    {
        var worry = Worry.Of(Estate([Mirror("a", Freshness.Fresh) with { Roots = [new("dists/a", Now.AddDays(-9), Now.AddDays(9), []), new("dists/b", Now.AddDays(-9), Now.AddDays(-2), [])] }])).Single();

        Assert.IsTrue(worry.IsBad);
        Assert.AreEqual("dists/b was valid until 2025-02-27 12:00: clients refuse it.", worry.Reason);
    }

    [TestMethod]
    public void Nights_are_a_matrix_with_a_cell_a_night()
    {
        var page = Page(SampleEstate.Read());

        var rows = page.Elements("table").Single(t => Class(t) == "nights").Element("tbody")!.Elements("tr").ToList();
        Assert.HasCount(11, rows);
        Assert.IsTrue(rows.TrueForAll(r => r.Elements("td").Count() == 14));
        Assert.AreEqual("             ✗", Marks("sles15"));
        Assert.AreEqual("✓·✓·✓·✓·✓·✓✗!✗", Marks("debian-security"));
        Assert.AreEqual("··············", Marks("tools"));
        Assert.AreEqual("✓·✓·✓·✓·✓·    ", Marks("opensuse-leap"));
        Assert.AreEqual("debian-security, 2025-03-14: failed (CHANTAL3004)", (string?)Row("debian-security").Descendants("span").Last().Attribute("aria-label"));

        XElement Row(string mirror) => rows.Single(r => r.Element("th")!.Value.Trim() == mirror);
        string Marks(string mirror) => string.Concat(Row(mirror).Elements("td").Select(d => d.Value.Trim() is { Length: > 0 } mark ? mark : " "));
    }

    [TestMethod]
    public void Of_the_syncs_of_a_day_the_worst_counts()
    {
        var page = Page(Estate([Mirror("a", Freshness.Fresh) with { Runs = [Run, Run with { Ended = Now.AddHours(-3), Outcome = RunOutcome.Failed, Errors = [new("CHANTAL1001", "x")] }] }]));

        Assert.AreEqual("a, 2025-03-01: failed (CHANTAL1001); 2 syncs", page.Elements("span").Select(s => (string?)s.Attribute("aria-label")).Last(a => a is not null));
    }

    [TestMethod]
    public void What_is_wrong_is_told_whole_below()
    {
        var page = Page(SampleEstate.Read());

        var article = page.Elements("article").Single(a => a.Value.StartsWith("rocky9", StringComparison.Ordinal)).Value;
        Assert.Contains("CHANTAL3201 'AppStream/x86_64/os/Packages/k/kernel-5.14.0-503.31.1.el9_5.x86_64.rpm' does not have the checksum that the metadata gives, from any upstream.", article);
        Assert.Contains("CHANTAL4903", article);
        Assert.Contains("clients still get that state", article);
        Assert.Contains("the 3rd in a row", page.Text);
        Assert.Contains("2 faults found", page.Elements("article").Single(a => a.Value.StartsWith("ubuntu", StringComparison.Ordinal)).Value);
        Assert.IsEmpty(page.Elements("article").Where(a => a.Value.StartsWith("alpine", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Charts_are_only_there_where_something_moves()
    {
        var page = Page(SampleEstate.Read());

        var charts = page.Elements("figure").Select(f => f.Descendants("strong").First().Value).ToList();
        Assert.Contains("The whole store", charts);
        Assert.Contains("alpine", charts);
        Assert.DoesNotContain("tools", charts);
        Assert.Contains("As large as before: tools.", page.Text);
    }

    [TestMethod]
    public void A_line_of_many_syncs_is_drawn_whole()
    {
        var runs = Enumerable.Range(0, 4000).Select(n => Run with { Ended = Now.AddHours(-n), Bytes = (1 << 20) + ((n * 7919) % 500_000) }).ToList();

        var path = (string)Page(Estate([new MirrorReport("m", Freshness.Fresh, Now, Head("m"), runs)])).Elements("path").First(p => Class(p) == "area").Attribute("d")!;

        Assert.EndsWith("V100H0Z", path);
        Assert.Contains("H400V", path);
        Assert.DoesNotContain("…", path);
    }

    [TestMethod]
    public void Mirrors_are_listed_the_worst_first()
    {
        var page = Page(SampleEstate.Read());

        var rows = page.Elements("section").Single(s => (string?)s.Attribute("id") == "mirrors").Descendants("tbody").Single().Elements("tr").Select(r => r.Element("th")!.Value.Trim());
        Assert.AreSequenceEqual(
            ["sles15", "debian-security", "rocky9", "opensuse-leap", "debian", "ubuntu", "alma9", "alpine", "epel9", "pypi-internal-and-everything-it-needs", "tools"],
            rows);
    }

    [TestMethod]
    public void Every_state_has_a_word_and_a_mark()
    {
        var page = Page(Estate([Mirror("a", Freshness.Fresh), Mirror("b", Freshness.Stale), Mirror("c", Freshness.Failing), new MirrorReport("d", Freshness.Never, null, null, [])]));

        Assert.AreSequenceEqual(
            ["✗ failing", "– never synced", "! stale", "✓ fresh"],
            page.Elements("section").Single(s => (string?)s.Attribute("id") == "mirrors").Descendants("span").Where(s => Class(s).StartsWith("badge", StringComparison.Ordinal)).Select(s => s.Value));
        Assert.Contains("3 of 4 mirrors need attention: 1 failing, 1 never synced, 1 stale.", page.Text);
    }

    [TestMethod]
    public void Drawings_say_in_words_what_they_show()
    {
        var page = Page(Estate([new MirrorReport("m", Freshness.Fresh, Now, Head("m"), [Run, Run with { Ended = Now.AddDays(-3), Outcome = RunOutcome.Failed }, Run with { Ended = Now.AddDays(-9), Bytes = 1 << 19 }])]));

        Assert.AreEqual("m: +512.0 KiB since 2025-02-20; 1 failed sync (dashed)", (string?)page.Elements("svg").Single(s => (string?)s.Attribute("role") == "img").Attribute("aria-label"));
        Assert.IsTrue(page.Elements("svg").All(s => s.Attribute("aria-label") is not null || (string?)s.Attribute("aria-hidden") == "true"));
    }

    [TestMethod]
    public void Tables_have_captions_heads_and_labels()
    {
        var page = Page(SampleEstate.Read());

        foreach (var table in page.Elements("table"))
        {
            Assert.IsNotEmpty(table.Element("caption")!.Value);
            var heads = table.Element("thead")!.Descendants("th").Select(h => h.Value).ToList();
            foreach (var row in table.Element("tbody")!.Elements("tr"))
            {
                Assert.AreEqual("row", (string?)row.Element("th")!.Attribute("scope"));
                Assert.HasCount(heads.Count - 1, row.Elements("td"));
                if (Class(table) != "nights")
                {
                    Assert.AreSequenceEqual(heads.Skip(1), row.Elements("td").Select(d => (string?)d.Attribute("data-label")));
                }
            }
        }
    }

    [TestMethod]
    public void What_changed_is_counted_and_the_gravest_comes_first()
    {
        var difference = new StateDiff(
            "a", "jan", "feb",
            [.. Enumerable.Range(0, 40).Select(i => Change($"p{i}", PackageChangeKind.Upgraded) with { AddedBytes = i }), Change("gone", PackageChangeKind.Removed)],
            [
                new(new Advisory("RLSA-1", "security", "Low", "t", []), null, []),
                new(new Advisory("RLSA-2", "security", "Critical", "t", ["CVE-1"]), new Advisory("RLSA-2", "security", "Moderate", "t", ["CVE-1"]), [new("openssl", "3", "x86_64")]),
                new(new Advisory("RLSA-3", "security", "Important", "another title", []), new Advisory("RLSA-3", "security", "Important", "t", []), []),
            ]);
        var page = Page(Estate([Mirror("a", Freshness.Fresh)]) with { Waiting = [difference] });

        Assert.Contains("40 upgraded", page.Text);
        Assert.Contains("1 removed", page.Text);
        Assert.Contains("1 critical", page.Text);
        Assert.Contains("1 low", page.Text);
        Assert.DoesNotContain("1 important", page.Text);
        Assert.AreSequenceEqual(
            ["RLSA-2 changed: severity security Moderate → Critical openssl", "RLSA-1 new security Low –", "RLSA-3 changed: title security Important –"],
            page.Elements("tr").Select(r => r.Elements().Select(c => c.Value).ToList()).Where(r => r[0].StartsWith("RLSA", StringComparison.Ordinal)).Select(r => string.Join(' ', r.Take(5))));
        Assert.Contains("The 15 largest of 41 changes", page.Text);
        Assert.IsLessThan(page.Text.IndexOf("RLSA-1", StringComparison.Ordinal), page.Text.IndexOf("RLSA-2", StringComparison.Ordinal));
    }

    [TestMethod]
    [DataRow(-1, "expired", "dists/a of a in jan was valid until 2025-02-28 12:00")]
    [DataRow(6, "expires soon", "dists/a of a in jan is only valid for 6 d")]
    [DataRow(8, null, null)]
    public void A_channel_whose_metadata_ends_is_something_to_look_at(int days, string? state, string? reason)
    {
        var shown = new ShownState("prod", "a", "jan", Now.AddDays(-3), Now.AddDays(-4), [new("dists/b", Now, null, []), new("dists/a", Now, new DateTimeOffset(Now.AddDays(days)), [])]);
        var estate = Estate([Mirror("a", Freshness.Fresh)]) with { Snapshots = [Snapshot("jan", "a")], Channels = [Snapshot("prod", "a")], Shown = [shown] };

        var worry = Worry.Of(estate).SingleOrDefault();

        Assert.AreEqual(state, worry?.State);
        Assert.IsFalse(worry?.IsBad ?? false);
        Assert.StartsWith(reason ?? "", worry?.Reason ?? "");
        Assert.Contains(Now.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Page(estate).Text);
    }

    [TestMethod]
    public void Mirrors_that_left_are_listed_with_what_is_held_of_them()
    {
        var estate = Estate([Mirror("a", Freshness.Fresh)]);
        var page = Page(estate with { Left = [new LeftMirror(Hostile, true, false, ["2024-12", "2025-01"], ["prod"]), new LeftMirror("empty", false, false, [], [])] });

        var rows = page.Elements("section").Single(s => (string?)s.Attribute("id") == "left").Descendants(page.Elements("tr").First().Name).Skip(1).Select(r => string.Join('|', r.Elements().Select(c => c.Value))).ToList();
        Assert.EndsWith("|held|2024-12, 2025-01|prod|0 B|0 B", rows[0]);
        Assert.AreEqual("empty|–|–|–|0 B|0 B", rows[1]);
        Assert.DoesNotContain("id=\"left\"", Page(estate).Html);
    }

    [TestMethod]
    public void An_empty_estate_has_a_page_too() => Assert.Contains("No sync has left a report yet.", Page(Estate([])).Html);

    [TestMethod]
    public void Colours_can_be_read_in_light_and_dark()
    {
        var style = Page(Estate([])).Elements("style").Single().Value;
        var schemes = Scheme().Matches(style).Select(m => Variable().Matches(m.Value).ToDictionary(v => v.Groups[1].Value, v => v.Groups[2].Value)).Take(2).ToList();

        Assert.HasCount(2, schemes);
        foreach (var scheme in schemes)
        {
            foreach (var (text, ground) in ((string, string)[])[("ink", "paper"), ("ink", "card"), ("soft", "paper"), ("soft", "card"), ("good", "good-bg"), ("warn", "warn-bg"), ("bad", "bad-bg"), ("soft", "none-bg"), ("accent", "card")])
            {
                Assert.IsGreaterThan(4.5, Contrast(scheme[text], scheme[ground]), $"{text} {scheme[text]} on {scheme[ground]}");
            }
        }
    }

    // CHANTAL_SHOW_PAGE names a file for the page, to look at it in a browser.
    [TestMethod]
    public void The_page_loads_nothing_and_runs_nothing()
    {
        var page = Page(SampleEstate.Read());
        if (Environment.GetEnvironmentVariable("CHANTAL_SHOW_PAGE") is { Length: > 0 } file)
        {
            File.WriteAllText(file, page.Html);
        }

        foreach (var loaded in (string[])["<script", "<link", "src=", "@import", "url("])
        {
            Assert.DoesNotContain(loaded, page.Html);
        }

        Assert.StartsWith("default-src 'none'; style-src 'sha256-", (string)page.Elements("meta").Single(m => (string?)m.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!);
    }

    private static EstateReport Estate(IReadOnlyList<MirrorReport> mirrors) => new("estate", Now, "/srv/chantal", TimeSpan.FromHours(36), mirrors, new StoreStatistics([], 0, 1 << 21), [], []);

    private static (string Html, XDocument Document, string Text, Func<string, IEnumerable<XElement>> Elements) Page(EstateReport estate)
    {
        var html = ReportPage.Write(estate);

        // Written so strictly that an XML parser reads it: every element is closed, every text escaped.
        var document = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Trim());
        return (html, document, document.Root!.Value, name => document.Descendants(name));
    }

    private static string Tile((string Html, XDocument Document, string Text, Func<string, IEnumerable<XElement>> Elements) page, string name) =>
        string.Join(" | ", page.Elements("dt").Single(d => d.Value == name).ElementsAfterSelf("dd").Select(d => d.Value.Trim()));

    private static string Class(XElement element) => (string?)element.Attribute("class") ?? "";

    // As WCAG 2 measures it.
    private static double Contrast(string one, string other)
    {
        double[] light = [Luminance(one), Luminance(other)];
        return (light.Max() + 0.05) / (light.Min() + 0.05);
    }

    private static double Luminance(string colour)
    {
        var digits = colour.Length == 4 ? string.Concat(colour.Skip(1).SelectMany(c => new[] { c, c })) : colour[1..];
        double[] channels = [.. Enumerable.Range(0, 3).Select(i => int.Parse(digits.AsSpan(i * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0).Select(c => c <= 0.03928 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
        return (0.2126 * channels[0]) + (0.7152 * channels[1]) + (0.0722 * channels[2]);
    }

    private static MirrorReport Mirror(string name, Freshness freshness) => new(name, freshness, Now.AddDays(-1), Head(name), [Run with { Mirror = name, Outcome = freshness == Freshness.Failing ? RunOutcome.Failed : RunOutcome.Succeeded }]);

    private static StateStatistics Head(string mirror) => new("mirror", "", mirror, 12345, 1 << 20, 1 << 19, 1 << 18);

    private static SnapshotEntry Snapshot(string name, string mirror) =>
        new(name, mirror, new Ref { Generation = new string('a', 64), Time = Now.AddDays(-2), Description = Hostile, IsPinned = true });

    private static PackageChange Change(string name, PackageChangeKind kind) => new(name, "amd64", kind, ["1.0"], ["1.1"], 10, 5);

    [GeneratedRegex(@":root \{[^}]*\}")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"--([a-z-]+): (#[0-9a-f]+);")]
    private static partial Regex Variable();
}
