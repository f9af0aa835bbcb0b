using Chantal.Definitions;
using Chantal.Logging;
using Chantal.Runs;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>Names the run for all tasks of a definition, and opens the log file that it names.</summary>
public sealed class OpenLog : MirrorTask
{
    /// <summary>The build's name in logs and reports.</summary>
    [Required]
    public string RunId { get; set; } = "";

    /// <summary>The file to append to; empty: none.</summary>
    public string LogFile { get; set; } = "";

    /// <summary><c>json</c> or <c>text</c>.</summary>
    public string LogFormat { get; set; } = "";

    private protected override string? Step => null;

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        var format = LogFormat.Length == 0 ? Logging.LogFormat.Json : PropertyValue.Choice<LogFormat>(nameof(LogFormat), LogFormat);
        _ = BuildShared.GetOrAdd(BuildEngine, LogKey, () => new RunLog(RunId, LogFile.Length == 0 ? null : new LogFile(LogFile, format)));
        return Task.CompletedTask;
    }
}
