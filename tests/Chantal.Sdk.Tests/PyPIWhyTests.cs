using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Why a mirror of a Python index has a project, or does not.</summary>
[TestClass]
public sealed class PyPIWhyTests : PyPIEndToEndTest
{
    [TestMethod]
    public void A_project_is_there_because_of_a_requirement_or_of_a_release_that_needs_it()
    {
        var upstream = Serve(new Wheel("Big_App") { RequiresDist = ["lib>=1", "other"] }, new Wheel("lib", "1.0"), new Wheel("lib", "0.9"), new Wheel("other") { RequiresDist = ["lib"] });
        File.WriteAllText(Workspace.PathOf("requirements.txt"), "big.app==1.0\n");
        var project = Define(upstream.Uri, """<Requirements Include="requirements.txt" /><PythonVersion Include="3.12" /><Platform Include="manylinux_2_28_x86_64" />""", "<IncludeDependencies>true</IncludeDependencies><KeepDependencyVersions>1</KeepDependencyVersions>");
        Workspace.Build(project).Succeeded();

        var app = Workspace.Build(project, "-t:Why", "-p:Package=BIG-app").Succeeded().Output;
        var lib = Workspace.Build(project, "-t:Why", "-p:Package=lib").Succeeded().Output;

        Assert.Contains("requirements.txt, line 1: big-app==1.0.", app);
        Assert.Contains("2 packages: lib, other, which nothing else needs.", app);
        Assert.Contains("big-app -> lib. Needed by 2 packages: big-app, other.", lib);
        Assert.Contains("0.9 is left out: the definition does not name it, and nothing that is taken needs it.", lib);
    }

    [TestMethod]
    public void Without_dependencies_a_project_is_known_by_its_name()
    {
        var upstream = Serve(new Wheel("app"), new Wheel("other"));
        var project = Define(upstream.Uri, """<Package Include="app" />""", "");
        Workspace.Build(project).Succeeded();

        Assert.Contains("what is asked for is taken: it is asked for in Package: app.", Workspace.Build(project, "-t:Why", "-p:Package=app").Succeeded().Output);
        Workspace.Build(project, "-t:Why", "-p:Package=other").FailedWith("CHANTAL6161");
    }
}
