using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>The files of a generation: single ones by their paths, each read from the shard that has it; or all that are not packages.</summary>
/// <param name="generations">The store's generations.</param>
/// <param name="generation">The generation.</param>
internal sealed class StoredFiles(GenerationStore generations, GenerationId generation)
{
    private readonly Generation _state = generations.Read(generation);
    private IReadOnlyDictionary<string, PlanEntry>? _metadata;

    /// <summary>The files that are not packages, by path. Where the format says which directories are metadata, they are those of these, and nothing else is read.</summary>
    public IReadOnlyDictionary<string, PlanEntry> Metadata => _metadata ??= ReadMetadata().ToDictionary(e => e.Path, StringComparer.Ordinal);

    /// <summary>A file, or null if the generation does not have it.</summary>
    public PlanEntry? Find(string path)
    {
        if (_metadata?.GetValueOrDefault(path) is { } known)
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

    private IEnumerable<PlanEntry> ReadMetadata()
    {
        foreach (var unit in _state.Header.Units.DefaultIfEmpty(""))
        {
            using var lines = unit.Length == 0 ? new GenerationReader(generations, _state) : new GenerationReader(generations, _state, unit + "/", unit + "0");
            while (lines.ReadPath(out _))
            {
                if (!new PlanLine(lines.LastLine).CountsAsPackage)
                {
                    yield return lines.LastEntry();
                }
            }
        }
    }
}
