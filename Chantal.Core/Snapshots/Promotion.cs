using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>
/// Moves a channel to a snapshot, mirror by mirror. The caller has taken the refs alone. A ref comes before its tree, because it says what is wanted: a run that ends in between is
/// completed by the next one that changes snapshots or channels, and not undone by a repair.
/// </summary>
internal sealed class Promotion(StoreLayout layout, RefStore refs, GenerationStore generations, TimeProvider clock, ILog log)
{
    private const int MaxMoves = 100;

    /// <summary>Signs what is shown, of mirrors that say so; null: every mirror's snapshot is shown as it is.</summary>
    public ChannelSigning? Signing { get; init; }

    /// <summary>Who promotes, or null.</summary>
    public Actor? By { get; init; }

    /// <summary>Called before each change of what is published; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>Moves the channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="name">The snapshot.</param>
    /// <param name="snapshots">What the snapshot is of each mirror.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task RunAsync(string channel, string name, IReadOnlyDictionary<SnapshotMirror, GenerationId> snapshots, CancellationToken cancellation)
    {
        // All are made before the first is shown.
        var states = new Dictionary<SnapshotMirror, ChannelState>();
        foreach (var (mirror, snapshot) in snapshots)
        {
            var (before, shown) = (refs.Channel(channel, mirror.Name), TreeOf(channel, mirror).Shown);
            var state = Signing is null ? new ChannelState(snapshot, null) : await Signing.StateAsync(channel, mirror.Name, snapshot, before, shown, cancellation);
            new RollBack(generations, log).Warn(channel, mirror.Name, shown ?? before?.Target, state.Generation);
            new ShownValidity(generations, clock, log).Warn(channel, mirror.Name, state.Generation);
            states[mirror] = state;
        }

        foreach (var (mirror, state) in states)
        {
            Show(channel, name, mirror, state, cancellation);
        }
    }

    /// <summary>Brings channels to what their refs say, where a run ended before its tree was right. Hosts see the state before until then.</summary>
    public void Complete(IEnumerable<SnapshotMirror> mirrors, CancellationToken cancellation)
    {
        foreach (var (channel, mirror) in refs.Channels().SelectMany(c => mirrors.Select(m => (c, m))).ToList())
        {
            if (refs.Channel(channel, mirror.Name) is { } shown && TreeOf(channel, mirror).IsBehind(shown) && generations.IsIntact(shown.Target) && generations.IsStored(shown.Target))
            {
                TreeOf(channel, mirror).Show(shown.Target, mirror, cancellation);
                new ClientFiles(layout, refs, generations, log) { BeforeChange = BeforeChange }.ShowChannel(channel, mirror.Name, shown.Target);
                log.Info($"{channel}: {mirror.Name} shows {shown.Snapshot}, as a promotion that ended early had begun to make it.");
            }
        }
    }

    private void Show(string channel, string name, SnapshotMirror mirror, ChannelState state, CancellationToken cancellation)
    {
        var before = refs.Channel(channel, mirror.Name);
        BeforeChange?.Invoke();
        if (before?.Snapshot != name || before.Target != state.Generation || before.Signed != state.Signed)
        {
            refs.SetChannel(channel, mirror.Name, Next(before, name, state));
        }

        BeforeChange?.Invoke();
        TreeOf(channel, mirror).Show(state.Generation, mirror, cancellation);
        new ClientFiles(layout, refs, generations, log) { BeforeChange = BeforeChange }.ShowChannel(channel, mirror.Name, state.Generation);
        log.Info($"{channel}: {mirror.Name} shows {name}{(before?.Snapshot is { } old && old != name ? $" in place of {old}" : "")}.");
    }

    private ChannelTree TreeOf(string channel, SnapshotMirror mirror) => new(layout, generations, clock, channel, mirror.Name, log) { BeforeChange = BeforeChange };

    private Ref Next(Ref? before, string name, ChannelState state) => new()
    {
        Generation = state.Generation.ToString(),
        Signed = state.Signed,
        Time = clock.GetUtcNow(),
        By = By,
        Snapshot = name,
        Before = before?.Snapshot is null ? [] : [new ChannelMove(before.Snapshot, before.Generation, before.Time) { By = before.By }, .. (before.Before ?? []).Take(MaxMoves - 1)],
    };
}
