using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>The files of a generation: single ones by their paths, each read from the shard that has it; or all that are not packages.</summary>
/// <param name="generations">The store's generations.</param>
/// <param name="generation">The generation.</param>
internal sealed class StoredFiles(GenerationStore generations, GenerationId generation)
{
    private readonly Generation _state = generations.Read(generation);
    private readonly Lazy<IReadOnlyDictionary<string, PlanEntry>> _metadata =
        new(() => generations.Files(generation, line => !line.CountsAsPackage).ToDictionary(e => e.Path, StringComparer.Ordinal));

    /// <summary>The files that are not packages, by path.</summary>
    public IReadOnlyDictionary<string, PlanEntry> Metadata => _metadata.Value;

    /// <summary>A file, or null if the generation does not have it.</summary>
    public PlanEntry? Find(string path)
    {
        if (_metadata.IsValueCreated && _metadata.Value.TryGetValue(path, out var known))
        {
            return known;
        }

        if (_state.Shards.Count == 0)
        {
            return null;
        }

        using var entries = generations.Open(_state, _state.ShardOf(path));
        while (entries.ReadPath(out _))
        {
            if (ArtifactPath.Compare(System.Text.Encoding.UTF8.GetString(entries.LastPath), path) is var order && order >= 0)
            {
                return order == 0 ? entries.LastEntry() : null;
            }
        }

        return null;
    }
}
