using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Makes SIGTERM an interruption of the whole build from here on. Other tasks do so by themselves; a project that only
/// starts others, which may run in other processes, has to ask for it.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GuardTermination : Microsoft.Build.Utilities.Task
{
    /// <inheritdoc/>
    public override bool Execute()
    {
        _ = TerminationGuard.For(BuildEngine);
        return true;
    }
}
