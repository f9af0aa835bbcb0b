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

    /// <summary>The contract that the type was written for; empty: the first one.</summary>
    public string FormatContract { get; set; } = "";

    /// <summary>The newest contract that this Chantal has.</summary>
    public int KnownFormatContract { get; set; } = 1;

    private protected override string? Step => "CheckDefinition";

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        WarnOfDoubtfulWords();
        RequireType();
        RequireContract();
        RequireWanted();
        Values.RequirePlainPaths();
        Values.RequireNoCredentials();
        _ = FolderName.Check(MirrorName);
        _ = new TreePlaces(Layout, Generations).Require(MirrorName, PublishDirectory);
        _ = Values.Choice<LinkMode>("LinkMode");
        _ = Values.Duration("GracePeriod");
        _ = PublicAddress.Read(Values);
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

    // Before anything of the type runs: what it would do with names that it does not find here, nobody knows.
    private void RequireContract()
    {
        if (FormatContract.Length > 0 && PropertyValue.Number("FormatContract", FormatContract, 1, int.MaxValue) is var contract && contract > KnownFormatContract)
        {
            throw DefinitionDiagnostics.FormatTooNew(MirrorType, contract, KnownFormatContract);
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
