using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Reasons;

/// <summary>Finds the files of one package in many states: a shard that several of them have is read once.</summary>
/// <param name="generations">The manifests.</param>
/// <param name="isMeant">Whether a package of this name is meant.</param>
internal sealed class PackageSearch(GenerationStore generations, Func<string, bool> isMeant)
{
    private readonly Dictionary<Sha256Digest, IReadOnlyList<PlanEntry>> _shards = [];
    private readonly Dictionary<string, bool> _names = new(StringComparer.Ordinal);

    /// <summary>Its files in a state, in the order of their paths.</summary>
    public IReadOnlyList<PlanEntry> In(GenerationId state, CancellationToken cancellation)
    {
        var generation = generations.Read(state);
        var found = new List<PlanEntry>();
        for (var at = 0; at < generation.Shards.Count; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            var shard = generation.Shards[at].Digest;
            if (!_shards.TryGetValue(shard, out var entries))
            {
                _shards.Add(shard, entries = Read(generation, at));
            }

            found.AddRange(entries);
        }

        return found;
    }

    private List<PlanEntry> Read(Generation generation, int at)
    {
        var found = new List<PlanEntry>();
        using var lines = generations.Open(generation, at);
        while (lines.ReadPath(out _))
        {
            if (new PlanLine(lines.LastLine) is { CountsAsPackage: true, Name: { } name } && IsMeant(name))
            {
                found.Add(lines.LastEntry());
            }
        }

        return found;
    }

    private bool IsMeant(string name)
    {
        if (!_names.TryGetValue(name, out var isIt))
        {
            _names.Add(name, isIt = isMeant(name));
        }

        return isIt;
    }
}
