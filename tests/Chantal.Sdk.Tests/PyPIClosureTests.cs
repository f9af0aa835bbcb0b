using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The mirror holds all that pip may need, for each environment, however the index says what is needed.</summary>
[TestClass]
public sealed class PyPIClosureTests : PyPIEndToEndTest
{
    private const string Two = """<PythonVersion Include="3.9;3.12" /><Platform Include="manylinux_2_28_x86_64;win_amd64" />""";
    private const string Closed = "<IncludeDependencies>true</IncludeDependencies>";

    [TestMethod]
    public void Conditions_are_judged_for_each_environment()
    {
        var upstream = Serve(
            new Wheel("app") { RequiresDist = ["old; python_version < '3.10'", "win; sys_platform == 'win32'", "mac; sys_platform == 'darwin'", "pypy; implementation_name == 'pypy'"] },
            new Wheel("old"), new Wheel("win"), new Wheel("mac"), new Wheel("pypy"));

        Workspace.Build(Define(upstream.Uri, $"""<Package Include="app" />{Two}""", Closed)).Succeeded();

        Assert.AreSequenceEqual(["app", "old", "win"], PublishedProjects());
    }

    [TestMethod]
    public void Each_environment_gets_the_versions_that_it_can_install()
    {
        var upstream = Serve(
            new Wheel("app") { RequiresDist = ["lib"] },
            new Wheel("lib", "1.0") { RequiresPython = ">=3.8", RequiresDist = ["backport"] },
            new Wheel("lib", "2.0") { RequiresPython = ">=3.12" },
            new Wheel("backport"));

        Workspace.Build(Define(upstream.Uri, $"""<Package Include="app" />{Two}""", Closed + "<KeepDependencyVersions>1</KeepDependencyVersions>")).Succeeded();

        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl", "backport-1.0-py3-none-any.whl", "lib-1.0-py3-none-any.whl", "lib-2.0-py3-none-any.whl"], PublishedFiles());
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Some_versions_of_a_dependency_are_kept_and_the_one_that_suits_all()
    {
        var upstream = Serve(
            new Wheel("app") { RequiresDist = ["lib>=1", "strict"] },
            new Wheel("strict") { RequiresDist = ["lib!=1.9,<2.5"] });
        upstream.Add(Enumerable.Range(0, 10).Select(n => (PyPIUpstreamFile)new Wheel("lib", $"1.{n}")));
        upstream.Add(Enumerable.Range(5, 4).Select(n => (PyPIUpstreamFile)new Wheel("lib", $"2.{n}")));

        Workspace.Build(Define(upstream.Uri, $"""<Package Include="app" />{Two}""", Closed + "<KeepDependencyVersions>1</KeepDependencyVersions>")).Succeeded();

        Assert.AreSequenceEqual(["lib-1.8-py3-none-any.whl", "lib-2.8-py3-none-any.whl"], PublishedFiles().Where(f => f.StartsWith("lib", StringComparison.Ordinal)));
        var pip = Pip();
        pip.Install(ServePublished(), "app").Succeeded();
        Assert.Contains("lib-1.8", pip.Installed());
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void An_extra_counts_for_every_version_that_is_kept()
    {
        var upstream = Serve(
            new Wheel("app") { RequiresDist = ["lib[fast]", "pin"] },
            new Wheel("pin") { RequiresDist = ["lib==1.0"] },
            new Wheel("lib", "1.0") { Extras = ["fast"], RequiresDist = ["speedup; extra == 'fast'"] },
            new Wheel("lib", "2.0") { Extras = ["fast"] },
            new Wheel("lib", "2.1") { Extras = ["fast"] },
            new Wheel("lib", "2.2") { Extras = ["fast"] },
            new Wheel("speedup"));

        Workspace.Build(Define(upstream.Uri, $"""<Package Include="app" />{Two}""", Closed)).Succeeded();

        Assert.Contains("speedup", PublishedProjects());
        var pip = Pip();
        pip.Install(ServePublished(), "app").Succeeded();
        Assert.AreSequenceEqual(["app-1.0", "lib-1.0", "pin-1.0", "speedup-1.0"], pip.Installed());
    }

    [TestMethod]
    public void Where_no_metadata_lies_beside_a_wheel_only_its_part_is_read()
    {
        var upstream = Serve(
            new Wheel("app") { RequiresDist = ["lib"] }.AsFile() with { CoreMetadata = null },
            new Wheel("lib").AsFile() with { CoreMetadata = null });
        var project = Define(upstream.Uri, $"""<Package Include="app" />{Two}""", Closed);

        Workspace.Build(project, "-t:Plan").Succeeded();

        Assert.IsTrue(upstream.FileHost.Requests.All(r => r.Status == 206), "whole files were fetched for a plan");
        Workspace.Build(project).Succeeded();
        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl", "lib-1.0-py3-none-any.whl"], PublishedFiles());
        Assert.IsEmpty(PublishedMetadata());
    }

    [TestMethod]
    public void Of_sources_the_archive_says_what_they_need()
    {
        var upstream = Serve(new Sdist("app") { RequiresDist = ["lib"] }, new Wheel("lib"));

        Workspace.Build(Define(upstream.Uri, $"""<Package Include="app" />{Two}""", Closed)).Succeeded();

        Assert.AreSequenceEqual(["app", "lib"], PublishedProjects());
        Assert.HasCount(1, upstream.RequestedFiles.Where(f => f == "app-1.0.tar.gz"));
    }

    [TestMethod]
    public void A_dependency_that_is_not_there_is_a_warning_with_the_way_to_it()
    {
        var upstream = Serve(
            new Wheel("app") { RequiresDist = ["lib"] },
            new Wheel("lib") { RequiresDist = ["gone>=2", "app"] },
            new Wheel("gone"));

        var build = Workspace.Build(Define(upstream.Uri, $"""<Package Include="app" />{Two}""", Closed)).Succeeded();

        Assert.AreSequenceEqual(["CHANTAL5316"], build.Warnings);
        Assert.Contains("Package: app > app 1.0: lib > lib 1.0: gone>=2", build.Output);
    }

    [TestMethod]
    public void The_plan_says_why_a_file_is_wanted()
    {
        var upstream = Serve(new Wheel("app") { RequiresDist = ["lib>=1"] }, new Wheel("lib", "1.1"));
        File.WriteAllText(Workspace.PathOf("requirements.txt"), "# nothing\napp\n");

        Workspace.Build(Define(upstream.Uri, $"""<Requirements Include="requirements.txt" />{Two}""", Closed), "-t:Plan").Succeeded();

        var whys = File.ReadLines(Workspace.State(Mirror, "plan.jsonl")).Skip(1).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(e => e.GetProperty("role").GetString() == "package").ToDictionary(e => e.GetProperty("name").GetString()!, e => e.GetProperty("why").GetString()!);
        Assert.EndsWith("requirements.txt, line 2: app", whys["app"]);
        Assert.EndsWith("requirements.txt, line 2: app > app 1.0: lib>=1", whys["lib"]);
        Assert.IsEmpty(upstream.RequestedFiles.Where(f => f.EndsWith(".whl", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void A_dependency_that_appears_later_is_taken_then()
    {
        var upstream = Serve(new Wheel("app") { RequiresDist = ["late"] });
        var project = Define(upstream.Uri, $"""<Package Include="app" />{Two}""", Closed);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project).DidNothing();

        upstream.Add(new Wheel("late"));
        Workspace.Build(project).Succeeded();

        Assert.AreSequenceEqual(["app", "late"], PublishedProjects());
    }
}
