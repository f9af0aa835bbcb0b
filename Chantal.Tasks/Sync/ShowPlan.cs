using Chantal.Advisories;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Store;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Says what a sync of a plan would add, change, remove and transfer: in the log or a file, and always in a JSON file of the state.</summary>
[MSBuildMultiThreadableTask]
public sealed class ShowPlan : MirrorTask
{
    /// <summary>The plan.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <summary>The JSON file to write.</summary>
    [Required]
    public string Summary { get; set; } = "";

    /// <summary>Whether the estate writes the plans of all its mirrors to a file, so that this one need not be shown.</summary>
    public bool IsGathered { get; set; }

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var format = OutputFormat;
        var blobs = Context.Blobs(trustsHashCache: true);
        using var plan = PlanReader.Open(Plan);
        using var head = Refs.Mirror(MirrorName) is { } generation ? Generations.Open(generation) : null;
        var leftOut = LeftOutFiles.Read(Layout, MirrorName).Optional.ToHashSet(StringComparer.Ordinal);
        var summary = PlanSummary.Compare(plan.ReadAll(), head?.ReadAll() ?? [], e => leftOut.Contains(e.Path), e => StoredSize(blobs, e), RepositoryFormats.Versions(plan.Header.Type));
        if (head is not null)
        {
            var type = plan.Header.Type;
            summary = summary with
            {
                Advisories = new PlannedAdvisories(Layout, RepositoryFormats.Find(type), RepositoryFormats.Versions(type))
                    .Find(new AdvisoryRecord(Layout, MirrorName).Read(), PlanText.Of(Plan), (head.Header, () => Generations.Files([head.Generation.Id], cancellation)), cancellation),
            };
        }

        summary = summary with { Policy = PolicyRecord.ReadAll(Layout, MirrorName) };
        PlanJson.WriteFile(summary, MirrorName, Summary);
        if (!IsGathered)
        {
            await ShowAsync(MirrorPlan.ToText([new(MirrorName, summary)], format), cancellation);
        }
    }

    private long? StoredSize(BlobStore blobs, PlanEntry entry) =>
        (entry.Sha256 ?? (entry.Checksum is { } checksum ? Index.Checksums.Find(checksum) : null)) is { } digest ? blobs.Find(digest, entry.Size) : null;
}
