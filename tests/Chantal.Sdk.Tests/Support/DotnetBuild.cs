using System.Diagnostics;

namespace Chantal.Sdk.Tests.Support;

/// <summary>The real command: <c>dotnet build</c> in a process of its own, as a person or a build agent starts it.</summary>
public static class DotnetBuild
{
    private static readonly Lazy<BuildResult> Tasks = new(CompileTasks);

    /// <summary>Starts a build. Its binary log is written to <paramref name="binaryLog"/>.</summary>
    public static RunningBuild Start(string project, string binaryLog, params IEnumerable<string> arguments)
    {
        // A shell that starts the tests in the background leaves SIGINT ignored, and children inherit that: start afresh.
        var start = new ProcessStartInfo("env", [
            "--default-signal=INT,TERM",
            "dotnet", "build", project, "-nologo", "-tl:off", "-nr:false", "-v:n", $"-bl:{binaryLog}",
            .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(project)!,
        };

        Isolate(start);
        return new RunningBuild(start);
    }

    /// <summary>
    /// Takes what is set for the MSBuild in this process out of another one's environment, makes it speak English, and compiles the tasks of the
    /// checkout before several builds would do so side by side.
    /// </summary>
    public static void Isolate(ProcessStartInfo start)
    {
        Tasks.Value.Succeeded();
        Clean(start);
    }

    private static BuildResult CompileTasks()
    {
        var workspace = new TestWorkspace("tasks");
        var start = new ProcessStartInfo("dotnet", [
            "build", workspace.Project("tasks", "<PropertyGroup><MirrorType>apt</MirrorType></PropertyGroup>"), "-t:CheckDefinition", "-tl:off", "-nr:false"]);
        Clean(start);
        using var build = new RunningBuild(start);
        var compiled = build.WaitForExit();
        workspace.Delete();
        return compiled;
    }

    private static void Clean(ProcessStartInfo start)
    {
        foreach (var inherited in start.Environment.Keys.Where(IsOfAnotherBuild).ToList())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";

        // As for the tests themselves: no process here lives long enough for it to pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
    }

    private static bool IsOfAnotherBuild(string variable) =>
        variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || variable.StartsWith("CHANTAL", StringComparison.Ordinal) || variable == "DOTNET_HOST_PATH";
}
