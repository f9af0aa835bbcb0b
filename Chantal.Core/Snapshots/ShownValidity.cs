using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>Says so where a channel is to show metadata past the end that upstream set, or near it: <c>Valid-Until</c> of a <c>Release</c>, or <c>suseinfo</c>.</summary>
internal sealed class ShownValidity(GenerationStore generations, TimeProvider clock, ILog log)
{
    /// <summary>Warns if the end has passed or is within <see cref="ShownState.Soon"/>.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="mirror">The mirror.</param>
    /// <param name="next">What the channel is to show.</param>
    public void Warn(string channel, string mirror, GenerationId next)
    {
        var header = generations.Read(next).Header;
        if (ShownState.FirstOf(header.Roots) is { ValidUntil: { } until } root && until - clock.GetUtcNow() < ShownState.Soon)
        {
            var isRefused = RepositoryFormats.Find(header.Type) is { ClientsRefuseExpiredRoots: true };
            log.Warning(SnapshotDiagnostics.ShownStateExpires(channel, mirror, root.Path, until, clock.GetUtcNow(), isRefused));
        }
    }
}
