using System.Diagnostics;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A repository of mirrors with the scripts of the pipelines, as a build agent checks it out; its store is elsewhere.</summary>
public sealed class AgentRepository
{
    private readonly TestWorkspace _workspace;

    /// <summary>Makes it in a workspace, with a <c>chantal.proj</c> that takes every mirror but <c>unlisted</c>.</summary>
    public AgentRepository(TestWorkspace workspace)
    {
        _workspace = workspace;
        Directory.CreateDirectory(PathOf("mirrors"));
        Directory.CreateDirectory(PathOf("pipelines"));
        Files.CopyTree(Pipelines.Scripts, PathOf("pipelines/scripts"));
        File.WriteAllText(PathOf("chantal.proj"), """
            <Project Sdk="Chantal.Sdk">
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="mirrors/*.proj" Exclude="mirrors/unlisted.proj" /></ItemGroup>
            </Project>
            """);
    }

    /// <summary>What the agent sets besides.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Whether scripts start with SIGINT ignored, as what a shell starts in the background does.</summary>
    public bool IgnoresInterrupts { get; set; }

    /// <summary>A path in the repository.</summary>
    public string PathOf(params IEnumerable<string> segments) => _workspace.PathOf(["repository", .. segments]);

    /// <summary>Writes the definition of a mirror of an APT repository.</summary>
    public void Define(string mirror, string upstream, string suite = "stable") => File.WriteAllText(PathOf("mirrors", mirror + ".proj"), $"""
        <Project Sdk="Chantal.Sdk">
          <PropertyGroup>
            <MirrorType>apt</MirrorType>
            <Upstream>{upstream}</Upstream>
            <SignedBy>{Keys.Archive.ArmoredKeyring}</SignedBy>
            <TransferTimeout>1h</TransferTimeout>
            <GracePeriod>0</GracePeriod>
          </PropertyGroup>
          <ItemGroup><Suite Include="{suite}" /></ItemGroup>
        </Project>
        """);

    /// <summary>Runs a script to its end.</summary>
    public BuildResult Run(string script, params IEnumerable<string> arguments)
    {
        using var running = Start("agent", script, arguments);
        return running.WaitForExit();
    }

    /// <summary>Starts a script on an agent, which has an index of its own.</summary>
    public RunningBuild Start(string agent, string script, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("env", [IgnoresInterrupts ? "--ignore-signal=INT" : "--default-signal=INT,TERM", PathOf("pipelines/scripts", script), .. arguments])
        {
            WorkingDirectory = _workspace.Root,
        };
        DotnetBuild.Isolate(start);
        start.Environment["CHANTAL_STORE"] = _workspace.StoreRoot;
        start.Environment["CHANTAL_INDEX"] = IndexOf(agent);
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return new RunningBuild(start);
    }

    /// <summary>The index of an agent.</summary>
    public string IndexOf(string agent) => _workspace.PathOf($"{agent}.db");
}
