using System.Text;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary><c>dotnet new chantal-apk</c>, from an empty directory and with an empty home.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class ApkTemplateTests : ApkEndToEndTest
{
    [TestMethod]
    public void Whole_repositories_and_named_packages_sync()
    {
        using var server = Serve();
        var newcomer = Own(new Newcomer()).InstallTemplates();
        newcomer.NewEstate("ours").Succeeded();
        Files.Write(newcomer.PathOf("ours/mirrors/keys", Key.Name), Encoding.UTF8.GetBytes(Key.PublicPem));
        string[] options = ["-o", "ours/mirrors", "--upstream", server.Uri, "--repositories", "v3.22/main;v3.22/community", "--signed-by", $"keys/{Key.Name}"];

        newcomer.New(["chantal-apk", "-n", "alpine", .. options]).Succeeded();
        newcomer.New(["chantal-apk", "-n", "slice", .. options, "--packages", "busybox"]).Succeeded();

        newcomer.Build("ours/mirrors/alpine.proj").Succeeded();
        newcomer.Build("ours/mirrors/alpine.proj").DidNothing();
        Tree.AssertEqual(Upstream, newcomer.PathOf("ours/store/publish/alpine"));

        // A rewritten index that nobody signs is a warning.
        Assert.AreSequenceEqual(["CHANTAL3425"], newcomer.Build("ours/mirrors/slice.proj").Succeeded().Warnings);
        Assert.AreSequenceEqual(
            ["v3.22/main/x86_64/busybox-1.37.0-r18.apk", "v3.22/main/x86_64/musl-1.2.5-r10.apk"],
            Tree.Read(newcomer.PathOf("ours/store/publish/slice"), path => path.EndsWith(".apk", StringComparison.Ordinal)).Paths);
    }
}
