using Chantal.Logging;
using Chantal.Runs;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>Names the run for all tasks of a definition, and opens the log file that it names.</summary>
[MSBuildMultiThreadableTask]
public sealed class OpenLog : MirrorTask
{
    private protected override string? Step => null;

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        var format = Values.Choice<LogFormat>("LogFormat");
        _ = BuildShared.GetOrAdd(BuildEngine, LogKey, () => new RunLog(Values.Text("RunId"), Values.PathOrNull("LogFile") is { } file ? new LogFile(file, format) : null));
        return Task.CompletedTask;
    }
}
