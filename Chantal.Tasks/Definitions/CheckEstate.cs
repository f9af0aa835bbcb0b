using Chantal.Store.Publishing;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Checks that no mirror of an estate is published in another one's tree, and that no two share one.</summary>
public sealed class CheckEstate : MirrorTask
{
    /// <summary>The mirrors by name, each with its <c>PublishDirectory</c>.</summary>
    public ITaskItem[] Mirrors { get; set; } = [];

    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        TreePlaces.RequireApart([.. Mirrors.Select(m => (m.ItemSpec, m.GetMetadata("PublishDirectory")))]);
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
