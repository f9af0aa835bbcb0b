using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.OpenPgp;
using Chantal.Plans;
using Chantal.Rpm.Packages;
using Chantal.Store;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Stores every artifact of a plan and, when all are there and verified, the generation and the mirror's ref. What the
/// head already has is not looked at again.
/// </summary>
public sealed class StoreArtifact : TransferTask
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
        using var plan = PlanReader.Open(Plan);
        var blobs = Blobs(trustsHashCache: !Distrust);
        var check = PackageCheck(plan.Header.Type);
        var builder = new GenerationBuilder(
            Fetcher(blobs, new UpstreamMap(plan.Header.Upstreams, plan.Header.Bases), check), blobs, Index, Generations, Options.MaxParallelDownloads, TimeProvider.System, Reporter);
        var started = TimeProvider.System.GetUtcNow();
        var outcome = await builder.StoreAsync(Plan, Distrust || !IsCheckedAlike(check) ? null : Head(), cancellation);
        Index.Syncs.Record(new SyncRecord(
            MirrorName, started, TimeProvider.System.GetUtcNow(), outcome.Generation, outcome.Files, outcome.FetchedFiles, outcome.FetchedBytes, outcome.MissingCount));
        RunLog?.Sync?.Stored(outcome.FetchedFiles, outcome.FetchedBytes, outcome.MissingCount);
        if (outcome.Generation is { } generation)
        {
            if (LockedGeneration.Length > 0 && LockedGeneration != generation.ToString())
            {
                throw new MirrorException(
                    DiagnosticCodes.LockedStateGone,
                    $"The lock file asks for generation {LockedGeneration[..12]}, which is not in the store; what upstream has now comes to {generation.ToString()[..12]}, so nothing was published. Approve the new state with -p:LockFile=true -p:Locked=false, or bring the old one with the Import target.");
            }

            Reporter.Info($"{outcome.Files} files are complete, {outcome.FetchedFiles} were fetched; generation {generation.ToString()[..12]}.");
            Advance(generation, check);
        }
        else if (outcome.UpstreamMayHaveChanged && !IsLastAttempt)
        {
            Reporter.Info($"{outcome.MissingCount} files are not what the metadata says ('{outcome.Missing[0].Path}' is the first): the upstream may be changing, so the sync starts over.");
            UpstreamChanged = true;
            UnlockMirror();
        }
        else
        {
            Report(outcome);
        }
    }

    private RpmPackageCheck? PackageCheck(string type)
    {
        if (type != "rpm")
        {
            return null;
        }

        if (!Values.Flag("VerifyPackages"))
        {
            Reporter.Warning(DiagnosticCodes.PackageVerificationOff, "VerifyPackages is false: packages are taken by the metadata's word, whoever signed them. Set SignedBy to the keys that sign them, and remove VerifyPackages=false.");
            return null;
        }

        var files = KeyringFile.ParseList(Values.Text("SignedBy"), DefinitionPath("."));
        return files.Count > 0 ? RpmPackageCheck.Create(files) : throw PropertyValue.Missing("SignedBy, whose keys sign the packages", "<SignedBy>keys/rocky-9.asc</SignedBy>");
    }

    // What the head took over by other keys is looked at again.
    private bool IsCheckedAlike(RpmPackageCheck? check) =>
        check is null || (File.Exists(CheckRecord) && File.ReadAllText(CheckRecord) == check.Identity);

    // A head whose manifest is gone is no reason to fail: then every blob is looked at.
    private GenerationId? Head() => Refs.Mirror(MirrorName) is { } head && Generations.Exists(head) ? head : null;

    private void Advance(GenerationId generation, RpmPackageCheck? check)
    {
        foreach (var file in Outdates)
        {
            File.Delete(file);
        }

        // Of a run that ends in between, the next one looks at every package again.
        File.Delete(CheckRecord);

        // Written even if it says the same: it is an output of the target, and older than the plan it would look out of date.
        Refs.SetMirror(MirrorName, generation, TimeProvider.System.GetUtcNow());
        if (check is not null)
        {
            File.WriteAllText(CheckRecord, check.Identity);
        }

        File.WriteAllText(Stamp, generation + "\n");
    }

    private void Report(StoreOutcome outcome)
    {
        foreach (var missing in outcome.Missing)
        {
            Reporter.Error(missing.Code, missing.Reason);
        }

        var more = outcome.MissingCount > outcome.Missing.Count ? $", the first {outcome.Missing.Count} of which are named above" : "";
        throw new MirrorException(
            DiagnosticCodes.Incomplete,
            $"{outcome.MissingCount} of {outcome.Files} files could not be stored{more}; what was fetched is kept, and what was published before is still served. Run again when the upstream is whole.");
    }
}
