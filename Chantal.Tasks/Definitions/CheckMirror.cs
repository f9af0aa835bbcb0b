using Chantal.Definitions;
using Chantal.Store.Publishing;
using Chantal.Text;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Checks what every mirror's definition says before anything is fetched, so that a typing mistake costs nothing.</summary>
public sealed class CheckMirror : StoreTask
{
    /// <summary>The mirror's published directory.</summary>
    [Required]
    public string PublishDirectory { get; set; } = "";

    /// <summary><c>hard</c>, <c>symbolic</c> or <c>copy</c>.</summary>
    [Required]
    public string LinkMode { get; set; } = "";

    /// <summary>How long files outlive the generation that named them, such as <c>3d</c>.</summary>
    [Required]
    public string GracePeriod { get; set; } = "";

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public string DryRun { get; set; } = "";

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public string LockFile { get; set; } = "";

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public string Locked { get; set; } = "";

    private protected override string? Step => "CheckDefinition";

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        _ = FolderName.Check(MirrorName);
        _ = new TreePlaces(Layout, Generations).Require(MirrorName, PublishDirectory);
        _ = PropertyValue.Choice<Store.Publishing.LinkMode>(nameof(LinkMode), LinkMode);
        _ = PropertyValue.Duration(nameof(GracePeriod), GracePeriod);
        _ = PropertyValue.Flag(nameof(DryRun), DryRun);
        _ = PropertyValue.Flag(nameof(LockFile), LockFile);
        _ = PropertyValue.Flag(nameof(Locked), Locked);
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
