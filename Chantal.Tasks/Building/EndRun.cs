using Chantal.Definitions;
using Chantal.Runs;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>Ends the report of a sync, unless a task that failed did so.</summary>
[MSBuildMultiThreadableTask]
public sealed class EndRun : MirrorTask
{
    /// <summary><c>succeeded</c>, <c>failed</c> or <c>startedOver</c>.</summary>
    [Required]
    public string Outcome { get; set; } = "";

    private protected override string? Step => null;

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        var outcome = PropertyValue.Choice<RunOutcome>(nameof(Outcome), Outcome);
        EndSync(outcome);
        if (outcome == RunOutcome.StartedOver)
        {
            // The next attempt is a build of its own, which may run on another node.
            UnlockMirror();
        }

        return Task.CompletedTask;
    }
}
