using Chantal.Diagnostics;

namespace Chantal.Store.Publishing;

/// <summary>Says whether a directory is a published tree of this store, by the record that lies in it.</summary>
/// <param name="layout">The store.</param>
/// <param name="store">Which store it is; null: one that is not there yet, and so has no tree.</param>
internal sealed class TreeOwner(StoreLayout layout, StoreIdentity? store)
{
    /// <summary>The record of a directory that is this mirror's tree; null if it is not, whatever it is instead.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="mirror">The mirror.</param>
    /// <param name="snapshot">The snapshot whose tree it is; null: the head's.</param>
    /// <param name="channel">The channel whose tree it is, or null if it is not a channel's tree.</param>
    public TreeRecord? Find(string directory, string mirror, string? snapshot = null, string? channel = null)
    {
        var record = TreeRecord.Read(directory);
        return record is not null && IsOurs(record, directory, mirror, snapshot, channel) ? record : null;
    }

    /// <summary>The record of a channel's tree that is not there yet.</summary>
    public TreeRecord ForChannel(string channel, string mirror) =>
        new() { Store = store!.Id, StorePath = store.Path, Mirror = mirror, Channel = channel };

    /// <summary>
    /// The record of a directory in which a tree is to be published: its own, or a new one for a directory that is empty or not there.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <param name="mirror">The mirror.</param>
    /// <param name="snapshot">The snapshot whose tree it is; null: the head's.</param>
    /// <param name="isKnown">Says whether a directory without a record is known to be this tree: earlier versions wrote none. It may have to look at every file, so it is asked only then.</param>
    /// <param name="takesOver">Whether a directory that is not this mirror's becomes it, because the user says so.</param>
    /// <exception cref="MirrorException">It belongs to somebody else, or nobody knows to whom.</exception>
    public TreeRecord Claim(string directory, string mirror, string? snapshot, Func<bool> isKnown, bool takesOver)
    {
        var (id, path) = store is null ? ("", layout.StoreRoot) : (store.Id, store.Path);
        var made = new TreeRecord { Store = id, StorePath = path, Mirror = mirror, Snapshot = snapshot };
        if (takesOver)
        {
            // What another mirror of this store has published goes over with the tree, as an earlier state of it.
            return TreeRecord.TryRead(directory) is { } there && IsOurs(there, directory, there.Mirror, snapshot, null)
                ? there with { Store = id, StorePath = path, Mirror = mirror }
                : made;
        }

        if (TreeRecord.Read(directory) is { } record)
        {
            return IsOurs(record, directory, mirror, snapshot, null)
                ? record with { Store = id, StorePath = path }
                : throw NotOurs(directory, mirror, snapshot, NameSeenFrom(record, id, path));
        }

        var isFree = !Directory.Exists(directory) || !Directory.EnumerateFileSystemEntries(directory).Any();
        return isFree || isKnown()
            ? made
            : throw NotOurs(directory, mirror, snapshot, null);
    }

    /// <summary>What a message calls the owner of a tree.</summary>
    public static string Name(TreeRecord record) =>
        $"the {(record.Snapshot is { } snapshot ? $"snapshot '{snapshot}' of the " : record.Channel is { } channel ? $"channel '{channel}' of the " : "")}mirror '{record.Mirror}' of the store at '{record.StorePath}'";

    // Two stores may have had one path, one after the other.
    private string NameSeenFrom(TreeRecord record, string id, string path) =>
        record.StorePath == path && record.Store != id ? $"the mirror '{record.Mirror}' of an earlier store at '{path}'"
        : store?.Origins.Contains(record.Store) == true ? $"{Name(record)}, of which this store is a copy"
        : Name(record);

    // The trees in a store's own directory are copied with it.
    private bool IsOurs(TreeRecord record, string directory, string mirror, string? snapshot, string? channel) =>
        store is not null && record.Mirror == mirror && record.Snapshot == snapshot && record.Channel == channel
        && (record.Store == store.Id || (store.Origins.Contains(record.Store) && DirectoryPlace.Contains(layout.StoreRoot, directory)));

    private static MirrorException NotOurs(string directory, string mirror, string? snapshot, string? owner) => snapshot is null
        ? PublishingDiagnostics.TreeNotOurs(directory, mirror, owner)
        : PublishingDiagnostics.SnapshotTreeNotOurs(directory, mirror, snapshot, owner);
}
