using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Verification;

/// <summary>Says whether a finding is still so.</summary>
internal sealed class DamageCheck(StoreLayout layout, StoreIndex index, RefStore refs)
{
    private readonly GenerationStore _generations = new(layout);
    private readonly Dictionary<(string Mirror, string? Snapshot), HashSet<string>> _trees = [];

    public bool IsDamaged(Damage finding, CancellationToken cancellation) => finding.Kind switch
    {
        DamageKind.Blob => new BlobVerifier(layout, index, TimeProvider.System)
            .FaultOf(new ExpectedBlob(Sha256Digest.Parse(finding.Sha256!), finding.Size ?? 0), cancellation) is not null,
        DamageKind.Published or DamageKind.Unmarked or DamageKind.Foreign when finding.Mirror.Length > 0 => Faults(finding, cancellation).Contains(finding.Path ?? ""),
        _ => true,
    };

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
