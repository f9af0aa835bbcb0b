using Chantal.Store.Publishing;
using Chantal.Text;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Checks what every mirror's definition says before anything is fetched, so that a typing mistake costs nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckMirror : MirrorTask
{
    private protected override string? Step => "CheckDefinition";

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        _ = FolderName.Check(MirrorName);
        _ = new TreePlaces(Layout, Generations).Require(MirrorName, PublishDirectory);
        _ = Values.Choice<LinkMode>("LinkMode");
        _ = Values.Duration("GracePeriod");
        _ = Values.Share("CheckShare");
        _ = Values.Share("VerifyShare");
        _ = Values.Flag("DryRun");
        _ = Values.Flag("LockFile");
        _ = Values.Flag("Locked");
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
