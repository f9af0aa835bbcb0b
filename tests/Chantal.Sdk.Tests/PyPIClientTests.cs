using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>pip installs from the published tree with nothing else reachable.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class PyPIClientTests : PyPIEndToEndTest
{
    private const string Here = """<PythonVersion Include="3.11" /><Platform Include="manylinux_2_28_x86_64" />""";

    [TestMethod]
    public void Pip_installs_a_wheel_with_all_that_it_needs()
    {
        var upstream = Serve(
            new Wheel("app", "1.0") { RequiresDist = ["lib>=1", "never; sys_platform == 'win32'", "more; extra == 'more'"], Extras = ["more"] },
            new Wheel("lib", "1.2") { RequiresDist = ["app"] },
            new Wheel("more", "3.0"),
            new Wheel("other", "1.0"));

        Workspace.Build(Define(upstream.Uri, $"""<Package Include="app[more]" />{Here}""", "<IncludeDependencies>true</IncludeDependencies>")).Succeeded();

        Assert.AreSequenceEqual(["app", "lib", "more"], PublishedProjects());
        var pip = Pip();
        pip.Install(ServePublished(), "app[more]").Succeeded();
        Assert.AreSequenceEqual(["app-1.0", "lib-1.2", "more-3.0"], pip.Installed());
    }

    [TestMethod]
    public void Pip_installs_from_the_tree_on_disk()
    {
        var upstream = Serve(new Wheel("app", "1.0"));

        Workspace.Build(Define(upstream.Uri, """<Package Include="app" />""")).Succeeded();

        var pip = Pip();
        pip.Install($"file://{Published}/simple", "app").Succeeded();
        Assert.AreSequenceEqual(["app-1.0"], pip.Installed());
    }

    [TestMethod]
    public void Pip_builds_and_installs_sources()
    {
        var upstream = Serve(new Sdist("app", "1.0") { BuildRequires = ["helper"] }, new Wheel("helper", "1.0"));

        Workspace.Build(Define(upstream.Uri, """<Package Include="app;helper" />""")).Succeeded();

        var pip = Pip();
        pip.Install(ServePublished(), "app").Succeeded();
        Assert.AreSequenceEqual(["app-1.0"], pip.Installed());
    }

    [TestMethod]
    public void Pip_with_only_binary_takes_the_wheel()
    {
        var upstream = Serve(new Sdist("app", "1.1"), new Wheel("app", "1.0"));

        Workspace.Build(Define(upstream.Uri, """<Package Include="app" />""")).Succeeded();

        var pip = Pip();
        pip.Install(ServePublished(), "--only-binary=:all:", "app").Succeeded();
        Assert.AreSequenceEqual(["app-1.0"], pip.Installed());
    }

    [TestMethod]
    public void Pip_takes_a_yanked_release_only_by_its_exact_version()
    {
        var upstream = Serve(new Wheel("app", "1.0"), new Wheel("app", "1.1").AsFile() with { Yanked = "broken" });

        Workspace.Build(Define(upstream.Uri, """<Package Include="app" />""")).Succeeded();

        var index = ServePublished();
        var pip = Pip();
        pip.Install(index, "app").Succeeded();
        Assert.AreSequenceEqual(["app-1.0"], pip.Installed());
        var exact = Pip();
        Assert.Contains("broken", exact.Install(index, "app==1.1").Succeeded().Output);
        Assert.AreSequenceEqual(["app-1.1"], exact.Installed());
    }

    [TestMethod]
    public void Pip_installs_what_a_requirements_file_with_hashes_names()
    {
        var upstream = Serve(new Wheel("app", "1.0"), new Wheel("app", "1.1"), new Wheel("lib", "2.0"));
        File.WriteAllText(Workspace.PathOf("requirements.txt"), $"""
            --require-hashes
            app==1.0 \
                --hash=sha256:{upstream.File("app-1.0-py3-none-any.whl").Hashes["sha256"]}
            lib==2.0 --hash=sha256:{upstream.File("lib-2.0-py3-none-any.whl").Hashes["sha256"]}
            """);

        Workspace.Build(Define(upstream.Uri, """<Requirements Include="requirements.txt" />""")).Succeeded();

        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl", "lib-2.0-py3-none-any.whl"], PublishedFiles());
        var pip = Pip();
        pip.Install(ServePublished(), "--require-hashes", "-r", Workspace.PathOf("requirements.txt")).Succeeded();
        Assert.AreSequenceEqual(["app-1.0", "lib-2.0"], pip.Installed());
    }
}
