using Chantal.Core.Tests.Support;
using Chantal.Plans;
using Chantal.PyPI;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class PlannedIndexTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void A_plan_is_kept_with_the_states_of_its_projects_for_one_definition()
    {
        var index = new PlannedIndex(_directory.Root, "definition");
        Assert.IsNull(index.Load());

        var plan = Write();
        index.Save(plan, new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        index.Save(plan, new Dictionary<string, string> { ["a"] = "3" });

        var (file, projects) = index.Load()!.Value;
        Assert.AreEqual(File.ReadAllText(plan), File.ReadAllText(file));
        Assert.AreEqual("3", projects["a"]);
        Assert.HasCount(1, projects);
        Assert.HasCount(2, Directory.GetFiles(_directory.Root, "planned-*"));
        Assert.IsNull(new PlannedIndex(_directory.Root, "another").Load());
    }

    [TestMethod]
    public void What_a_plan_changes_is_kept_with_it()
    {
        var index = new PlannedIndex(_directory.Root, "definition");
        index.Save(Write(), new Dictionary<string, string>());
        for (var round = 0; round < 3; round++)
        {
            using var plan = new PlanWriter(_directory.PathOf("plan.jsonl"));
            plan.Add(new PlanEntry { Path = $"b{round}", Size = 1, Role = FileRole.Metadata }, "a test");
            _ = plan.Complete(Header, new EarlierPlan(index.Load()!.Value.Plan, _directory.PathOf("plan.jsonl"), new HashSet<string>()), null);
            index.Save(_directory.PathOf("plan.jsonl"), new Dictionary<string, string>());
        }

        using var reader = PlanReader.Open(index.Load()!.Value.Plan);
        Assert.AreEqual("a b0 b1 b2", string.Join(' ', reader.ReadAll().Select(e => e.Path)));
        Assert.HasCount(3, Directory.GetFiles(_directory.Root, "planned-*"));
    }

    [TestMethod]
    public void Without_its_plan_a_record_is_worth_nothing()
    {
        var index = new PlannedIndex(_directory.Root, "definition");
        index.Save(Write(), new Dictionary<string, string> { ["a"] = "1" });

        File.Delete(index.Load()!.Value.Plan);

        Assert.IsNull(index.Load());
    }

    private static PlanHeader Header { get; } = new() { Type = "pypi" };

    // Long enough that changes to it are worth something.
    private string Write()
    {
        using var plan = new PlanWriter(_directory.PathOf("plan.jsonl"));
        plan.Add(new PlanEntry { Path = "a", Size = 1, Role = FileRole.Metadata, Why = new string('x', 10_000) }, "a test");
        _ = plan.Complete(Header);
        return _directory.PathOf("plan.jsonl");
    }
}
