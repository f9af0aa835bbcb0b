using Chantal.Definitions;
using Chantal.Store.Publishing;
using Chantal.Text;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Checks what every mirror's definition says before anything is fetched, so that a typing mistake costs nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckMirror : MirrorTask
{
    /// <summary>The targets that make the plan: the SDK's own for the type, or those of a plug-in.</summary>
    public string TypeTargets { get; set; } = "";

    private protected override string? Step => "CheckDefinition";

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        RequireType();
        RequireWanted();
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

    private void RequireType()
    {
        if (MirrorType.Length == 0)
        {
            throw DefinitionDiagnostics.TypeMissing();
        }

        if (!File.Exists(TypeTargets))
        {
            throw Values.TextOrNull("MirrorTypeTargets") is null ? DefinitionDiagnostics.TypeUnknown(MirrorType) : DefinitionDiagnostics.TypeTargetsMissing(MirrorType, TypeTargets);
        }
    }

    // A run that is limited to other mirrors must not do this one's work.
    private void RequireWanted()
    {
        var wanted = Values.List("Mirror");
        if (wanted.Count > 0 && !wanted.Contains(MirrorName) && !wanted.Contains(Path.GetFileNameWithoutExtension(Mirror!.GetMetadata("Project"))))
        {
            throw DefinitionDiagnostics.AnotherMirror(MirrorName, wanted);
        }
    }
}
