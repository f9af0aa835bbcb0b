using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The same for RPM, with files that only the full list of them has.</summary>
[TestClass]
public sealed class RpmAssertionTests : RpmEndToEndTest
{
    [TestMethod]
    [DataRow("x86_64", " Architecture=\"x86_64\"")]
    [DataRow("noarch", "")]
    public void A_state_from_which_a_package_cannot_be_installed_is_not_published(string architecture, string metadata)
    {
        var (repository, server) = Serve("", new RpmPackage("tool", "1.0", architecture) { Tags = "Requires: /usr/share/data/words" }, new RpmPackage("data") { Files = "/usr/share/data/words" });
        var project = Define(server.Uri, $"""<Assert Include="tool"{metadata} />""", "<CheckClosure>error</CheckClosure>");
        Workspace.Build(project).Succeeded();

        repository.Add([new RpmPackage("tool", "2.0", architecture) { Tags = "Requires: (gone if data)\nRequires: data" }]).Publish();
        var refused = Workspace.Build(project).FailedWith("CHANTAL4912").FailedWith("CHANTAL4914").FailedWith("CHANTAL4915");

        Assert.Contains("(gone if data)", refused.Output);
        Assert.DoesNotContain($"tool-2.0-1.{architecture}.rpm", PublishedPackages());
    }
}
