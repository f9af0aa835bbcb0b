using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Makes SIGTERM an interruption of the whole build from here on: the first task of every build. Also of one that waits for others'
/// scripts, or for mirrors that build in other processes.
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
