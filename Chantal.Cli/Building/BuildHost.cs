using Chantal.Cli.Display;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;

namespace Chantal.Cli.Building;

/// <summary>Runs targets of definitions with MSBuild in this process, and mirrors in parallel on worker nodes.</summary>
internal static class BuildHost
{
    /// <summary>Builds a target, and says what it came to.</summary>
    public static BuildOutcome Build(FoundDefinition definition, string target, IReadOnlyDictionary<string, string> properties, IDisplay display, bool detailed, CancellationToken cancellation)
    {
        var logger = new EventLogger(display, Environment.CurrentDirectory, target, detailed);
        var parameters = new BuildParameters(new ProjectCollection())
        {
            Loggers = [logger],
            MaxNodeCount = Math.Max(4, Environment.ProcessorCount),
            EnableNodeReuse = false,
        };
        var manager = BuildManager.DefaultBuildManager;
        manager.BeginBuild(parameters);
        try
        {
            using var cancel = cancellation.Register(manager.CancelAllSubmissions);

            // As dotnet build does: a checkout makes its tasks there.
            var restore = new Dictionary<string, string?>(Merged(definition, properties)) { ["MSBuildRestoreSessionId"] = Guid.NewGuid().ToString(), ["MSBuildIsRestoring"] = "true" };
            var succeeded = Request(manager, definition.Project, restore, "Restore") && Request(manager, definition.Project, Merged(definition, properties), target);
            return logger.Outcome(succeeded);
        }
        finally
        {
            manager.EndBuild();
        }
    }

    private static Dictionary<string, string?> Merged(FoundDefinition definition, IReadOnlyDictionary<string, string> properties) =>
        definition.Properties.Concat(properties).ToDictionary(p => p.Key, p => (string?)p.Value);

    private static bool Request(BuildManager manager, string project, Dictionary<string, string?> properties, string target) =>
        manager.BuildRequest(new BuildRequestData(project, properties, null, [target], null)).OverallResult == BuildResultCode.Success;
}
