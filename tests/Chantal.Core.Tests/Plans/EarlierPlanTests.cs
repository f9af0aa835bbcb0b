using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Core.Tests.Plans;

[TestClass]
public sealed class EarlierPlanTests
{
    private static readonly PlanHeader Header = new() { Type = "pypi", Upstreams = ["http://example.org/"] };

    [TestMethod]
    public void Lines_stay_but_for_those_that_are_replaced()
    {
        using var directory = new TemporaryDirectory();
        var earlier = Write(directory.PathOf("earlier"), Package("a/1", "a"), Package("b/1", "b"), Package("b/2", "b"), Package("c/1", "c"), Page("simple/b"));
        using var plan = new PlanWriter(directory.PathOf("plan"));
        plan.Add(Package("b/2", "b") with { Size = 7 }, "here");
        plan.Add(Package("b/3", "b"), "here");
        plan.Add(Package("z/1", "z"), "here");
        plan.Add(Page("simple/b") with { Size = 9 }, "here");
        var update = new EarlierPlan(earlier, directory.PathOf("plan"), new HashSet<string> { "b" });

        Assert.AreEqual(6, plan.Complete(Header, update, null));

        var entries = Read(directory.PathOf("plan"));
        Assert.AreEqual("a/1 b/2 b/3 c/1 simple/b z/1", string.Join(' ', entries.Select(e => e.Path)));
        Assert.AreEqual(7, entries.Single(e => e.Path == "b/2").Size);
        Assert.AreEqual(9, entries.Single(e => e.Path == "simple/b").Size);
    }

    [TestMethod]
    public void Names_in_other_texts_are_not_names_of_packages()
    {
        using var directory = new TemporaryDirectory();
        var earlier = Write(
            directory.PathOf("earlier"), Page("a,\"name\":\"b"), Package("c/1", "c") with { Why = ",\"name\":\"b\"" }, Package("d/1", "b\"") with { Why = "no \"b\"" }, Package("e/1", "b\\"));
        using var plan = new PlanWriter(directory.PathOf("plan"));

        plan.Complete(Header, new EarlierPlan(earlier, directory.PathOf("plan"), new HashSet<string> { "b", "b\\" }), null);

        Assert.AreEqual("a,\"name\":\"b c/1 d/1", string.Join(' ', Read(directory.PathOf("plan")).Select(e => e.Path)));
    }

    [TestMethod]
    public void A_file_that_stays_and_is_weakly_known_is_named()
    {
        using var directory = new TemporaryDirectory();
        var earlier = Write(directory.PathOf("earlier"), Package("a/1", "a"), Page("simple/b"));
        using var plan = new PlanWriter(directory.PathOf("plan"));

        plan.Complete(Header, new EarlierPlan(earlier, directory.PathOf("plan"), new HashSet<string>()), null);

        Assert.AreEqual("a/1", plan.WeaklyKnown);
    }

    [TestMethod]
    public void Where_nothing_changes_no_line_is_written()
    {
        using var directory = new TemporaryDirectory();
        var earlier = Write(directory.PathOf("earlier"), Package("a/1", "a"), Package("b/1", "b"));
        using var plan = new PlanWriter(directory.PathOf("plan"));

        plan.Complete(Header, new EarlierPlan(earlier, directory.PathOf("plan"), new HashSet<string>()), null);

        Assert.HasCount(1, File.ReadAllLines(directory.PathOf("plan")));
        Assert.AreSequenceEqual(Read(earlier), Read(directory.PathOf("plan")), Same);
    }

    [TestMethod]
    public void Changes_upon_changes_come_to_the_plan_that_is_written_at_once_until_they_are_many()
    {
        var random = new Random(20261129);
        using var directory = new TemporaryDirectory();
        var wanted = new SortedDictionary<string, PlanEntry>(StringComparer.Ordinal);
        for (var i = 0; i < 2000; i++)
        {
            Add($"p{random.Next(300)}");
        }

        var earlier = Write(directory.PathOf("plan0"), wanted.Values);
        var wholes = 0;
        for (var round = 1; round < 30; round++)
        {
            var replaced = Enumerable.Range(0, 5).Select(_ => $"p{random.Next(310)}").ToHashSet();
            wanted.Where(w => replaced.Contains(w.Value.Package!.Name)).ToList().ForEach(w => wanted.Remove(w.Key));
            var added = replaced.SelectMany(n => Enumerable.Range(0, random.Next(9)).Select(_ => Add(n))).ToList();
            using var plan = new PlanWriter(directory.PathOf($"plan{round}"));
            added.DistinctBy(e => e.Path).ToList().ForEach(e => plan.Add(wanted[e.Path], "a test"));

            Assert.AreEqual(wanted.Count, plan.Complete(Header, new EarlierPlan(earlier, directory.PathOf("plan"), replaced), null));

            earlier = directory.PathOf($"plan{round}");
            wholes += PlanText.Of(earlier).Base is null ? 1 : 0;
            Assert.AreSequenceEqual(wanted.Values, Read(earlier), Same);

            // Cut into shards, it is the plan that has all its lines.
            var whole = PlanText.Of(Write(directory.PathOf("whole"), wanted.Values));
            var changed = PlanText.Of(earlier);
            Assert.AreSequenceEqual(PlanShards.Read(whole).Select(s => (s.First, s.Digest, s.Files)), PlanShards.Read(changed).Select(s => (s.First, s.Digest, s.Files)));
            Assert.AreSequenceEqual(wanted.Values, PlanShards.Read(changed).SelectMany(s => s.Read(changed)), Same);
        }

        Assert.IsInRange(1, 20, wholes);

        PlanEntry Add(string name)
        {
            var entry = Package($"f/{random.Next(100_000)}{(random.Next(50) == 0 ? "\"" : "")}", name) with { Size = random.Next(3) };
            wanted[entry.Path] = entry;
            return entry;
        }
    }

    [TestMethod]
    public void Changes_without_what_they_change_cannot_be_read()
    {
        using var directory = new TemporaryDirectory();
        var earlier = Write(directory.PathOf("earlier"), Package("a/1", "a"));
        using var plan = new PlanWriter(directory.PathOf("plan"));
        plan.Complete(Header, new EarlierPlan(earlier, directory.PathOf("plan"), new HashSet<string>()), null);
        File.Delete(earlier);

        var exception = Assert.ThrowsExactly<MirrorException>(() => PlanReader.Open(directory.PathOf("plan")));

        Assert.AreEqual(DiagnosticCodes.PlanUnreadable, exception.Code);
        Assert.Contains("'earlier'", exception.Message);
    }

    [TestMethod]
    public void What_a_plan_changes_lies_beside_it()
    {
        using var directory = new TemporaryDirectory();
        foreach (var name in (string[])["../earlier", "/etc/passwd", "..", ""])
        {
            File.WriteAllText(directory.PathOf("plan"), $$"""{"format":"chantal-plan","version":1,"type":"pypi","base":"{{name}}","upstreams":[]}""" + "\n");

            Assert.AreEqual(DiagnosticCodes.PlanUnreadable, Assert.ThrowsExactly<MirrorException>(() => PlanReader.Open(directory.PathOf("plan"))).Code, name);
        }
    }

    [TestMethod]
    public void A_check_that_fails_leaves_the_plan_as_it_was()
    {
        using var directory = new TemporaryDirectory();
        var file = Write(directory.PathOf("plan"), Package("a/1", "a"));
        var before = File.ReadAllText(file);
        using var plan = new PlanWriter(file);

        Assert.ThrowsExactly<InvalidOperationException>(() => plan.Complete(Header, null, () => throw new InvalidOperationException()));

        Assert.AreEqual(before, File.ReadAllText(file));
    }

    private static PlanEntry Package(string path, string name) => new() { Path = path, Size = 1, Role = FileRole.Package, Package = new PackageIdentity(name, "1", null), Why = "because" };

    private static PlanEntry Page(string path) => new() { Path = path, Size = 1, Role = FileRole.Metadata };

    private static string Write(string file, params IEnumerable<PlanEntry> entries)
    {
        using var plan = new PlanWriter(file);
        foreach (var entry in entries)
        {
            plan.Add(entry, "a test");
        }

        plan.Complete(Header);
        return file;
    }

    // Lists are compared by what they hold.
    private static IEqualityComparer<PlanEntry> Same { get; } = EqualityComparer<PlanEntry>.Create((a, b) => a! with { Urls = [] } == b! with { Urls = [] } && a.Urls.SequenceEqual(b.Urls));

    private static List<PlanEntry> Read(string file)
    {
        using var reader = PlanReader.Open(file);
        return [.. reader.ReadAll()];
    }
}
