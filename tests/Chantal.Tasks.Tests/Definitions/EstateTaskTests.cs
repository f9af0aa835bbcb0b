using Chantal.Diagnostics;
using Chantal.Tasks.Tests.Support;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Chantal.Tasks.Tests.Definitions;

/// <summary>The tasks of an estate about its mirrors.</summary>
[TestClass]
public sealed class EstateTaskTests : IDisposable
{
    private readonly MirrorFixture _estate = new() { Name = "chantal", Type = "estate" };

    public void Dispose() => _estate.Dispose();

    [TestMethod]
    public void Mirrors_with_names_and_places_of_their_own_pass() =>
        Assert.AreSequenceEqual([], Check(Described("debian", "/srv/store/", "debian"), Described("ubuntu", "/srv/store/", "ubuntu"), Described("debian", "/srv/other/", "other")));

    [TestMethod]
    public void Two_mirrors_of_one_name_in_one_store_are_refused() =>
        Assert.AreSequenceEqual([DiagnosticCodes.DuplicateName], Check(Described("debian", "/srv/store/", "debian"), Described("debian", "/srv/store/", "again")));

    [TestMethod]
    public void A_mirror_in_the_tree_of_another_is_refused() =>
        Assert.AreSequenceEqual([DiagnosticCodes.TreesOverlap], Check(Described("debian", "/srv/store/", "debian"), Described("ubuntu", "/srv/store/", "debian/ubuntu")));

    [TestMethod]
    public void The_mirrors_for_which_a_verb_failed_are_named()
    {
        var mirrors = Projects("debian", "rocky", "ubuntu");

        var failed = _estate.Run(new RequireMirrors { Mirrors = mirrors, Succeeded = [mirrors[1].GetMetadata("FullPath")] });

        Assert.AreSequenceEqual([DiagnosticCodes.MirrorsFailed], failed.Errors);
        Assert.Contains("debian, ubuntu", failed.Sentences.Single());
        Assert.AreSequenceEqual([], _estate.Run(new RequireMirrors { Mirrors = mirrors, Succeeded = [.. mirrors.Select(m => m.GetMetadata("FullPath"))] }).Errors);
    }

    [TestMethod]
    public void A_run_is_limited_to_the_mirrors_that_are_named()
    {
        _estate.Words["Mirror"] = "ubuntu; debian";
        var select = new SelectMirrors { Mirrors = Projects("debian", "rocky", "ubuntu") };

        Assert.AreSequenceEqual([], _estate.Run(select).Errors);

        Assert.AreSequenceEqual(["debian", "ubuntu"], select.Selected.Select(m => m.GetMetadata("Filename")));
    }

    [TestMethod]
    public void A_mirror_that_is_not_there_is_told_with_the_nearest_name()
    {
        _estate.Words["Mirror"] = "debian;ubunto";

        var failed = _estate.Run(new SelectMirrors { Mirrors = Projects("debian", "ubuntu") });

        Assert.AreSequenceEqual([DiagnosticCodes.MirrorUnknown], failed.Errors);
        Assert.Contains("'ubuntu'", failed.Sentences.Single());
    }

    private List<string> Check(params ITaskItem[] mirrors) => _estate.Run(new CheckEstate { Mirrors = mirrors }).Errors;

    private TaskItem Described(string name, string store, string place) =>
        new(name, new Dictionary<string, string> { ["StoreRoot"] = store, ["PublishDirectory"] = _estate.PathOf(place) });

    private TaskItem[] Projects(params string[] names) => [.. names.Select(n => new TaskItem(_estate.PathOf($"{n}.proj")))];
}
