using Chantal.Definitions;
using Chantal.Mirroring;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Writes what the plans of several mirrors said into one file, in the order of the mirrors' names.</summary>
public sealed class GatherPlans : SnapshotTask
{
    /// <summary>The projects whose plans succeeded; what others left is of an earlier run.</summary>
    public string[] Planned { get; set; } = [];

    /// <summary>The file to write.</summary>
    [Required]
    public string OutputFile { get; set; } = "";

    /// <summary><c>text</c>, <c>markdown</c> or <c>json</c>.</summary>
    public string Format { get; set; } = "";

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        var format = Format.Length == 0 ? ListFormat.Text : PropertyValue.Choice<ListFormat>("OutputFormat", Format);
        var plans = Mirrors
            .Where(m => Planned.Contains(m.GetMetadata("Project")))
            .OrderBy(m => m.ItemSpec, StringComparer.Ordinal)
            .Select(m => new MirrorPlan(m.ItemSpec, PlanSummary.ReadJson(MirrorPlan.FileOf(LayoutOf(m), m.ItemSpec))));
        return ShowAsync(MirrorPlan.ToText([.. plans], format), OutputFile, cancellation);
    }
}
