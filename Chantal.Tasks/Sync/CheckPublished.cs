using Chantal.Diagnostics;
using Chantal.Store.Publishing;
using Chantal.Verification;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Looks whether the published files are still those that were put there, and writes what is not to a list. Without this, a sync with nothing
/// new would succeed over a tree that somebody has damaged.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class CheckPublished : MirrorTask
{
    /// <summary>The file for the findings.</summary>
    [Required]
    public string Damage { get; set; } = "";

    /// <summary>Whether anything is wrong, and has to be repaired.</summary>
    [Output]
    public bool NeedsRepair { get; private set; }

    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        if (Refs.Mirror(MirrorName) is not { } head || TreeRecord.TryRead(PublishDirectory)?.Current != head.ToString())
        {
            return System.Threading.Tasks.Task.CompletedTask;
        }

        var share = Values.TextOrNull("CheckShare") is null ? (double?)null : Values.Share("CheckShare");
        var directory = Path.TrimEndingDirectorySeparator(PublishDirectory);
        DamageList? list = null;
        try
        {
            _ = new PublishedCheck(Layout, Generations, Index, Context.Blobs(trustsHashCache: true)).Check(MirrorName, directory, head, share, found => (list ??= new DamageList(Damage)).Add(found), cancellation);
        }
        finally
        {
            list?.Dispose();
        }

        if (list is not null)
        {
            NeedsRepair = true;
            Reporter.Warning(VerificationDiagnostics.PublishedDamaged(MirrorName, directory, list.Count, DamageList.Read(Damage).First().Path!));

            // The repair takes it again, maybe on another node.
            UnlockMirror();
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }
}
