using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Store;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Says what a sync of a plan would add, change, remove and transfer: a table in the log, and a JSON file.</summary>
public sealed class ShowPlan : StoreTask
{
    /// <summary>The plan.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <summary>The JSON file to write.</summary>
    [Required]
    public string Summary { get; set; } = "";

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var blobs = Blobs();
        using var plan = PlanReader.Open(Plan);
        using var head = Refs.Mirror(MirrorName) is { } generation ? Generations.Open(generation) : null;
        var summary = PlanSummary.Compare(plan.ReadAll(), head?.ReadAll() ?? [], e => IsStored(blobs, e));
        summary.WriteJson(Summary, MirrorName);
        foreach (var line in summary.ToTable().Concat(summary.Changes))
        {
            Reporter.Info(line);
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }

    private bool IsStored(BlobStore blobs, PlanEntry entry) =>
        (entry.Sha256 ?? (entry.Checksum is { } checksum ? Index.FindByChecksum(checksum) : null)) is { } digest && blobs.Find(digest, entry.Size) is not null;
}
