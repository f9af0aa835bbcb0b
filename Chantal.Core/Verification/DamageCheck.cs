using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store;

namespace Chantal.Verification;

/// <summary>Says whether a finding is still so.</summary>
internal sealed class DamageCheck(StoreLayout layout, StoreIndex index, RefStore refs)
{
    private readonly GenerationStore _generations = new(layout);
    private readonly Dictionary<(string Mirror, string? Snapshot), HashSet<string>> _trees = [];
    private readonly Dictionary<(string Mirror, string? Snapshot), HashSet<Sha256Digest>> _needed = [];

    private readonly Dictionary<string, HashSet<string>> _statements = [];

    /// <summary>Gives what verifies by the keys that sign for a mirror, or null.</summary>
    public Func<string, SignatureVerifier?> Keys { get; init; } = _ => null;

    public bool IsDamaged(Damage finding, CancellationToken cancellation) => finding.Kind switch
    {
        DamageKind.Blob => IsDamaged(Sha256Digest.Parse(finding.Sha256!), finding, cancellation),
        DamageKind.Manifest => States(finding).Any(s => s.Generation.ToString() == finding.Generation && !_generations.IsIntact(s.Generation)),
        DamageKind.Address => new SnapshotAddresses(layout, refs, _generations, NoLog.Instance).Faults(finding.Mirror).Any(f => f.Path == finding.Path),
        DamageKind.Statement => Statements(finding.Mirror).Contains(finding.Path!),
        DamageKind.Published or DamageKind.Unmarked or DamageKind.Foreign when finding.Mirror.Length > 0 => Faults(finding, cancellation).Contains(finding.Path ?? ""),
        _ => true,
    };

    // What a mirror was synced past, and what its tree does not show any more, it does not need.
    private bool IsDamaged(Sha256Digest blob, Damage finding, CancellationToken cancellation) =>
        new BlobVerifier(layout, index, TimeProvider.System).FaultOf(new ExpectedBlob(blob, finding.Size ?? 0), cancellation) is not null
        && Needed(finding).Contains(blob);

    private HashSet<Sha256Digest> Needed(Damage finding)
    {
        if (!_needed.TryGetValue((finding.Mirror, finding.Snapshot), out var needed))
        {
            needed = [];
            foreach (var state in States(finding).Where(s => _generations.IsIntact(s.Generation)))
            {
                using var manifest = _generations.Open(state.Generation);
                needed.UnionWith(manifest.ReadAll().Select(e => e.Sha256!.Value));
            }

            _needed.Add((finding.Mirror, finding.Snapshot), needed);
        }

        return needed;
    }

    private HashSet<string> Statements(string mirror)
    {
        if (!_statements.TryGetValue(mirror, out var faults))
        {
            _statements.Add(mirror, faults = [.. new StatementFiles(layout, refs, NoLog.Instance).Faults(mirror, Keys(mirror)).Select(f => f.Path)]);
        }

        return faults;
    }

    private IEnumerable<StoredState> States(Damage finding)
    {
        var states = new StoredStates(layout, refs);
        return finding.Snapshot is { } snapshot ? states.Snapshot(snapshot, finding.Mirror) : states.Of(finding.Mirror).Where(s => s.Snapshot is null);
    }

    // A tree is compared once for all that was found in it.
    private HashSet<string> Faults(Damage finding, CancellationToken cancellation)
    {
        if (!_trees.TryGetValue((finding.Mirror, finding.Snapshot), out var faults))
        {
            var trees = new TreeVerifier(layout, _generations, refs);

            // A snapshot that was deleted since has no tree that could be damaged.
            var found = finding.Snapshot is { } snapshot
                ? refs.Snapshot(snapshot, finding.Mirror) is { } frozen ? trees.VerifySnapshot(snapshot, finding.Mirror, frozen.Target, cancellation) : []
                : refs.Mirror(finding.Mirror) is { } head ? trees.VerifyMirror(finding.Mirror, head, cancellation) : [];
            _trees.Add((finding.Mirror, finding.Snapshot), faults = [.. found.Select(f => f.Path ?? "")]);
        }

        return faults;
    }
}
