using Chantal.Diagnostics;
using Chantal.Tasks.Tests.Support;
using Microsoft.Build.Utilities;

namespace Chantal.Tasks.Tests.Definitions;

[TestClass]
public sealed class RecordDefinitionTests : IDisposable
{
    private readonly MirrorFixture _mirror = new();

    public void Dispose() => _mirror.Dispose();

    [TestMethod]
    public void A_definition_that_says_the_same_outdates_nothing()
    {
        Record();
        var before = File.GetLastWriteTimeUtc(_mirror.PathOf("record.txt"));

        Assert.IsTrue(RecordKeepsThePlan());

        Assert.AreEqual(before, File.GetLastWriteTimeUtc(_mirror.PathOf("record.txt")));
    }

    [TestMethod]
    public void A_word_that_changes_outdates_the_plan()
    {
        Record();
        _mirror.Words["IncludeSources"] = "true";
        Assert.IsFalse(RecordKeepsThePlan());
        _mirror.Items.Add(("Component", "main"));
        Assert.IsFalse(RecordKeepsThePlan());
    }

    [TestMethod]
    public void A_word_that_says_how_a_run_goes_outdates_nothing()
    {
        Record();
        _mirror.Words["MaxRetries"] = "7";
        Assert.IsTrue(RecordKeepsThePlan());
    }

    [TestMethod]
    public void A_file_of_the_definition_counts_by_its_content()
    {
        _mirror.Words["SignedBy"] = _mirror.Write("archive.asc", "one");
        Record();
        File.SetLastWriteTimeUtc(_mirror.Write("archive.asc", "one"), DateTime.UtcNow.AddDays(1));
        Assert.IsTrue(RecordKeepsThePlan());
        _mirror.Write("archive.asc", "two");
        Assert.IsFalse(RecordKeepsThePlan());
    }

    [TestMethod]
    public void A_plug_ins_own_values_count()
    {
        Record(("ReleaseChannel", "stable"));
        Assert.IsTrue(RecordKeepsThePlan(("ReleaseChannel", "stable")));
        Assert.IsFalse(RecordKeepsThePlan(("ReleaseChannel", "testing")));
    }

    [TestMethod]
    public void Patterns_that_MSBuild_drops_are_items_again()
    {
        _mirror.Write("debian.proj", "<Project><ItemGroup><Package Include=\"nginx*;hello\" /></ItemGroup></Project>");
        _mirror.Items.Add(("Package", "hello"));

        Assert.AreSequenceEqual(["stable", "hello", "nginx*"], Record().AllItems.Select(i => i.ItemSpec));
    }

    [TestMethod]
    public void A_pattern_with_a_version_is_refused()
    {
        _mirror.Write("debian.proj", "<Project><ItemGroup><Package Include=\"nginx*\" Version=\"1.2\" /></ItemGroup></Project>");

        Assert.AreSequenceEqual([DiagnosticCodes.PackageItemInvalid], _mirror.Run(Task()).Errors);
    }

    private bool RecordKeepsThePlan(params (string Name, string Value)[] own)
    {
        _mirror.Write("plan.jsonl", "plan");
        Record(own);
        return File.Exists(_mirror.PathOf("plan.jsonl"));
    }

    private RecordDefinition Record(params (string Name, string Value)[] own)
    {
        var task = Task(own);
        Assert.AreSequenceEqual([], _mirror.Run(task).Errors);
        return task;
    }

    private RecordDefinition Task(params (string Name, string Value)[] own) => new()
    {
        Record = _mirror.PathOf("record.txt"),
        Outdates = [_mirror.PathOf("plan.jsonl")],
        OwnValues = [.. own.Select(o => new TaskItem(o.Name, new Dictionary<string, string> { ["Value"] = o.Value }))],
    };
}
