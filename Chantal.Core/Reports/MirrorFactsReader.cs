using Chantal.OpenPgp;
using Chantal.Repositories;
using Chantal.Runs;
using Chantal.Snapshots;
using Chantal.Store;

namespace Chantal.Reports;

/// <summary>Reads from a store what metrics say of a mirror beside its last run.</summary>
/// <param name="layout">The store.</param>
/// <param name="refs">Its refs.</param>
/// <param name="generations">Its manifests.</param>
internal sealed class MirrorFactsReader(StoreLayout layout, RefStore refs, GenerationStore generations)
{
    /// <summary>Reads.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="keyrings">The keyring files of its definition.</param>
    /// <param name="now">The time.</param>
    public MirrorFacts Read(string mirror, IReadOnlyList<KeyringFile> keyrings, DateTimeOffset now)
    {
        var head = refs.Mirror(mirror) is { } found && generations.Exists(found) ? found : (GenerationId?)null;
        var roots = head is { } state ? generations.Read(state).Header.Roots : [];
        return new MirrorFacts
        {
            Disk = DiskSpace.Of(layout.StoreRoot),
            Growth = StoreGrowth.Of(new RunStore(layout, mirror).Runs()),
            Verification = VerificationRecord.Read(layout, mirror),
            Roots = roots,
            KeyEnds = KeyEnd.Of(keyrings, roots.SelectMany(r => r.Signers), now),
            Shown = ShownState.Of(refs, generations, mirror),
            Waiting = head is { } shown ? Waiting(mirror, shown) : null,
        };
    }

    private SortedDictionary<string, IReadOnlyDictionary<AdvisorySeverity, int>> Waiting(string mirror, GenerationId head)
    {
        var comparison = new StateComparison(layout, refs, generations);
        var waiting = new SortedDictionary<string, IReadOnlyDictionary<AdvisorySeverity, int>>(StringComparer.Ordinal);
        foreach (var channel in refs.Channels())
        {
            if (refs.Channel(channel, mirror)?.Target is { } shown && generations.Exists(shown) && comparison.Advisories(shown, head, CancellationToken.None) is { } advisories)
            {
                waiting[channel] = AdvisorySeverities.Count(advisories.Where(a => a.IsUrgent).Select(a => a.Advisory));
            }
        }

        return waiting;
    }
}
