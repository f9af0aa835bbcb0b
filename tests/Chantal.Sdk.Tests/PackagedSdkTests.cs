using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The SDK as a NuGet package, used far away from its checkout.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class PackagedSdkTests : AptEndToEndTest
{
    [TestMethod]
    public void A_definition_outside_the_checkout_syncs_with_the_package_from_a_folder_feed()
    {
        var outside = new TestWorkspace("packaged", isInCheckout: false);
        PackedFeed.Use(outside.Root);
        File.WriteAllText(outside.PathOf("global.json"), $$"""
            { "msbuild-sdks": { "Chantal.Sdk": "{{PackedFeed.SdkVersion}}" } }
            """);
        var (upstream, server) = ServeSmall();
        var project = outside.Project("debian", $"""
              <PropertyGroup>
                <MirrorType>apt</MirrorType>
                <Upstream>{server.Uri}</Upstream>
                <SignedBy>{Keys.Archive.Keyring}</SignedBy>
              </PropertyGroup>
              <ItemGroup><Suite Include="stable" /></ItemGroup>
            """);

        outside.DotnetBuild(project).Succeeded();
        outside.DotnetBuild(project, $"-logger:Chantal.Tasks.JsonLogger,{Directory.GetFiles(outside.PathOf("packages"), "Chantal.Tasks.dll", SearchOption.AllDirectories).Single()};file=run.jsonl").DidNothing();
        Assert.Contains("\"step\":\"FetchUpstream\"", File.ReadAllText(outside.PathOf("run.jsonl")));

        Tree.AssertMirrors(upstream.Root, outside.Published("debian"));
        outside.Delete();
    }
}
