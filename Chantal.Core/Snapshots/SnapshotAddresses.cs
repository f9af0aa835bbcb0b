using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>What lies beside the trees of snapshots and leads to them: links by time, the map of what is nearest before a time, files for hosts.</summary>
internal sealed class SnapshotAddresses(StoreLayout layout, RefStore refs, GenerationStore generations, ILog log)
{
    /// <summary>Called before each change of what is published; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    private ClientFiles Clients => new(layout, refs, generations, log) { BeforeChange = BeforeChange };

    private NearestMap Nearest => new(layout, refs, log) { BeforeChange = BeforeChange };

    private TimeLinks Times => new(layout, refs, log) { BeforeChange = BeforeChange };

    /// <summary>A snapshot of mirrors came, or is there again; of a mirror without a tree it has no address.</summary>
    public void Show(string snapshot, IReadOnlyDictionary<string, GenerationId> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        foreach (var (mirror, state) in states)
        {
            if (Directory.Exists(layout.PublishedSnapshot(snapshot, mirror)))
            {
                Clients.ShowSnapshot(snapshot, mirror, state);
            }

            Times.Update(mirror);
        }

        Nearest.Update();
    }

    /// <summary>Snapshots of mirrors are about to go.</summary>
    public void Leave(IReadOnlyList<(string Snapshot, string Mirror)> parts)
    {
        if (parts.Count == 0)
        {
            return;
        }

        foreach (var mirror in parts.GroupBy(p => p.Mirror, p => p.Snapshot))
        {
            Times.Update(mirror.Key, leaving: [.. mirror]);
        }

        Nearest.Update();
        var statements = new StatementFiles(layout, refs, log) { BeforeChange = BeforeChange };
        foreach (var (snapshot, mirror) in parts)
        {
            Clients.RemoveSnapshot(snapshot, mirror);
            statements.RemoveSnapshot(snapshot, mirror);
        }
    }

    /// <summary>What of a mirror's addresses is missing or wrong: each path, and what it is.</summary>
    public IEnumerable<(string Path, string What)> Faults(string mirror) =>
    [
        .. Times.Faults(mirror).Select(p => (p, "link by time")),
        .. Nearest.IsRight ? [] : new[] { (layout.PublishedNearest, "map of snapshots by time") },
        .. Clients.Faults(mirror).Select(p => (p, "file for hosts")),
    ];

    /// <summary>Makes a mirror's addresses right.</summary>
    public void Repair(string mirror)
    {
        Times.Update(mirror);
        Nearest.Update();
        Clients.Repair(mirror);
    }
}
