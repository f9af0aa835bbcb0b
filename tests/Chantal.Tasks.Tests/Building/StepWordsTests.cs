using System.Reflection;
using Chantal.Diagnostics;

namespace Chantal.Tasks.Tests.Building;

[TestClass]
public sealed class StepWordsTests
{
    [TestMethod]
    public void Each_step_that_a_task_reports_has_words_and_no_other_has()
    {
        var step = typeof(MirrorTask).GetProperty("Step", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var steps = typeof(MirrorTask).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(MirrorTask)) && !type.IsAbstract)
            .Select(type => (string?)step.GetValue(Activator.CreateInstance(type)))
            .OfType<string>()
            .Distinct()
            .ToList();

        Assert.Contains("StoreArtifacts", steps);
        Assert.AreSequenceEqual(steps.Order(StringComparer.Ordinal), StepWords.Steps.Order(StringComparer.Ordinal));
    }

    [TestMethod]
    public void Words_are_short_and_no_names_of_targets()
    {
        foreach (var step in StepWords.Steps)
        {
            Assert.IsTrue(StepWords.Of(step) is { Length: < 26 } words && char.IsLower(words[0]), step);
        }

        Assert.AreEqual("OfSomebodyElse", StepWords.Of("OfSomebodyElse"));
    }
}
