using System.Xml;
using Chantal.Cli.Display;
using Microsoft.Build.Construction;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;

namespace Chantal.Cli.Building;

/// <summary>Runs targets of definitions with MSBuild in this process, and mirrors in parallel.</summary>
internal static class BuildHost
{
    /// <summary>Builds a target, and says what it came to.</summary>
    /// <param name="definition">The definitions.</param>
    /// <param name="target">The target.</param>
    /// <param name="properties">Global properties.</param>
    /// <param name="display">Where everything is shown.</param>
    /// <param name="words">How advice is said.</param>
    /// <param name="detailed">Whether all that Chantal says is shown.</param>
    /// <param name="cancellation">Ends the build.</param>
    public static BuildOutcome Build(FoundDefinition definition, string target, IReadOnlyDictionary<string, string> properties, IDisplay display, CommandWords words, bool detailed, CancellationToken cancellation)
    {
        var logger = new EventLogger(display, words, Environment.CurrentDirectory, target, detailed);
        using var projects = new ProjectCollection();
        var parameters = new BuildParameters(projects)
        {
            Loggers = [logger],
            MaxNodeCount = Math.Max(4, Environment.ProcessorCount),
            EnableNodeReuse = false,
        };

        // Since MSBuild 18 mirrors are built on threads of this process; this is compiled for older ones too, which start worker nodes.
        typeof(BuildParameters).GetProperty("MultiThreaded")?.SetValue(parameters, true);
        var manager = BuildManager.DefaultBuildManager;
        manager.BeginBuild(parameters);
        try
        {
            var all = definition.Properties.Concat(properties).ToDictionary(p => p.Key, p => p.Value);

            // As dotnet build does: a checkout makes its tasks there.
            var restore = new Dictionary<string, string>(all) { ["MSBuildRestoreSessionId"] = Guid.NewGuid().ToString(), ["MSBuildIsRestoring"] = "true" };
            var succeeded = Request(manager, projects, definition, restore, "Restore", cancellation) && Request(manager, projects, definition, all, target, cancellation);
            return logger.Outcome(succeeded);
        }
        finally
        {
            manager.EndBuild();
        }
    }

    private static bool Request(BuildManager manager, ProjectCollection projects, FoundDefinition definition, Dictionary<string, string> properties, string target, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return false;
        }

        var request = definition.HasProject
            ? new BuildRequestData(definition.Project, properties.ToDictionary(p => p.Key, p => (string?)p.Value), null, [target], null)
            : new BuildRequestData(Estate(projects, definition.Project, properties), [target]);
        var submission = manager.PendBuildRequest(request);
        submission.ExecuteAsync(null, null);

        // MSBuild cancels what has begun and nothing else, so a signal from before counts now.
        using var cancel = cancellation.Register(manager.CancelAllSubmissions);
        _ = submission.WaitHandle.WaitOne();
        return submission.BuildResult!.OverallResult == BuildResultCode.Success;
    }

    // A project that lies nowhere is evaluated as if it lay beside the definitions: their global.json and Directory.Build.props hold.
    private static ProjectInstance Estate(ProjectCollection projects, string path, Dictionary<string, string> properties)
    {
        using var text = XmlReader.Create(Path.Combine(AppContext.BaseDirectory, "Estate.proj"));
        var root = ProjectRootElement.Create(text, projects);
        root.FullPath = path;
        return new ProjectInstance(root, properties, null, projects);
    }
}
