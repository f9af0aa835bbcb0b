using Chantal.Mirroring;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Looks at a plan that a plug-in wrote before it counts: whose type it is, and whether the upstream went back to an older state.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckPlan : MirrorTask
{
    /// <summary>The plan.</summary>
    [Required]
    public string Plan { get; set; } = "";

    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var options = new FormatStepOptions(Values, Distrust: false, Attempt: 1, Values.Text("Accept"), Outdates: []);
        RecordAcceptance(new ForeignFormat(Context, options).CheckPlan(Plan, MirrorType));
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
