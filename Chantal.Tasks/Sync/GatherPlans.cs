using Chantal.Mirroring;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Writes what the plans of several mirrors said into one file, in the order of the mirrors' names.</summary>
[MSBuildMultiThreadableTask]
public sealed class GatherPlans : SnapshotTask
{
    /// <summary>The projects whose plans succeeded; what others left is of an earlier run.</summary>
    public string[] Planned { get; set; } = [];

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        var plans = Mirrors
            .Where(m => Planned.Contains(m.GetMetadata("Project")))
            .OrderBy(m => m.ItemSpec, StringComparer.Ordinal)
            .Select(m => new MirrorPlan(m.ItemSpec, PlanJson.ReadFile(MirrorPlan.FileOf(LayoutOf(m), m.ItemSpec))));
        return ShowAsync(MirrorPlan.ToText([.. plans], OutputFormat), cancellation);
    }
}
