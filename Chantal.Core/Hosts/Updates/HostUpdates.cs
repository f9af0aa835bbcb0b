using Chantal.Diagnostics;
using Chantal.Hosts.Lists;
using Chantal.Snapshots;
using Chantal.Store;

namespace Chantal.Hosts.Updates;

/// <summary>Finds out what states of mirrors hold for hosts.</summary>
/// <param name="layout">The store.</param>
/// <param name="refs">Its refs.</param>
/// <param name="generations">Its manifests.</param>
/// <param name="log">Hears of hosts that cannot be compared.</param>
internal sealed class HostUpdates(StoreLayout layout, RefStore refs, GenerationStore generations, ILog log)
{
    /// <summary>Compares hosts with a state of mirrors.</summary>
    /// <param name="folder">The folder of the hosts' lists.</param>
    /// <param name="mirrors">The mirrors; those that do not have the state are passed over.</param>
    /// <param name="state">The state.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MirrorException">The folder has no lists, or no mirror has the state.</exception>
    public Applicable Read(string folder, IReadOnlyList<string> mirrors, HostState state, CancellationToken cancellation)
    {
        var found = mirrors.Select(m => (Mirror: m, Generation: state.Find(refs, m))).ToList();
        if (found.TrueForAll(f => f.Generation is null))
        {
            throw state.Channel is null && state.Snapshot is null
                ? SnapshotDiagnostics.NeverSynced("The state", mirrors[0])
                : SnapshotDiagnostics.StateUnknown(state.Snapshot is null ? "Channel" : "SnapshotName", state.Name, string.Join(", ", mirrors));
        }

        var reader = new StockReader(layout, generations);
        var comparison = new HostComparison([.. found.Where(f => f.Generation is not null).SelectMany(f => reader.Read(f.Mirror, f.Generation!.Value, cancellation))]);
        var hosts = new List<HostFindings>();
        var lists = new HostListFolder(folder);
        foreach (var host in lists.Read(cancellation))
        {
            var findings = comparison.Compare(host);
            if (findings.UnmatchedTypes.Any(t => t != "pypi") || (findings.Packages == 0 && host.Packages.Count == 0))
            {
                log.Warning(UpdatesDiagnostics.HostUnmatched(host, findings));
            }

            hosts.Add(findings);
        }

        lists.Warnings.ToList().ForEach(log.Warning);
        lists.Failures.ToList().ForEach(f => log.Error(f.Code, f.Message));

        return new Applicable(state.Name, [.. found.Where(f => f.Generation is not null).Select(f => f.Mirror)], [.. found.Where(f => f.Generation is null).Select(f => f.Mirror)], hosts);
    }
}

/// <summary>Which state of mirrors hosts are compared with: a snapshot, what a channel shows, or else the heads.</summary>
/// <param name="Channel">The channel, or null.</param>
/// <param name="Snapshot">The snapshot, or null.</param>
internal sealed record HostState(string? Channel, string? Snapshot)
{
    /// <summary>What it is called.</summary>
    public string Name => Snapshot ?? Channel ?? StateName.Head;

    /// <summary>The state of a mirror; null if it has none of that name.</summary>
    public GenerationId? Find(RefStore refs, string mirror) =>
        Snapshot is not null ? refs.Snapshot(Snapshot, mirror)?.Target
        : Channel is not null ? refs.Channel(Channel, mirror)?.Target
        : refs.Mirror(mirror);
}
