using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Verification;

/// <summary>
/// Compares published trees with the states they show: a file is right if it is a link to its blob, or a copy with the same
/// content.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="generations">Its manifests.</param>
/// <param name="refs">Its refs.</param>
internal sealed class TreeVerifier(StoreLayout layout, GenerationStore generations, RefStore refs)
{
    private long _files;

    /// <summary>Files that were compared.</summary>
    public long Files => Interlocked.Read(ref _files);

    /// <summary>Compares a mirror's own tree, which keeps files of superseded states for a while.</summary>
    public IEnumerable<Damage> VerifyMirror(string mirror, GenerationId head, CancellationToken cancellation)
    {
        // What was published at an earlier PublishPath and left there does not matter any more; the latest tree is the last.
        if (TreeList.Read(layout, mirror).Trees.LastOrDefault(t => t.Generations.Count > 0) is not { } listed)
        {
            return [];
        }

        var tree = new PublishedTree(listed.In(layout));
        if (TreeRecord.TryRead(tree.Root) is not { } record)
        {
            return
            [
                Directory.Exists(tree.Root) && Directory.EnumerateFileSystemEntries(tree.Root).Any()
                    ? Fault($"'{tree.Root}' is not marked as a tree of the mirror '{mirror}'.") with { Kind = DamageKind.Unmarked }
                    : Fault($"'{tree.Root}' is missing or empty."),
            ];
        }

        // What belongs to a state whose manifest is damaged is not known: that is a finding of its own.
        var superseded = record.Superseded.Select(s => GenerationId.TryParse(s.Generation)).OfType<GenerationId>().Where(generations.Exists).ToList();
        var known = new Dictionary<Sha256Digest, bool>();
        return !superseded.All(g => generations.IsIntact(g, known)) ? []
            : record.Current != head.ToString() ? [Fault($"'{tree.Root}' does not show the head {head}.")]
            : Compare(tree, mirror, null, [head, .. superseded], cancellation);

        Damage Fault(string text) => new() { Kind = DamageKind.Published, Mirror = mirror, Text = text };
    }

    /// <summary>Says whether the place of a mirror's tree is somebody else's.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="directory">Where its definition publishes it.</param>
    public Damage? VerifyOwner(string mirror, string directory) =>
        TreeRecord.TryRead(directory) is { } record && new TreeOwner(layout, StoreIdentity.Peek(layout)).Find(directory, mirror) is null
            ? new Damage { Kind = DamageKind.Unmarked, Mirror = mirror, Text = $"'{directory}', where '{mirror}' is published, carries the record of {TreeOwner.Name(record)}." }
            : null;

    /// <summary>Compares a snapshot's tree, and those of the channels that show it. A snapshot that was not published has none.</summary>
    public IEnumerable<Damage> VerifySnapshot(string snapshot, string mirror, GenerationId generation, CancellationToken cancellation)
    {
        var tree = new PublishedTree(layout.PublishedSnapshot(snapshot, mirror));
        return refs.ChannelsOf(snapshot, mirror).SelectMany(c => VerifyChannel(c, snapshot, mirror, refs.Channel(c, mirror)!.Target, cancellation))
            .Concat(Directory.Exists(tree.Root) ? Compare(tree, mirror, snapshot, [generation], cancellation)
                : refs.Snapshot(snapshot, mirror)?.IsPublished == true ? [new Damage { Kind = DamageKind.Published, Mirror = mirror, Snapshot = snapshot, Text = $"'{tree.Root}', the published tree of the snapshot '{snapshot}', is missing." }]
                : []);
    }

    // A channel's tree keeps files of superseded states for a while.
    private IEnumerable<Damage> VerifyChannel(string name, string snapshot, string mirror, GenerationId generation, CancellationToken cancellation)
    {
        var channel = new ChannelTree(layout, generations, TimeProvider.System, name, mirror, NoLog.Instance);
        if (channel.IsLinkTo(snapshot) && Directory.Exists(channel.Place))
        {
            return [];
        }

        if (channel.Record is not { } record || record.Current != generation.ToString())
        {
            return [new Damage { Kind = DamageKind.Published, Mirror = mirror, Snapshot = snapshot, Text = $"'{channel.Place}' does not show the snapshot '{snapshot}', as its channel's ref says." }];
        }

        var superseded = record.Superseded.Select(s => GenerationId.TryParse(s.Generation)).OfType<GenerationId>().Where(g => generations.Exists(g) && generations.IsIntact(g));
        return Compare(new PublishedTree(channel.Place), mirror, snapshot, [generation, .. superseded], cancellation);
    }

    /// <summary>Looks for published snapshots whose refs were lost.</summary>
    public IEnumerable<Damage> VerifyRefs()
    {
        var store = StoreIdentity.Peek(layout)?.Id;
        return PublishedTrees.Below(layout.PublishRoot)
            .Where(t => t is { Snapshot: not null, Current: not null } && t.Store == store && !refs.HasSnapshot(t.Snapshot, t.Mirror))
            .Select(t => new Damage { Kind = DamageKind.Foreign, Text = $"'{layout.PublishedSnapshot(t.Snapshot!, t.Mirror)}' is a published snapshot that the store has no ref for. Restore 'refs/snapshots' from a backup if it was lost." });
    }

    /// <summary>Looks where the link <c>latest</c> leads.</summary>
    public IEnumerable<Damage> VerifyLatest() =>
        PublishedLink.TargetOf(layout.PublishedLatest) is { } target
        && !(target.StartsWith("snapshots/", StringComparison.Ordinal) && refs.MirrorsOf(target["snapshots/".Length..]).Count > 0 && Directory.Exists(layout.PublishedLatest))
            ? [new Damage { Kind = DamageKind.Foreign, Text = $"'{layout.PublishedLatest}' leads to '{target}', which is not a published snapshot." }]
            : [];

    private IEnumerable<Damage> Compare(PublishedTree tree, string mirror, string? snapshot, IReadOnlyList<GenerationId> shown, CancellationToken cancellation)
    {
        PlanEntry? entry = null;
        using var merge = new StateMerge(generations, [.. shown.Select(generations.Read)]);
        var wanted = merge.Read().Select(m =>
        {
            entry = m.Entries.First(e => e is not null);
            return m.Path;
        });
        var linker = new BlobLinker(layout, LinkMode.Hard, layout.Staging(mirror), NoLog.Instance);
        foreach (var (path, isWanted, isThere) in TreeComparison.Of(wanted, tree.Files()))
        {
            cancellation.ThrowIfCancellationRequested();
            Interlocked.Increment(ref _files);
            var place = tree.PathOf(path);
            if (!isWanted)
            {
                yield return Fault(DamageKind.Foreign, path, $"'{place}' does not belong to the published tree.");
            }
            else if (!isThere)
            {
                yield return Fault(DamageKind.Published, path, $"'{place}' is missing in the published tree.");
            }
            else if (!linker.Shows(entry!.Sha256!.Value, place))
            {
                yield return Fault(DamageKind.Published, path, $"'{place}' is not the file it should be.");
            }
        }

        Damage Fault(DamageKind kind, string path, string text) => new() { Kind = kind, Mirror = mirror, Snapshot = snapshot, Path = path, Text = text };
    }
}
