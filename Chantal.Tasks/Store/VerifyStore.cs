using Chantal.Runs;
using Chantal.Text;
using Chantal.Verification;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Reads again what a mirror, a snapshot or the whole store consists of, and writes what is damaged to a list.</summary>
[MSBuildMultiThreadableTask]
public sealed class VerifyStore : SnapshotTask
{
    /// <summary>Whether the whole store is verified, not only the mirrors.</summary>
    public bool IsWholeStore { get; set; }

    /// <summary>The file for the findings.</summary>
    [Required]
    public string Damage { get; set; } = "";

    /// <summary>Whether anything is to be repaired.</summary>
    [Output]
    public bool NeedsRepair { get; private set; }

    /// <summary>Whether the content of some states was not read, because their manifests are damaged.</summary>
    [Output]
    public bool HasUnreadStates { get; private set; }

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var share = Values.Share("VerifyShare");
        var repair = Values.Flag("Repair");
        var scope = Scope(share);
        VerificationResult result;
        using (var damage = new DamageList(Damage))
        {
            result = new StoreVerifier(Layout, Generations, Index, LockMirrorBriefly, TimeProvider.System, Reporter).Verify(scope, damage, cancellation);
        }

        Record(scope, share);
        NeedsRepair = repair && result.Findings > 0;
        HasUnreadStates = result.Unread > 0;
        Reporter.Info($"Read {Quantity.Count(result.Blobs, "blob")} ({Quantity.Bytes(result.Bytes)}) and compared {Quantity.Count(result.Files, "published file")}: {Quantity.Count(result.Findings, "fault")}.");
        return System.Threading.Tasks.Task.CompletedTask;
    }

    // A verification of one snapshot says nothing of the mirror.
    private void Record(VerificationScope scope, double share)
    {
        if (Values.TextOrNull("SnapshotName") is not null)
        {
            return;
        }

        var found = DamageList.Read(Damage).CountBy(d => d.Mirror).ToDictionary();
        foreach (var mirror in scope.States.Select(s => s.Mirror).Distinct())
        {
            new VerificationRecord(TimeProvider.System.GetUtcNow().UtcDateTime, share, found.GetValueOrDefault(mirror)).Write(Layout, mirror);
        }
    }

    private VerificationScope Scope(double share)
    {
        var mirrors = ReadMirrors().Select(m => m.Name).ToList();
        var states = new StoredStates(Layout, Refs);
        if (Values.TextOrNull("SnapshotName") is { } snapshot)
        {
            var frozen = mirrors.SelectMany(m => states.Snapshot(snapshot, m)).ToList();
            return frozen.Count > 0 ? new VerificationScope($"{MirrorName}/{snapshot}", frozen, share, false) { Keys = VerifierOf, Snapshot = snapshot } : throw Snapshots.Missing(snapshot, mirrors);
        }

        var found = IsWholeStore ? states.All() : [.. mirrors.SelectMany(states.Of)];
        return found.Count > 0 ? new VerificationScope(IsWholeStore ? "" : MirrorName, found, share, IsWholeStore) { Places = Mirrors.ToDictionary(m => m.ItemSpec, m => m.GetMetadata("PublishDirectory")), IncludesAddresses = true, Keys = VerifierOf } : throw VerificationDiagnostics.NothingStored(MirrorName);
    }
}
