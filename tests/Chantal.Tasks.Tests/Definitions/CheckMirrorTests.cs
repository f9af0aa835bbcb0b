using Chantal.Diagnostics;
using Chantal.Tasks.Tests.Support;

namespace Chantal.Tasks.Tests.Definitions;

[TestClass]
public sealed class CheckMirrorTests : IDisposable
{
    private readonly MirrorFixture _mirror = new();

    public void Dispose() => _mirror.Dispose();

    [TestMethod]
    public void A_definition_that_says_what_it_needs_passes() => Passes();

    [TestMethod]
    [DataRow("LinkMode", "soft")]
    [DataRow("GracePeriod", "soon")]
    [DataRow("CheckShare", "0%")]
    [DataRow("VerifyShare", "all of it")]
    [DataRow("DryRun", "perhaps")]
    [DataRow("LockFile", "mirror.lock")]
    [DataRow("Locked", "1")]
    public void A_value_that_cannot_be_used_is_named(string word, string value)
    {
        _mirror.Words[word] = value;

        Assert.Contains(word, Fails(DiagnosticCodes.InvalidProperty));
    }

    [TestMethod]
    public void A_name_that_leaves_its_folder_is_refused()
    {
        _mirror.Name = "../escape";

        Assert.Contains("MirrorName", Fails(DiagnosticCodes.InvalidName));
    }

    [TestMethod]
    public void A_place_outside_of_the_published_trees_is_refused()
    {
        _mirror.PublishDirectory = _mirror.PathOf("escape");

        Assert.Contains("PublishPath", Fails(DiagnosticCodes.PublishPath));
    }

    [TestMethod]
    public void A_type_that_is_not_there_is_told_with_those_that_are()
    {
        _mirror.Type = "";
        Assert.Contains("apt, rpm", Fails(DiagnosticCodes.UnknownMirrorType));
        _mirror.Type = "gopher";
        Assert.Contains("apt, rpm", Fails(DiagnosticCodes.UnknownMirrorType, targets: "gopher.targets"));
    }

    [TestMethod]
    public void The_lost_file_of_a_plug_in_is_named()
    {
        _mirror.Type = "gopher";
        _mirror.Words["MirrorTypeTargets"] = "gopher.targets";

        Assert.Contains(_mirror.PathOf("gopher.targets"), Fails(DiagnosticCodes.UnknownMirrorType, targets: "gopher.targets"));
    }

    [TestMethod]
    public void A_run_that_is_limited_to_others_fails_here()
    {
        _mirror.Words["Mirror"] = "ubuntu;rocky";
        Assert.Contains("'ubuntu;rocky'", Fails(DiagnosticCodes.MirrorUnknown));
        _mirror.Words["Mirror"] = "ubuntu; debian";
        Passes();
        _mirror.Name = "renamed";
        Passes();
    }

    [TestMethod]
    public void What_stands_above_the_definition_is_looked_at_too()
    {
        _mirror.Defaults = _mirror.Write("Directory.Build.props", "<Project><PropertyGroup><MaxBandwith>1M</MaxBandwith><Version>1.0</Version></PropertyGroup></Project>");

        var engine = Check("types.targets");

        Assert.AreSequenceEqual([DiagnosticCodes.WordDoubtful], engine.Warnings);
        Assert.Contains(_mirror.Defaults, engine.WarningSentences.Single());
    }

    private void Passes() => Assert.AreSequenceEqual([], Check("types.targets").Errors);

    private string Fails(string code, string targets = "types.targets")
    {
        var checkedMirror = Check(targets);
        Assert.AreSequenceEqual([code], checkedMirror.Errors);
        return checkedMirror.Sentences.Single();
    }

    private FakeBuildEngine Check(string targets)
    {
        _mirror.Write("types.targets");
        return _mirror.Run(new CheckMirror { TypeTargets = _mirror.PathOf(targets) });
    }
}
