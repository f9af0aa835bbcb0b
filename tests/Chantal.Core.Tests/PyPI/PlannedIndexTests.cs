using Chantal.Core.Tests.Support;
using Chantal.PyPI;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class PlannedIndexTests
{
    [TestMethod]
    public void A_plan_is_kept_with_the_states_of_its_projects_for_one_definition()
    {
        using var directory = new TemporaryDirectory();
        var plan = directory.Write("plan.jsonl", "the plan"u8.ToArray());
        var index = new PlannedIndex(directory.PathOf("index"), "definition");
        Assert.IsNull(index.Load());

        index.Save(plan, new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        index.Save(plan, new Dictionary<string, string> { ["a"] = "3" });

        var (file, projects) = index.Load()!.Value;
        Assert.AreEqual("the plan", File.ReadAllText(file));
        Assert.AreEqual("3", projects["a"]);
        Assert.HasCount(1, projects);
        Assert.HasCount(2, Directory.GetFiles(directory.PathOf("index")));
        Assert.IsNull(new PlannedIndex(directory.PathOf("index"), "another").Load());
    }

    [TestMethod]
    public void Without_its_plan_a_record_is_worth_nothing()
    {
        using var directory = new TemporaryDirectory();
        var index = new PlannedIndex(directory.PathOf("index"), "definition");
        index.Save(directory.Write("plan.jsonl", []), new Dictionary<string, string> { ["a"] = "1" });

        File.Delete(index.Load()!.Value.Plan);

        Assert.IsNull(index.Load());
    }
}
