using Chantal.Definitions;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Limits the run of an estate to the mirrors that <c>Mirror</c> names, by their files.</summary>
[MSBuildMultiThreadableTask]
public sealed class SelectMirrors : MirrorTask
{
    /// <summary>The projects of all mirrors.</summary>
    public ITaskItem[] Mirrors { get; set; } = [];

    /// <summary>The projects of those that the run is limited to.</summary>
    [Output]
    public ITaskItem[] Selected { get; private set; } = [];

    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        Selected = [.. MirrorSelection.Of(Mirrors, m => m.GetMetadata("Filename"), Values.List("Mirror"))];
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
