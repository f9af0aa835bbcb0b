using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Policy;

namespace Chantal.Core.Tests.Policy;

/// <summary>What is said of versions, by every rule and by what counts for their age.</summary>
[TestClass]
public sealed class EntryPolicyTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly IComparer<string> Order = Comparer<string>.Create((a, b) => Version.Parse(a).CompareTo(Version.Parse(b)));

    private readonly TemporaryDirectory _folder = new();
    private readonly Dictionary<string, string> _values = new() { ["MinimumAge"] = "7d" };
    private readonly List<DefinitionItem> _items = [];
    private readonly Faults _faults = new();

    private string Record => _folder.PathOf("first-seen.txt");

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void A_young_version_is_held_until_it_is_old_enough_to_the_moment()
    {
        Assert.AreEqual(new Verdict(Ruling.Held, Until: Now.AddTicks(1)), Judge(Dated("1.0", Now.AddDays(-7).AddTicks(1))));
        Assert.AreEqual(Ruling.Enters, Judge(Dated("1.0", Now.AddDays(-7))).Ruling);
    }

    [TestMethod]
    public void A_date_in_the_future_does_not_hold_a_version_for_as_long_as_it_likes()
    {
        Assert.AreEqual(Ruling.Undated, Judge(Dated("1.0", Now.AddYears(5))).Ruling);
        Assert.AreEqual(Ruling.Held, Judge(Dated("1.0", Now.AddHours(1))).Ruling);
    }

    [TestMethod]
    public void What_is_there_at_first_is_old_and_what_comes_later_is_as_old_as_its_first_sight()
    {
        _values["AgeFrom"] = "firstSeen";
        Assert.AreEqual(Ruling.Enters, See("main", Now, "1.0").Ruling);
        Assert.AreEqual(Now.AddDays(8), See("main", Now.AddDays(1), "1.0", "2.0").Until);
        Assert.AreEqual(Now.AddDays(8), See("main", Now.AddDays(3), "1.0", "2.0").Until);
        Assert.AreEqual(Ruling.Enters, See("main", Now.AddDays(8), "1.0", "2.0").Ruling);

        // Another part of the upstream, which the definition names later.
        Assert.AreEqual(Ruling.Enters, See("contrib", Now.AddDays(8), "3.0").Ruling);
    }

    [TestMethod]
    public void A_version_that_comes_back_is_not_new_and_one_that_was_held_goes_on_waiting()
    {
        _values["AgeFrom"] = "firstSeen";
        See("main", Now, "1.0");
        See("main", Now.AddDays(1), "2.0");

        Assert.AreEqual(Ruling.Enters, See("main", Now.AddDays(30), "1.0").Ruling);
        Assert.AreEqual(Ruling.Enters, See("main", Now.AddDays(30), "2.0").Ruling);

        // A year and more later nothing is known of it.
        See("main", Now.AddDays(31), "1.0");
        See("main", Now.AddDays(431), "1.0");
        See("main", Now.AddDays(832), "1.0");
        Assert.AreEqual(Ruling.Held, See("main", Now.AddDays(833), "2.0").Ruling);
    }

    [TestMethod]
    public void Upstream_can_say_that_what_is_there_at_first_is_young_but_never_that_something_new_is_old()
    {
        _values["AgeFrom"] = "firstSeen";
        Assert.AreEqual(Now.AddDays(6), Judge(Dated("1.0", Now.AddDays(-1))).Until);
        Save();
        Assert.AreEqual(Now.AddDays(7), Judge(Dated("2.0", Now.AddYears(-3))).Until);
    }

    [TestMethod]
    public void An_index_that_ceases_to_state_dates_does_not_make_everything_young()
    {
        Assert.AreEqual(Ruling.Enters, Judge(Dated("1.0", Now.AddYears(-1))).Ruling);
        Save();

        var policy = Policy(Now);
        Assert.AreEqual(Ruling.Undated, policy.Open("main", isDated: false).Judge(new UpstreamVersion("tool", "1.0")).Ruling);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6201")]
    public void A_record_that_is_damaged_is_begun_again_with_a_warning_unless_it_is_restored()
    {
        _values["AgeFrom"] = "firstSeen";
        See("main", Now, "1.0");
        See("main", Now.AddDays(1), "1.0", "2.0");
        var backup = File.ReadAllText(Record);
        File.WriteAllText(Record, "chantal-first-seen 1\nx\ty\tz\n");
        var log = new ListLog();

        _ = FirstSeen.Read(Record, () => null, log);
        Assert.AreEqual(DiagnosticCodes.PolicyRecordDamaged, log.Warnings.Single().Code);
        Assert.AreEqual(Ruling.Enters, See("main", Now.AddDays(2), "1.0", "2.0").Ruling);

        File.WriteAllText(Record, backup);
        Assert.AreEqual(Now.AddDays(8), See("main", Now.AddDays(2), "1.0", "2.0").Until);
    }

    [TestMethod]
    public void A_lock_file_s_record_stands_for_one_that_the_store_does_not_have()
    {
        _values["AgeFrom"] = "firstSeen";
        See("main", Now, "1.0");
        See("main", Now.AddDays(1), "1.0", "2.0");
        var locked = File.ReadAllText(Record);
        File.Delete(Record);

        var policy = Policy(Now.AddDays(2), () => locked);

        Assert.AreEqual(Now.AddDays(8), policy.Open("main", isDated: false).Judge(new UpstreamVersion("tool", "2.0")).Until);
    }

    [TestMethod]
    public void Items_of_packages_say_otherwise_than_the_mirror()
    {
        Item("Package", "slow*", ("MinimumAge", "30d"));
        Item("Package", "fast", ("MinimumAge", "0"));

        Assert.AreEqual(Ruling.Held, Judge(new UpstreamVersion("slow-tool", "1.0") { Published = Now.AddDays(-29) }).Ruling);
        Assert.AreEqual(Ruling.Enters, Judge(new UpstreamVersion("fast", "1.0") { Published = Now }).Ruling);
        Assert.AreEqual(Ruling.Held, Judge(Dated("1.0", Now)).Ruling);
    }

    [TestMethod]
    public void Allow_lets_a_version_in_and_Block_keeps_one_out_before_all_else()
    {
        Item("Allow", "tool", ("Version", "1.1"), ("Reason", "ticket 12"));
        Item("Block", "tool", ("Version", "<1.0,!=0.5"), ("Reason", "breaks our site"));
        Item("Block", "bad*");

        Assert.AreEqual(new Verdict(Ruling.Allowed, "ticket 12"), Judge(Dated("1.1", Now)));
        Assert.AreEqual(Ruling.Held, Judge(Dated("1.2", Now)).Ruling);
        Assert.AreEqual(new Verdict(Ruling.Blocked, "breaks our site"), Judge(Dated("0.9", Now.AddYears(-1))));
        Assert.AreEqual(Ruling.Enters, Judge(Dated("0.5", Now.AddYears(-1))).Ruling);
        Assert.AreEqual(Ruling.Blocked, Judge(new UpstreamVersion("bad-tool", "1.0")).Ruling);
    }

    [TestMethod]
    public void A_version_that_cannot_be_one_is_an_error_and_not_a_rule_that_matches_nothing()
    {
        foreach (var version in (string[])["<", "<1.0,", ">=1.*", "1.0 2.0", "<1.0>2"])
        {
            _items.Clear();
            Item("Block", "tool", ("Version", version));
            Assert.AreEqual(DiagnosticCodes.InvalidProperty, Assert.ThrowsExactly<MirrorException>(() => Policy(Now)).Code, version);
        }
    }

    [TestMethod]
    public void The_fast_lane_takes_the_fix_and_not_what_came_behind_it()
    {
        _values["SecurityFastLane"] = "true";
        _faults.FixedBy["1.1"] = "CVE-1";

        var said = Judge([Dated("1.2", Now.AddDays(-1)), Dated("1.0", Now.AddYears(-1)), Dated("1.1", Now.AddDays(-2))]);

        Assert.AreSequenceEqual(["Held ", "Enters ", "FastLane CVE-1"], said.Select(v => $"{v.Ruling} {v.Why}"));
    }

    [TestMethod]
    public void The_fast_lane_knows_what_the_mirror_has_where_upstream_only_lists_the_newest()
    {
        _values["SecurityFastLane"] = "true";
        _faults.FixedBy["1.1"] = "CVE-1";
        Assert.AreEqual(Ruling.Held, Judge(Dated("1.2", Now)).Ruling);

        Assert.AreEqual(Ruling.FastLane, Policy(Now, published: new UpstreamVersion("tool", "1.0")).Open("main", isDated: true).Judge(Dated("1.2", Now)).Ruling);
        Assert.AreEqual(Ruling.Held, Policy(Now, published: new UpstreamVersion("tool", "1.1")).Open("main", isDated: true).Judge(Dated("1.2", Now)).Ruling);
    }

    [TestMethod]
    public void What_upstream_lists_as_a_fix_enters_at_once()
    {
        _values["SecurityFastLane"] = "true";
        var policy = Policy(Now);
        policy.KnowFix("tool", "1.1", "RLSA-1");

        Assert.AreEqual(new Verdict(Ruling.FastLane, "RLSA-1"), policy.Open("main", isDated: true).Judge(Dated("1.1", Now)));
    }

    [TestMethod]
    public void Malicious_versions_never_enter_not_even_by_Allow()
    {
        Item("Allow", "tool");
        _faults.Bad = "1.1";

        Assert.AreEqual(new Verdict(Ruling.Malicious, "MAL-1"), Judge(Dated("1.1", Now.AddYears(-1))));
        Assert.AreEqual(Ruling.Malicious, Judge(Dated("1.0", Now) with { IsQuarantined = true }).Ruling);

        _values["RefuseMalicious"] = "false";
        Assert.AreEqual(Ruling.Enters, Judge(Dated("1.1", Now.AddYears(-1))).Ruling);
    }

    private static UpstreamVersion Dated(string version, DateTimeOffset published) => new("tool", version) { Published = published };

    private void Item(string word, string value, params (string Name, string Value)[] metadata) =>
        _items.Add(new DefinitionItem(word, value, [.. metadata.Select(m => KeyValuePair.Create(m.Name, m.Value))]));

    private Verdict Judge(UpstreamVersion version) => Judge([version])[0];

    private IReadOnlyList<Verdict> Judge(IReadOnlyList<UpstreamVersion> versions) => Policy(Now).Open("main", isDated: true).Judge(versions);

    // A plan that sees these versions; what is said of the last.
    private Verdict See(string part, DateTimeOffset now, params string[] versions)
    {
        var (seen, policy) = Open(now, () => null, null);
        var opened = policy.Open(part, isDated: false);
        var verdicts = versions.Select(v => opened.Judge(new UpstreamVersion("tool", v))).ToList();
        seen.Write(Record, now, isWhole: part == "main");
        return verdicts[^1];
    }

    private void Save()
    {
        var (seen, policy) = Open(Now, () => null, null);
        policy.Open("main", isDated: true).Judge(Dated("1.0", Now.AddYears(-1)));
        seen.Write(Record, Now, isWhole: true);
    }

    private EntryPolicy Policy(DateTimeOffset now, Func<string?>? locked = null, UpstreamVersion? published = null) => Open(now, locked ?? (() => null), published).Policy;

    private (FirstSeen Seen, EntryPolicy Policy) Open(DateTimeOffset now, Func<string?> locked, UpstreamVersion? published)
    {
        var definition = new DefinitionValues(word => _values.GetValueOrDefault(word, ""), _items, _folder.Root);
        var seen = FirstSeen.Read(Record, locked, new ListLog());
        return (seen, new EntryPolicy(PolicyRules.Read(definition, PackageWords.Plain(Order), AgeSource.Upstream), seen, _faults, Order, now) { Published = (_, _) => published is null ? [] : [published] });
    }

    // Versions before the one that fixes it have the fault.
    private sealed class Faults : IKnownFaults
    {
        public Dictionary<string, string> FixedBy { get; } = [];

        public string? Bad { get; set; }

        public bool KnowsMalicious => Bad is not null;

        public bool NamesMalicious(string name) => KnowsMalicious;

        public IReadOnlyList<string> Malicious(UpstreamVersion version) => version.Version == Bad ? ["MAL-1"] : [];

        public IReadOnlyList<string> Fixed(UpstreamVersion before, UpstreamVersion after) =>
            [.. FixedBy.Where(f => Order.Compare(before.Version, f.Key) < 0 && Order.Compare(after.Version, f.Key) >= 0).Select(f => f.Value)];
    }
}
