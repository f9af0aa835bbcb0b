using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>Says so where a channel goes back to metadata that clients ignore, because they have newer: apt compares the dates of <c>Release</c>.</summary>
internal sealed class RollBack(GenerationStore generations, ILog log)
{
    /// <summary>Warns if a state has a root that is older than the same one of the state that is shown.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="mirror">The mirror.</param>
    /// <param name="shown">What the channel shows; null: nothing.</param>
    /// <param name="next">What it is to show.</param>
    public void Warn(string channel, string mirror, GenerationId? shown, GenerationId next)
    {
        if (shown is not { } before || before == next || !generations.Exists(before))
        {
            return;
        }

        var header = generations.Read(next).Header;
        if (RepositoryFormats.Find(header.Type) is not { ClientsIgnoreOlderRoots: true })
        {
            return;
        }

        var dates = generations.Read(before).Header.Roots.Where(r => r.Date is not null).DistinctBy(r => r.Path).ToDictionary(r => r.Path, r => r.Date!.Value);
        if (header.Roots.FirstOrDefault(r => r.Date is { } date && dates.TryGetValue(r.Path, out var newer) && date < newer) is { } root)
        {
            log.Warning(SnapshotDiagnostics.ClientsStayAhead(channel, mirror, root.Path, dates[root.Path], root.Date!.Value));
        }
    }
}
