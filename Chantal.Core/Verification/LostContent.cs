using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Verification;

/// <summary>What a repair of a mirror's content could not bring back, and whether that concerns a state.</summary>
internal sealed class LostContent
{
    private readonly GenerationStore _generations;
    private readonly HashSet<Sha256Digest> _lost;

    /// <param name="layout">The store.</param>
    /// <param name="generations">Its manifests.</param>
    /// <param name="damage">What was damaged of the mirror.</param>
    public LostContent(StoreLayout layout, GenerationStore generations, IEnumerable<Damage> damage)
    {
        _generations = generations;
        var blobs = damage.Where(d => d.Kind == DamageKind.Blob).Select(d => Sha256Digest.Parse(d.Sha256!)).ToHashSet();
        Damaged = blobs.Count;
        _lost = [.. blobs.Where(b => !File.Exists(layout.Blob(b)))];
    }

    /// <summary>Blobs that were damaged.</summary>
    public int Damaged { get; }

    /// <summary>Those that are there again.</summary>
    public int Recovered => Damaged - _lost.Count;

    /// <summary>Whether anything of a state is lost that is not a package: a sync makes that again, and drops nothing that people chose.</summary>
    public bool ConcernsMetadata(GenerationId generation)
    {
        if (_lost.Count == 0)
        {
            return false;
        }

        using var manifest = _generations.Open(generation);
        return manifest.ReadAll().Any(e => _lost.Contains(e.Sha256!.Value) && e.Role is not (FileRole.Package or FileRole.Source));
    }
}
