using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What of a Python index a definition selects.</summary>
[TestClass]
public sealed class PyPISelectionTests : PyPIEndToEndTest
{
    [TestMethod]
    public void A_name_in_any_spelling_selects_the_project_and_a_version_narrows_it()
    {
        var upstream = Serve(new Wheel("my.lib", "1.0"), new Wheel("my.lib", "1.5"), new Wheel("my.lib", "2.0"), new Wheel("other"));

        Workspace.Build(Define(upstream.Uri, """<Package Include="My_Lib" Version="&gt;=1.1,&lt;2" />""")).Succeeded();

        Assert.AreSequenceEqual(["my_lib-1.5-py3-none-any.whl"], PublishedFiles());
        Assert.AreSequenceEqual(["my-lib"], PublishedProjects());
    }

    [TestMethod]
    public void Versions_that_are_equal_in_other_words_are_one_version()
    {
        var upstream = Serve(new Wheel("app", "1.0"), new Wheel("app", "1!0.5"), new Wheel("app", "1.0+local.1"), new Wheel("app", "1.0.post1"));

        Workspace.Build(Define(upstream.Uri, """<Package Include="app" Version="==1.0.0" />""")).Succeeded();

        Assert.AreSequenceEqual(["app-1.0+local.1-py3-none-any.whl", "app-1.0-py3-none-any.whl"], PublishedFiles());
    }

    [TestMethod]
    public void Pre_releases_are_taken_where_they_are_wanted()
    {
        var upstream = Serve(new Wheel("app", "1.0"), new Wheel("app", "2.0rc1"), new Wheel("early", "0.1a1"));

        Workspace.Build(Define(upstream.Uri, """<Package Include="app;early" />""")).Succeeded();
        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl", "early-0.1a1-py3-none-any.whl"], PublishedFiles());

        Workspace.Build(Define(upstream.Uri, """<Package Include="app;early" />""", "<IncludePreReleases>true</IncludePreReleases>")).Succeeded();
        Assert.Contains("app-2.0rc1-py3-none-any.whl", PublishedFiles());
    }

    [TestMethod]
    public void The_newest_versions_are_kept_for_each_environment()
    {
        var upstream = Serve(
            new Wheel("app", "1.0") { RequiresPython = ">=3.8" },
            new Wheel("app", "2.0") { RequiresPython = ">=3.9" },
            new Wheel("app", "3.0") { RequiresPython = ">=3.12" });

        Workspace.Build(Define(
            upstream.Uri,
            """<Package Include="app" /><PythonVersion Include="3.11;3.12" /><Platform Include="any" />""",
            "<KeepVersions>1</KeepVersions>")).Succeeded();

        Assert.AreSequenceEqual(["app-2.0-py3-none-any.whl", "app-3.0-py3-none-any.whl"], PublishedFiles());
    }

    [TestMethod]
    public void Wheels_are_taken_that_run_on_a_platform_and_its_python()
    {
        var upstream = Serve(
            new Wheel("np", "1.0", "cp311", "cp311", "manylinux_2_17_x86_64"),
            new Wheel("np", "1.0", "cp311", "cp311", "manylinux_2_35_x86_64"),
            new Wheel("np", "1.0", "cp311", "cp311", "win_amd64"),
            new Wheel("np", "1.0", "cp312", "cp312", "manylinux_2_17_x86_64"),
            new Wheel("np", "1.0", "cp38", "abi3", "manylinux2014_x86_64"),
            new Wheel("np", "1.0", "cp311", "cp311", "musllinux_1_1_x86_64"),
            new Sdist("np", "1.0"));

        Workspace.Build(Define(
            upstream.Uri, """<Package Include="np" /><PythonVersion Include="3.11" /><Platform Include="manylinux_2_28_x86_64" />""")).Succeeded();

        Assert.AreSequenceEqual(
            ["np-1.0-cp311-cp311-manylinux_2_17_x86_64.whl", "np-1.0-cp38-abi3-manylinux2014_x86_64.whl", "np-1.0.tar.gz"], PublishedFiles());
    }

    [TestMethod]
    public void Kinds_and_sizes_of_files_are_filtered()
    {
        var upstream = Serve(new Wheel("app", "1.0"), new Sdist("app", "1.0"), new Wheel("big", "1.0"));
        upstream.ChangeFile("big-1.0-py3-none-any.whl", f => f with { Size = 5_000_000 });

        var build = Workspace.Build(Define(
            upstream.Uri, """<Package Include="app;b*" />""", "<PackageTypes>wheel</PackageTypes><MaxFileSize>1M</MaxFileSize>"));

        build.FailedWith("CHANTAL5314");
        Workspace.Build(Define(upstream.Uri, """<Package Include="app" />""", "<PackageTypes>wheel</PackageTypes><MaxFileSize>1M</MaxFileSize>")).Succeeded();
        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl"], PublishedFiles());
    }

    [TestMethod]
    public void Patterns_select_projects_of_the_index_and_excluded_ones_stay_out()
    {
        var upstream = Serve(new Wheel("azure-core"), new Wheel("Azure.Storage"), new Wheel("azure-old"), new Wheel("boto"));

        Workspace.Build(Define(upstream.Uri, """<Package Include="azure-*" /><ExcludePackage Include="Azure_Old" />""")).Succeeded();

        Assert.AreSequenceEqual(["azure-core", "azure-storage"], PublishedProjects());
    }

    [TestMethod]
    public void A_requirements_file_selects_with_its_includes_constraints_and_conditions()
    {
        var upstream = Serve(
            new Wheel("app", "1.0"), new Wheel("app", "2.0"), new Wheel("lib", "1.0"), new Wheel("lib", "2.0"), new Wheel("win", "1.0"), new Wheel("named", "1.0"));
        File.WriteAllText(Workspace.PathOf("requirements.txt"), "app>=1  # the newest\n-r more.txt\n-c constraints.txt\nwin; sys_platform == \"win32\"\nnamed\n");
        File.WriteAllText(Workspace.PathOf("more.txt"), "lib \\\n  <3\n");
        File.WriteAllText(Workspace.PathOf("constraints.txt"), "lib<2\n");

        var project = Define(
            upstream.Uri, """<Requirements Include="requirements.txt" /><PythonVersion Include="3.11" /><Platform Include="manylinux_2_28_x86_64" />""",
            "<KeepVersions>1</KeepVersions>");
        Workspace.Build(project).Succeeded();

        Assert.AreSequenceEqual(["app-2.0-py3-none-any.whl", "lib-1.0-py3-none-any.whl", "named-1.0-py3-none-any.whl"], PublishedFiles());

        // A file that is only included is part of the definition too.
        File.WriteAllText(Workspace.PathOf("constraints.txt"), "lib<3\n");
        Workspace.Build(project).Succeeded();
        Assert.Contains("lib-2.0-py3-none-any.whl", PublishedFiles());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2331")]
    public void Constraints_may_be_named_by_the_definition()
    {
        var upstream = Serve(new Wheel("app", "1.0"), new Wheel("app", "2.0"));
        File.WriteAllText(Workspace.PathOf("limits.txt"), "app<2\n");

        Workspace.Build(Define(
            upstream.Uri, """<Package Include="app" /><Constraints Include="limits.txt" /><PythonVersion Include="3.11" />""")).Succeeded();

        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl"], PublishedFiles());
    }

    [TestMethod]
    public void A_lock_file_selects_exactly_its_files()
    {
        var upstream = Serve(new Wheel("app", "1.0"), new Wheel("app", "1.1"), new Sdist("app", "1.0"), new Wheel("lib", "1.0"));
        var wheel = upstream.File("app-1.0-py3-none-any.whl");
        File.WriteAllText(Workspace.PathOf("pylock.toml"), $$"""
            lock-version = "1.0"
            created-by = "a test"

            [[packages]]
            name = "app"
            version = "1.0"
            [[packages.wheels]]
            name = "app-1.0-py3-none-any.whl"
            url = "https://files.example.org/app-1.0-py3-none-any.whl"
            hashes = { sha256 = "{{wheel.Hashes["sha256"]}}" }
            """);

        Workspace.Build(Define(upstream.Uri, """<Requirements Include="pylock.toml" />""")).Succeeded();

        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl"], PublishedFiles());
    }

    [TestMethod]
    public void What_cannot_be_met_fails_and_names_all_of_it()
    {
        var upstream = Serve(new Wheel("app", "1.0"), new Wheel("lib", "1.0"));

        var unmet = Workspace.Build(Define(upstream.Uri, """<Package Include="app" Version="&gt;=2" /><Package Include="lib" Version="&gt;=3" />"""));
        unmet.FailedWith("CHANTAL5314");
        Assert.Contains("lib>=3", unmet.Output);

        var missing = Workspace.Build(Define(upstream.Uri, """<Package Include="nowhere;app;nothing" />""")).FailedWith("CHANTAL5310");
        Assert.Contains("'nothing', 'nowhere'", missing.Output);
        Assert.IsEmpty(Tree.Read(Published).Paths);
    }

    [TestMethod]
    public void What_is_there_for_some_environments_only_is_a_warning()
    {
        var upstream = Serve(new Wheel("app", "1.0") { RequiresPython = ">=3.12" });

        var build = Workspace.Build(Define(upstream.Uri, """<Package Include="app" /><PythonVersion Include="3.11;3.12" />""")).Succeeded();

        Assert.AreSequenceEqual(["CHANTAL5315"], build.Warnings);
        Assert.Contains("3.11 on any", build.Output);
    }

    [TestMethod]
    [DataRow("""<Package Include="app @ https://example.org/app.whl" />""", "", "CHANTAL2331")]
    [DataRow("""<Package Include="app" Version="newest" />""", "", "CHANTAL2331")]
    [DataRow("""<Package Include="app*" Version=">=2" />""", "", "CHANTAL2331")]
    [DataRow("""<Package Include="app" /><PythonVersion Include="three" />""", "", "CHANTAL2310")]
    [DataRow("""<Package Include="app" /><PythonVersion Include="3.11" /><Platform Include="amiga" />""", "", "CHANTAL2311")]
    [DataRow("""<Package Include="app" />""", "<IncludeDependencies>true</IncludeDependencies>", "CHANTAL2330")]
    [DataRow("""<Package Include="app" />""", "<PackageTypes>deb</PackageTypes>", "CHANTAL2003")]
    [DataRow("""<Requirements Include="absent.txt" />""", "", "CHANTAL2301")]
    [DataRow("", "", "CHANTAL2004")]
    public void A_definition_that_makes_no_sense_fails_before_anything_is_asked(string items, string properties, string code)
    {
        var upstream = Serve(new Wheel("app", "1.0"));

        Workspace.Build(Define(upstream.Uri, items, properties)).FailedWith(code);

        Assert.IsEmpty(upstream.RequestedPages);
    }
}
