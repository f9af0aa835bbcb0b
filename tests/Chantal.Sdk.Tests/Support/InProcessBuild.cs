using System.Runtime.CompilerServices;
using System.Text;
using Chantal.Cli.Commands;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;
using Microsoft.Build.Locator;
using Microsoft.Build.Logging;

namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// Targets built by the .NET SDK's MSBuild in the process of the tests: the same targets, tasks and files as with <c>dotnet build</c>, for a tenth
/// of its cost. What belongs to a process of its own is not seen here: its environment, exit code, signals, and the nodes of a parallel build.
/// </summary>
public static class InProcessBuild
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // The tasks are those that were compiled with the tests and lie beside the command; no build looks whether their sources changed. No upstream
    // of a test gets better by waiting.
    private static readonly Dictionary<string, string?> OwnTasks = new()
    {
        ["ChantalTasksAssembly"] = Path.Combine(Path.GetDirectoryName(ChantalTool.Assembly)!, "Chantal.Tasks.dll"),
        ["_Patience"] = "0",
        ["_PrepareTasksDependsOn"] = "",
        ["_RestoreDependsOn"] = "",
    };

    // Builds do not depend on the working directory and run side by side; a command needs one of its own, which the whole process has.
    private static readonly ReaderWriterLockSlim WorkingDirectory = new();

    /// <summary>What a process of <c>dotnet msbuild</c> takes to build with the same tasks.</summary>
    public static IEnumerable<string> OwnTasksArguments => OwnTasks.Select(p => $"-p:{p.Key}={p.Value}");

    /// <summary>Makes MSBuild loadable, before anything else here is called, and forgets what the environment says of other stores.</summary>
    public static void Prepare()
    {
        foreach (var variable in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("CHANTAL", StringComparison.Ordinal) || name == "TF_BUILD").ToList())
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        // No definition needs the SDKs of workloads, and looking for one of ours among them takes as long as evaluating it.
        Environment.SetEnvironmentVariable("MSBuildEnableWorkloadResolver", "false");
        var options = new VisualStudioInstanceQueryOptions { DiscoveryTypes = DiscoveryType.DotNetSdk, WorkingDirectory = Checkout.Root };
        MSBuildLocator.RegisterInstance(MSBuildLocator.QueryVisualStudioInstances(options).First());
        Begin();
    }

    // MSBuild sets itself up with the first manager of a process, and not when two are made at once. A method of its own: its types load when it is called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Begin()
    {
        using var first = new BuildManager(nameof(InProcessBuild));
    }

    /// <summary>Builds a project to its end.</summary>
    /// <param name="project">The project.</param>
    /// <param name="arguments">Targets (<c>-t:</c>) and properties (<c>-p:</c>), as on the command line.</param>
    /// <param name="inItsDirectory">Whether tasks of the project take paths from the working directory, which is the project's then: it builds alone.</param>
    public static BuildResult Run(string project, IEnumerable<string> arguments, bool inItsDirectory)
    {
        var command = arguments.ToList();
        var output = new StringBuilder();
        using var alone = Enter(inItsDirectory);
        using var projects = new ProjectCollection();
        using var manager = new BuildManager(nameof(InProcessBuild));
        using var patience = new CancellationTokenSource(Patience);
        using var cancel = patience.Token.Register(manager.CancelAllSubmissions);
        var result = manager.Build(
            new BuildParameters(projects)
            {
                Loggers = [new ConsoleLogger(LoggerVerbosity.Normal, text => output.Append(text), _ => { }, () => { })],
                EnableNodeReuse = false,
                SaveOperatingEnvironment = inItsDirectory,
            },
            new BuildRequestData(project, Properties(command), null, Targets(command), null));
        return new BuildResult($"build {project} {string.Join(' ', command)}", result.OverallResult == BuildResultCode.Success ? 0 : 1, output.ToString());
    }

    /// <summary>Runs the command in a directory.</summary>
    public static ToolResult Call(string directory, IEnumerable<string> arguments)
    {
        var command = arguments.ToList();
        using var output = new StringWriter();
        using var errors = new StringWriter();
        using var alone = Enter(changesDirectory: true);
        var before = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = directory;
            var exitCode = ChantalCommand.RunAsync(
                [.. OwnTasks.SelectMany(p => (string[])["--property", $"{p.Key}={p.Value}"]), .. command],
                TextWriter.Synchronized(output),
                TextWriter.Synchronized(errors)).GetAwaiter().GetResult();
            return new ToolResult($"chantal {string.Join(' ', command)}", exitCode, output.ToString(), errors.ToString());
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    private static Exit Enter(bool changesDirectory)
    {
        if (changesDirectory)
        {
            WorkingDirectory.EnterWriteLock();
            return new Exit(WorkingDirectory.ExitWriteLock);
        }

        WorkingDirectory.EnterReadLock();
        return new Exit(WorkingDirectory.ExitReadLock);
    }

    private static string[] Targets(IEnumerable<string> arguments) =>
        [.. arguments.Where(a => a.StartsWith("-t:", StringComparison.Ordinal)).SelectMany(a => a["-t:".Length..].Split(';'))];

    private static Dictionary<string, string?> Properties(IEnumerable<string> arguments)
    {
        var properties = new Dictionary<string, string?>(OwnTasks, StringComparer.OrdinalIgnoreCase);
        foreach (var argument in arguments.Where(a => !a.StartsWith("-t:", StringComparison.Ordinal)))
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !argument.StartsWith("-p:", StringComparison.Ordinal))
            {
                throw new ArgumentException($"Only dotnet build knows {argument}.", nameof(arguments));
            }

            properties[argument["-p:".Length..equals]] = argument[(equals + 1)..];
        }

        return properties;
    }

    private sealed class Exit(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
