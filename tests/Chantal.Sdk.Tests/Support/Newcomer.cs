using System.Diagnostics;

namespace Chantal.Sdk.Tests.Support;

/// <summary>Someone with an empty home and the packed SDK, far away from the checkout.</summary>
public sealed class Newcomer : IDisposable
{
    private static readonly Lazy<Newcomer> Installed = new(() =>
    {
        var first = new Newcomer();
        first.New("install", PackedFeed.Templates).Succeeded();
        return first;
    });

    private readonly TestWorkspace _workspace = new("newcomer", isInCheckout: false);

    /// <summary>Makes the home, with the packed SDK as the only source of packages.</summary>
    public Newcomer()
    {
        Directory.CreateDirectory(_workspace.PathOf("home"));
        PackedFeed.Use(_workspace.Root);
    }

    /// <summary>A path in the directory that the newcomer works in.</summary>
    public string PathOf(params IEnumerable<string> segments) => _workspace.PathOf(segments);

    /// <summary>Takes over the home of somebody who has installed the packed templates, once a run: an installation takes as long as a test.</summary>
    public Newcomer InstallTemplates()
    {
        Command.Output("cp", "-a", Installed.Value.PathOf("home", "."), PathOf("home"));
        return this;
    }

    /// <summary>Deletes that home, if there is one.</summary>
    public static void DeleteInstalled()
    {
        if (Installed.IsValueCreated)
        {
            Installed.Value.Dispose();
        }
    }

    /// <summary>Installs the packed command as <c>bin/chantal</c>.</summary>
    public Newcomer InstallCommand()
    {
        Dotnet(["tool", "install", "Chantal.Cli", "--tool-path", PathOf("bin"), "--add-source", PackedFeed.Folder]).Succeeded();
        return this;
    }

    /// <summary>Runs <c>dotnet new</c>.</summary>
    public BuildResult New(params IEnumerable<string> arguments) => Dotnet(["new", .. arguments]);

    /// <summary>Makes a repository of mirrors that takes the SDK from the packed feed.</summary>
    public BuildResult NewEstate(string folder, params IEnumerable<string> arguments) => New(["chantal-estate", "-o", folder, "--feed", PackedFeed.Folder, .. arguments]);

    /// <summary>Runs <c>dotnet build</c>.</summary>
    public BuildResult Build(string project, params IEnumerable<string> arguments) =>
        Dotnet(["build", project, "-nologo", "-v:n", .. arguments]);

    /// <summary>Runs <c>dotnet pack</c> into a folder.</summary>
    public BuildResult Pack(string project, string folder) => Dotnet(["pack", project, "-nologo", "-o", PathOf(folder)]);

    /// <summary>Runs a program that lies in the newcomer's directory.</summary>
    public BuildResult Run(string program, params IEnumerable<string> arguments) => Start(PathOf(program), arguments);

    /// <summary>Deletes everything.</summary>
    public void Dispose() => _workspace.Delete();

    private BuildResult Dotnet(IEnumerable<string> arguments) => Start("dotnet", arguments);

    private BuildResult Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _workspace.Root };
        DotnetBuild.Isolate(start);
        start.Environment["HOME"] = start.Environment["DOTNET_CLI_HOME"] = _workspace.PathOf("home");
        start.Environment.Remove("NUGET_PACKAGES");
        var result = Command.Run(start);
        return new BuildResult(result.CommandLine, result.ExitCode, result.Output);
    }
}
