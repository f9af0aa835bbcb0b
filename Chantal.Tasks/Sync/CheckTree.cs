using Chantal.Definitions;
using Chantal.Store.Publishing;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Checks that the mirror can be published where its definition says, before anything is fetched.</summary>
public sealed class CheckTree : StoreTask
{
    /// <summary>The mirror's published directory.</summary>
    [Required]
    public string PublishDirectory { get; set; } = "";

    /// <summary><c>true</c>: the directory becomes this mirror's, whatever lies in it.</summary>
    public string TakeOver { get; set; } = "";

    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        new TreePlaces(Layout, Generations).Check(MirrorName, PublishDirectory, PropertyValue.Flag(nameof(TakeOver), TakeOver));
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
