using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Why a mirror of RPM repositories has a package, or does not.</summary>
[TestClass]
public sealed class RpmWhyTests : RpmEndToEndTest
{
    [TestMethod]
    public void Versions_that_are_too_old_and_packages_that_nobody_names_are_left_out()
    {
        var (_, _, server) = ServeRockyLike();
        var project = Define(
            server.Uri, """<Repository Include="BaseOS/$basearch/os" /><Architecture Include="x86_64" /><Package Include="lib" /><ExcludePackage Include="libc*" />""",
            "<KeepVersions>1</KeepVersions>");
        Workspace.Build(project).Succeeded();

        var lib = Workspace.Build(project, "-t:Why", "-p:Package=lib").Succeeded().Output;

        Assert.Contains("1.1-1 (x86_64) is taken: it is asked for as 'lib'.", lib);
        Assert.Contains("are left out: KeepVersions takes newer versions only.", lib);
        Assert.Contains("is left out: the definition does not name it", Workspace.Build(project, "-t:Why", "-p:Package=lonely").Succeeded().Output);
        Assert.Contains("is left out: an ExcludePackage item names it.", Workspace.Build(project, "-t:Why", "-p:Package=libc++").Succeeded().Output);
    }
}
