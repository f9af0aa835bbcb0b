using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What a definition adds to a sync, without a change of the SDK.</summary>
[TestClass]
public sealed class HookTests : AptEndToEndTest
{
    [TestInitialize]
    public void TakePathsFromTheDefinition() => Workspace.BuildsInItsDirectory = true;

    [TestMethod]
    public void Files_of_ones_own_are_imported_before_and_behind_the_targets()
    {
        File.WriteAllText(Workspace.PathOf("before.targets"), "<Project><PropertyGroup><PublishPath>from-before</PublishPath></PropertyGroup></Project>");
        File.WriteAllText(Workspace.PathOf("after.targets"), """
            <Project>
              <PropertyGroup>
                <SyncDependsOn>CheckWindow;$(SyncDependsOn);Notify</SyncDependsOn>
              </PropertyGroup>
              <Target Name="CheckWindow"><WriteLinesToFile File="steps.txt" Lines="first" /></Target>
              <Target Name="Notify"><WriteLinesToFile File="steps.txt" Lines="last $(PublishDirectory)" /></Target>
            </Project>
            """);
        var project = Debian("<CustomBeforeChantalTargets>before.targets</CustomBeforeChantalTargets><CustomAfterChantalTargets>after.targets</CustomAfterChantalTargets>");

        Workspace.Build(project, "-t:Sync").Succeeded();

        Assert.AreSequenceEqual(["first", $"last {Workspace.Published("from-before")}/"], File.ReadAllLines(Workspace.PathOf("steps.txt")));
        Assert.IsTrue(Directory.Exists(Workspace.Published("from-before")));
    }

    [TestMethod]
    public void A_definition_adds_steps_by_itself()
    {
        var project = Debian("<SyncDependsOn>$(SyncDependsOn);Notify</SyncDependsOn>", """
            <Target Name="Notify"><WriteLinesToFile File="steps.txt" Lines="notified" /></Target>
            """);

        Workspace.Build(project, "-t:Sync").Succeeded();

        Assert.AreSequenceEqual(["notified"], File.ReadAllLines(Workspace.PathOf("steps.txt")));
    }

    [TestMethod]
    public void A_step_behind_LinkPublish_runs_when_a_new_state_is_published_and_only_then()
    {
        var project = Debian("", """
            <Target Name="Notify" AfterTargets="LinkPublish" Inputs="$(PublishedStamp)" Outputs="notified.stamp">
              <WriteLinesToFile File="steps.txt" Lines="published" />
              <Touch Files="notified.stamp" AlwaysCreate="true" />
            </Target>
            """);

        Workspace.Build(project, "-t:Sync").Succeeded();
        Workspace.Build(project, "-t:Sync").DidNothing();
        Assert.HasCount(1, File.ReadAllLines(Workspace.PathOf("steps.txt")));
        Workspace.Build(project, "-t:Sync", "-p:LinkMode=copy").Succeeded();
        Assert.HasCount(2, File.ReadAllLines(Workspace.PathOf("steps.txt")));
    }

    [TestMethod]
    public void A_step_that_fails_fails_the_sync_and_its_report()
    {
        var project = Debian("<SyncDependsOn>$(SyncDependsOn);Notify</SyncDependsOn>", """<Target Name="Notify"><Error Text="nobody there" /></Target>""");

        Assert.AreNotEqual(0, Workspace.Build(project, "-t:Sync").ExitCode);

        Assert.Contains("\"failed\"", File.ReadAllText(Workspace.State("debian", "last-run.json")));
    }

    [TestMethod]
    public void A_format_without_targets_of_its_own_takes_the_steps_that_are_the_same_for_all()
    {
        var (upstream, _) = ServeSmall();
        var project = Debian("<MirrorTypeTargets>$(ChantalSdkRoot)Format.targets</MirrorTypeTargets>");

        Workspace.Build(project, "-t:Sync").Succeeded();
        Workspace.Build(project, "-t:Sync").DidNothing();

        Tree.AssertMirrors(upstream.Root, Workspace.Published("debian"));
    }

    private string Debian(string properties, string targets = "")
    {
        var (_, server) = ServeSmall();
        return Workspace.Project("debian", $"""
              <PropertyGroup>
                <MirrorType>apt</MirrorType>
                <Upstream>{server.Uri}</Upstream>
                <SignedBy>{Keys.Archive.Keyring}</SignedBy>
                {properties}
              </PropertyGroup>
              <ItemGroup><Suite Include="stable" /></ItemGroup>
              {targets}
            """);
    }
}
