using Chantal.Core.Tests.Support;
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
        var update = new EarlierPlan(earlier, new HashSet<string> { "b" });

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

        plan.Complete(Header, new EarlierPlan(earlier, new HashSet<string> { "b", "b\\" }), null);

        Assert.AreEqual("a,\"name\":\"b c/1 d/1", string.Join(' ', Read(directory.PathOf("plan")).Select(e => e.Path)));
    }

    [TestMethod]
    public void A_file_that_stays_and_is_weakly_known_is_named()
    {
        using var directory = new TemporaryDirectory();
        var earlier = Write(directory.PathOf("earlier"), Package("a/1", "a"), Page("simple/b"));
        using var plan = new PlanWriter(directory.PathOf("plan"));

        plan.Complete(Header, new EarlierPlan(earlier, new HashSet<string>()), null);

        Assert.AreEqual("a/1", plan.WeaklyKnown);
    }

    [TestMethod]
    public void An_update_of_everything_is_the_plan_itself()
    {
        using var directory = new TemporaryDirectory();
        var earlier = Write(directory.PathOf("earlier"), Package("a/1", "a"), Package("b/1", "b"));
        using var plan = new PlanWriter(directory.PathOf("plan"));

        plan.Complete(Header, new EarlierPlan(earlier, new HashSet<string>()), null);

        Assert.AreEqual(File.ReadAllText(earlier), File.ReadAllText(directory.PathOf("plan")));
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

    private static List<PlanEntry> Read(string file)
    {
        using var reader = PlanReader.Open(file);
        return [.. reader.ReadAll()];
    }
}
