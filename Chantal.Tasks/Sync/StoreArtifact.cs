using Chantal.Mirroring;
using Chantal.Text;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Stores every artifact of a plan and, when all are there and verified, the generation and the mirror's ref. What the
/// head already has is not looked at again.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class StoreArtifact : MirrorTask
{
    /// <summary>The plan.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <summary>The file that says which generation the plan came to.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    /// <summary>Files that rest on the generation; they are removed before the ref moves.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>The file that says by which check the head's packages were passed.</summary>
    [Required]
    public string CheckRecord { get; set; } = "";

    /// <summary>Reads every blob again instead of trusting the head and the hash cache.</summary>
    public bool Distrust { get; set; }

    /// <summary>Which attempt of this sync it is, from 1.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>Reports missing files as errors even if a new look at the upstream might help.</summary>
    public bool IsLastAttempt { get; set; }

    /// <summary>The generation that the plan must come to; empty: whichever it comes to.</summary>
    public string LockedGeneration { get; set; } = "";

    /// <summary>Whether files were missing because the upstream may have changed: the sync should start over.</summary>
    [Output]
    public bool UpstreamChanged { get; private set; }

    private protected override string? Step => "StoreArtifacts";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var options = new StoreStepOptions(Values, Distrust, CheckRecord, Stamp, Outdates, LockedGeneration.Length > 0 ? LockedGeneration : null, Attempt, IsLastAttempt);
        var outcome = await new StoreStep(Context, options).RunAsync(Plan, cancellation);
        RunLog?.Sync?.Stored(outcome.FetchedFiles, outcome.FetchedBytes, outcome.MissingCount);
        RecordAcceptance(outcome.Accepted);
        if (outcome.Generation is null && outcome.UpstreamMayHaveChanged && !IsLastAttempt)
        {
            Reporter.Info($"{Quantity.Count(outcome.MissingCount, "file is", "files are")} not what the metadata says ('{outcome.Missing[0].Path}' is the first). The upstream is asked whether it has changed in the meantime.");
            UpstreamChanged = true;
        }
        else if (outcome.Generation is null)
        {
            Report(outcome);
        }
    }

    private void Report(StoreOutcome outcome)
    {
        foreach (var missing in outcome.Missing)
        {
            Reporter.Error(missing.Code, missing.Reason);
        }

        throw MirroringDiagnostics.Incomplete(MirrorName, outcome);
    }
}
