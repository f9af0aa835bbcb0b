using Chantal.Definitions;
using Chantal.Runs;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>Ends the report of a sync, unless a task that failed did so.</summary>
public sealed class EndRun : MirrorTask
{
    /// <summary><c>succeeded</c>, <c>failed</c> or <c>startedOver</c>.</summary>
    [Required]
    public string Outcome { get; set; } = "";

    private protected override string? Step => null;

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        EndSync(PropertyValue.Choice<RunOutcome>(nameof(Outcome), Outcome));
        return Task.CompletedTask;
    }
}
