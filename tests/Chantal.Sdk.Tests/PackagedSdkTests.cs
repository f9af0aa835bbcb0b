using System.IO.Compression;
using System.Runtime.InteropServices;
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

    [TestMethod]
    public void Tasks_with_machine_code_are_taken_where_the_package_has_them_for_this_kind_of_machine()
    {
        // As a package that was made with AheadOfTime=true has them, beside those for other machines, which cannot be loaded here.
        var sdk = Unpack();
        Assert.AreSequenceEqual(
            ["linux-arm", "linux-arm64", "linux-musl-arm", "linux-musl-arm64", "linux-musl-x64", "linux-x64"],
            Directory.GetDirectories(Path.Combine(sdk, "tasks", "runtimes")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal));
        Directory.Move(Path.Combine(sdk, "tasks"), Path.Combine(sdk, "own"));
        Directory.CreateDirectory(Path.Combine(sdk, "tasks"));
        Directory.Move(Path.Combine(sdk, "own"), Path.Combine(sdk, "tasks", $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}"));
        File.WriteAllText(Path.Combine(sdk, "tasks", "Chantal.Tasks.dll"), "for another machine");
        AssertSyncs(sdk);
    }

    [TestMethod]
    public void A_machine_for_which_one_of_the_databases_has_no_library_takes_the_other()
    {
        // As on other processors and with musl.
        var sdk = Unpack();
        File.Delete(Path.Combine(sdk, "tasks", "runtimes", "linux-x64", "native", "SQLite.Interop.dll"));

        Assert.DoesNotContain("CHANTAL4011", AssertSyncs(sdk));
    }

    private string Unpack()
    {
        var sdk = Workspace.PathOf("sdk");
        ZipFile.ExtractToDirectory(Path.Combine(PackedFeed.Folder, $"Chantal.Sdk.{PackedFeed.SdkVersion}.nupkg"), sdk);
        return sdk;
    }

    private string AssertSyncs(string sdk)
    {
        var (upstream, server) = ServeSmall();
        var outside = new TestWorkspace("unpacked", isInCheckout: false);
        var project = outside.PathOf("debian.proj");
        File.WriteAllText(project, $"""
            <Project>
              <Import Project="{sdk}/Sdk/Sdk.props" />
              <PropertyGroup>
                <MirrorType>apt</MirrorType>
                <Upstream>{server.Uri}</Upstream>
                <SignedBy>{Keys.Archive.Keyring}</SignedBy>
              </PropertyGroup>
              <ItemGroup><Suite Include="stable" /></ItemGroup>
              <Import Project="{sdk}/Sdk/Sdk.targets" />
            </Project>
            """);

        var output = outside.DotnetBuild(project).Succeeded().Output;

        Tree.AssertMirrors(upstream.Root, outside.Published("debian"));
        outside.Delete();
        return output;
    }
}
