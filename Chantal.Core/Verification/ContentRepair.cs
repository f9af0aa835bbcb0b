using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Verification;

/// <summary>
/// Brings damaged content of a mirror back: what Chantal made is made again from the roots that the mirror has, everything else is fetched. Only
/// content that has its digest counts, so nothing is repaired into a wrong state.
/// </summary>
/// <param name="mirror">The mirror.</param>
/// <param name="definition">What its definition says.</param>
/// <param name="record">The record of the definition.</param>
/// <param name="planFile">The mirror's plan.</param>
internal sealed class ContentRepair(MirrorContext mirror, DefinitionValues definition, string record, string planFile)
{
    /// <summary>Repairs what can be repaired.</summary>
    /// <param name="type">The mirror's <c>MirrorType</c>; only formats that come with Chantal can make anything again.</param>
    /// <param name="damage">Damaged blobs of the mirror.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task RepairAsync(string type, IReadOnlyCollection<Damage> damage, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(damage);
        if (damage.Count == 0)
        {
            return;
        }

        // First, because no upstream has it. Packages are never made here.
        if (RepositoryFormats.Find(type) is { } format && File.Exists(record) && damage.Any(d => d.Role is not FileRole.Package))
        {
            await RemakeAsync(format, cancellation);
        }

        var blobs = mirror.Blobs(trustsHashCache: false);
        await new BlobRepair(mirror.Fetcher(blobs, ReadUpstreams()), blobs, mirror.Transfer.Parallelism, mirror.Log).RepairAsync(damage, planFile, cancellation);
    }

    private async Task RemakeAsync(RepositoryFormat format, CancellationToken cancellation)
    {
        // Planned as the head was: without what was left out of it, and with nothing taken over from the last plan.
        var steps = new FormatSteps(mirror, format, new FormatStepOptions(definition, Distrust: true, Attempt: 2, Accept: "", Outdates: []));
        try
        {
            await steps.RemakeAsync(record, planFile + ".remade", cancellation);
        }
        catch (Exception exception) when (exception is MirrorException or IOException)
        {
            mirror.Log.Detail($"What Chantal made could not be made again: {exception.Message}");
        }
    }

    // Where the plan does not say it, the definition does.
    private UpstreamMap ReadUpstreams()
    {
        if (!File.Exists(planFile))
        {
            return new UpstreamMap(definition.List("Upstream"), []);
        }

        using var plan = PlanReader.Open(planFile);
        var format = RepositoryFormats.Find(plan.Header.Type);
        return new UpstreamMap(plan.Header.Upstreams, plan.Header.Bases, format?.UpstreamsOf(definition)) { WholeUrl = format?.WholeUrls(mirror.Layout.State(mirror.Mirror)) };
    }
}
