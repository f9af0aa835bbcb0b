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

    /// <summary>A snapshot of a mirror came, or is there again; one without a tree has no address.</summary>
    public void Show(string snapshot, string mirror, GenerationId state)
    {
        if (Directory.Exists(layout.PublishedSnapshot(snapshot, mirror)))
        {
            Clients.ShowSnapshot(snapshot, mirror, state);
        }

        Repair(mirror);
    }

    /// <summary>A snapshot of a mirror is about to go.</summary>
    public void Leave(string snapshot, string mirror)
    {
        Times.Update(mirror, leaving: snapshot);
        Nearest.Update();
        Clients.RemoveSnapshot(snapshot, mirror);
    }

    /// <summary>Makes what follows from refs alone right.</summary>
    public void Repair(string mirror)
    {
        Times.Update(mirror);
        Nearest.Update();
    }
}
