using Chantal.Diagnostics;
using Chantal.Store;
using Chantal.Store.Publishing;
using Chantal.Text;

namespace Chantal.Snapshots;

/// <summary>How a snapshot is made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for, or null.</param>
/// <param name="IsPinned">Whether rotation leaves it alone.</param>
/// <param name="IsPublished">Whether it gets a tree of its own.</param>
/// <param name="UpdatesLatest">Whether <c>latest</c> shows it.</param>
/// <param name="Rotation">Which older ones stay.</param>
internal sealed record SnapshotOptions(string Name, string? Description, bool IsPinned, bool IsPublished, bool UpdatesLatest, Rotation Rotation);

/// <summary>
/// Snapshots and channels of a store's mirrors. A snapshot is a ref, so it costs nothing to keep; its tree is there for web
/// servers. Refs come before trees and go after them: a run that ends in between is completed by the same command.
/// </summary>
internal sealed class SnapshotStore(StoreLayout layout, RefStore refs, GenerationStore generations, TimeProvider clock, ILog log)
{
    /// <summary>
    /// The estate whose mirrors those of a call are, all of them: then what the store has of others is of mirrors that are not defined any more, or of other estates. Null: they are some.
    /// </summary>
    public string? Estate { get; init; }

    /// <summary>Who makes snapshots and moves channels, or null.</summary>
    public Actor? By { get; init; }

    /// <summary>Called before each change of what is published; tests end the run there.</summary>
    internal Action? BeforeChange { get; init; }

    private SnapshotTree Tree => new(layout, generations, log) { BeforeChange = BeforeChange };

    private SnapshotAddresses Addresses => new(layout, refs, generations, log) { BeforeChange = BeforeChange };

    private SnapshotRemoval Removal => new(layout, refs, generations, log) { Estate = Estate, ShownBy = ShownBy, BeforeChange = BeforeChange };

    private ClientFiles Clients => new(layout, refs, generations, log) { BeforeChange = BeforeChange };

    /// <summary>Freezes the heads of mirrors under one name: all of them, or none.</summary>
    /// <param name="mirrors">The mirrors.</param>
    /// <param name="options">How the snapshot is made.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="states">What is frozen of each mirror; null: its head.</param>
    public void Create(IReadOnlyList<SnapshotMirror> mirrors, SnapshotOptions options, CancellationToken cancellation, IReadOnlyDictionary<string, GenerationId>? states = null)
    {
        ArgumentNullException.ThrowIfNull(mirrors);
        ArgumentNullException.ThrowIfNull(options);
        using var content = StoreLock.Share(layout, log);
        using var alone = TakeRefs();
        Promotion().Complete(mirrors, cancellation);
        var heads = mirrors.ToDictionary(m => m.Name, m => states?[m.Name] ?? HeadOf(m.Name), StringComparer.Ordinal);
        var added = heads.Where(h => RequireSameOrNone(options.Name, h.Key, h.Value, SnapshotDiagnostics.SnapshotExists)).ToDictionary(h => h.Key, h => Describe(h.Key, h.Value, options), StringComparer.Ordinal);
        foreach (var mirror in options.IsPublished ? mirrors : [])
        {
            Tree.Check(options.Name, mirror, heads[mirror.Name]);
        }

        if (refs.Snapshots() is var names && !names.Contains(options.Name) && NearestWord.FindSlip(options.Name, names) is { } near)
        {
            log.Warning(SnapshotDiagnostics.SnapshotNearlyNamed(options.Name, near));
        }

        if (added.Count > 0)
        {
            BeforeChange?.Invoke();
            refs.AddSnapshots(options.Name, added);
        }

        foreach (var mirror in mirrors)
        {
            var files = options.IsPublished ? Tree.Publish(options.Name, mirror, heads[mirror.Name], cancellation) : 0;
            log.Info($"{options.Name}: {mirror.Name} is frozen at generation {heads[mirror.Name].ToString()[..12]}{(files > 0 ? $", {Quantity.Count(files, "file is", "files are")} published" : "")}.");
        }

        Addresses.Show(options.Name, heads);
        if (options.IsPublished && options.UpdatesLatest)
        {
            Tree.PointLatest(options.Name);
        }

        Removal.Rotate([.. mirrors.Select(m => m.Name)], options.Rotation);
    }

    /// <summary>Makes a snapshot of states that another store froze: all of them or none.</summary>
    public void Add(string name, IReadOnlyDictionary<string, Ref> states, LinkMode linkMode, bool isPublished, bool updatesLatest, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(states);
        using var content = StoreLock.Share(layout, log);
        using var alone = TakeRefs();
        var added = states.Where(s => RequireSameOrNone(name, s.Key, s.Value.Target, SnapshotDiagnostics.ImportedSnapshotExists)).ToDictionary(s => s.Key, s => s.Value with { IsPublished = isPublished }, StringComparer.Ordinal);
        foreach (var (mirror, state) in isPublished ? states : new Dictionary<string, Ref>())
        {
            Tree.Check(name, new SnapshotMirror(mirror, linkMode), state.Target);
        }

        if (added.Count > 0)
        {
            BeforeChange?.Invoke();
            refs.AddSnapshots(name, added);
        }

        foreach (var (mirror, state) in states)
        {
            var files = isPublished ? Tree.Publish(name, new SnapshotMirror(mirror, linkMode), state.Target, cancellation) : 0;
            log.Info($"{name}: {mirror} is imported{(files > 0 ? $", {Quantity.Count(files, "file is", "files are")} published" : "")}.");
        }

        Addresses.Show(name, states.ToDictionary(s => s.Key, s => s.Value.Target));

        if (isPublished && updatesLatest)
        {
            Tree.PointLatest(name);
        }
    }

    /// <summary>Throws <see cref="DiagnosticCodes.SnapshotExists"/> if a name that a bundle brings holds other states.</summary>
    public void RequireFree(string name, IEnumerable<(string Mirror, GenerationId Generation)> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        foreach (var (mirror, generation) in states)
        {
            _ = RequireSameOrNone(name, mirror, generation, SnapshotDiagnostics.ImportedSnapshotExists);
        }
    }

    /// <summary>
    /// Deletes a snapshot of mirrors: of all of them, or of none. Where the call speaks for an <see cref="Estate"/>, what mirrors that are not defined any more have in it goes as well.
    /// </summary>
    /// <param name="mirrors">The mirrors.</param>
    /// <param name="name">The snapshot.</param>
    /// <param name="force">Whether it goes although it is pinned.</param>
    public void Delete(IReadOnlyList<SnapshotMirror> mirrors, string name, bool force)
    {
        ArgumentNullException.ThrowIfNull(mirrors);
        using var alone = TakeRefs();
        List<string> names = [.. mirrors.Select(m => m.Name)];
        if (!Removal.Delete(names, name, force))
        {
            throw Missing(name, names);
        }
    }

    /// <summary>Forgets a mirror's part of every snapshot, with its trees. The caller has taken the refs alone.</summary>
    public void RemoveMirror(string mirror) => Removal.DeleteMirror(mirror);

    /// <summary>The mirrors that the store has states of and that are not defined any more; none where the call does not speak for an <see cref="Estate"/>.</summary>
    public IReadOnlyList<LeftMirror> Left(IReadOnlyCollection<string> defined) => Estate is null ? [] : LeftMirror.Of(layout, refs, defined, Estate);

    /// <summary>Makes a channel show a snapshot of mirrors. Packages of what it showed before stay for the grace period.</summary>
    /// <param name="mirrors">The mirrors.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="name">The snapshot.</param>
    /// <param name="cancellation">Ends the work; the same call continues it.</param>
    /// <param name="signing">Signs what is shown, of mirrors that say so; null: every mirror's snapshot is shown as it is.</param>
    public async Task PromoteAsync(IReadOnlyList<SnapshotMirror> mirrors, string channel, string name, CancellationToken cancellation, ChannelSigning? signing = null)
    {
        ArgumentNullException.ThrowIfNull(mirrors);
        using var content = StoreLock.Share(layout, log);
        using var alone = TakeRefs();
        Promotion(signing).Complete(mirrors, cancellation);
        var snapshots = mirrors.Where(m => refs.HasSnapshot(name, m.Name)).ToDictionary(m => m, m => refs.Snapshot(name, m.Name)!);
        if (snapshots.Count == 0)
        {
            throw Missing(name, [.. mirrors.Select(m => m.Name)]);
        }

        foreach (var mirror in mirrors.Except(snapshots.Keys))
        {
            log.Warning(SnapshotDiagnostics.MirrorNotInSnapshot(name, mirror.Name, channel, refs.Channel(channel, mirror.Name)?.Snapshot));
        }

        if (refs.Channels() is var channels && !channels.Contains(channel) && NearestWord.FindSlip(channel, channels) is { } near)
        {
            log.Warning(SnapshotDiagnostics.ChannelNearlyNamed(channel, near));
        }

        foreach (var (mirror, snapshot) in snapshots)
        {
            generations.Require(snapshot.Target);
            Channel(channel, mirror.Name).Check();
        }

        await Promotion(signing).RunAsync(channel, name, snapshots.ToDictionary(s => s.Key, s => s.Value.Target), cancellation);
    }

    /// <summary>Makes the tree of a snapshot what it should be, and those of the channels that show it.</summary>
    public void Repair(string name, SnapshotMirror mirror, GenerationId state, bool removesForeign, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mirror);
        using var alone = TakeRefs();
        Tree.Repair(name, mirror, state, refs.Snapshot(name, mirror.Name)?.IsPublished == true, removesForeign, cancellation);
        Addresses.Show(name, new Dictionary<string, GenerationId> { [mirror.Name] = state });
        foreach (var channel in refs.ChannelsOf(name, mirror.Name))
        {
            if (refs.Channel(channel, mirror.Name)!.Target is var shown && generations.IsIntact(shown) && generations.IsStored(shown))
            {
                Channel(channel, mirror.Name).Repair(shown, mirror, removesForeign, cancellation);
                Clients.ShowChannel(channel, mirror.Name, shown);
            }
        }
    }

    /// <summary>The snapshots of mirrors, by name, then mirror.</summary>
    public IReadOnlyList<SnapshotEntry> Snapshots(IReadOnlyCollection<string> mirrors) =>
        [.. refs.Snapshots().SelectMany(name => refs.MirrorsOf(name).Where(mirrors.Contains).Select(m => new SnapshotEntry(name, m, refs.Snapshot(name, m)!)))];

    /// <summary>What channels show of mirrors, by channel, then mirror; <see cref="SnapshotEntry.Name"/> is the channel.</summary>
    public IReadOnlyList<SnapshotEntry> Channels(IReadOnlyCollection<string> mirrors) =>
        [.. refs.Channels().SelectMany(channel => mirrors.Order(StringComparer.Ordinal).Select(m => (Mirror: m, Ref: refs.Channel(channel, m))).Where(r => r.Ref is not null).Select(r => new SnapshotEntry(channel, r.Mirror, r.Ref!)))];

    /// <summary>The channels that show a snapshot of a mirror, by their refs or by the links of an earlier version.</summary>
    public IReadOnlyList<string> ShownBy(string name, string mirror) =>
    [
        .. refs.Channels().Where(c => refs.Channel(c, mirror)?.Snapshot == name || Channel(c, mirror).IsLinkTo(name)),
    ];

    /// <summary>Whether a channel's tree shows what its ref says.</summary>
    public bool IsShown(SnapshotEntry channel) => refs.Channel(channel.Name, channel.Mirror) is not { } wanted || !Channel(channel.Name, channel.Mirror).IsBehind(wanted);

    private Promotion Promotion(ChannelSigning? signing = null) => new(layout, refs, generations, clock, log) { Signing = signing, By = By, BeforeChange = BeforeChange };

    private ChannelTree Channel(string channel, string mirror) => new(layout, generations, clock, channel, mirror, log) { BeforeChange = BeforeChange };

    private StoreLock TakeRefs()
    {
        var alone = StoreLock.TakeRefs(layout);
        refs.RemoveLeftovers();
        return alone;
    }

    private GenerationId HeadOf(string mirror) => refs.Mirror(mirror)
        ?? throw SnapshotDiagnostics.NothingStored(mirror);

    // Whether there is no snapshot yet; one that holds the same is as good as made.
    private bool RequireSameOrNone(string name, string mirror, GenerationId head, Func<string, string, DateTimeOffset, MirrorException> exists)
    {
        if (name is "head" or "latest" or "nearest.map")
        {
            throw SnapshotDiagnostics.NameReserved(name);
        }

        var there = refs.Snapshot(name, mirror);
        return there is null || there.Target == head ? there is null : throw exists(name, mirror, there.Time);
    }

    private Ref Describe(string mirror, GenerationId generation, SnapshotOptions options)
    {
        var (files, bytes, _) = generations.Count(generation);
        return new Ref
        {
            Generation = generation.ToString(),
            Time = clock.GetUtcNow(),
            By = By,
            Accepted = refs.Head(mirror) is { } head && head.Target == generation ? head.Accepted : null,
            Files = files,
            Bytes = bytes,
            Description = options.Description,
            IsPinned = options.IsPinned,
            IsPublished = options.IsPublished,
        };
    }

    /// <summary>The error for a name that none of the mirrors has a snapshot of; it says which there are.</summary>
    public MirrorException Missing(string name, IReadOnlyList<string> mirrors) =>
        SnapshotDiagnostics.SnapshotMissing(name, mirrors, [.. Snapshots(mirrors).Select(s => s.Name).Distinct().TakeLast(5)]);
}
