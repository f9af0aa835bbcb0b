using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>The generation of a base with what was taken: the base's lines, those of the packages from the source, and those of new metadata.</summary>
internal sealed class TakenGeneration(GenerationStore generations, GenerationId before, GenerationId source, TakenState taken)
{
    /// <summary>Its header; null: the base's.</summary>
    public PlanHeader? Header { get; init; }

    /// <summary>The mirror's name, for errors.</summary>
    public string Mirror { get; init; } = "";

    /// <summary>Writes it.</summary>
    public GenerationId Write(CancellationToken cancellation)
    {
        List<PlanEntry> copied = taken.Copied.Count > 0 ? [.. generations.Files(source, line => line.CountsAsPackage).Where(e => taken.Copied.Contains(e.Path))] : [];
        if (copied.Count < taken.Copied.Count)
        {
            // A filtered mirror with upstream's metadata lists more than it holds.
            throw TakeDiagnostics.Unsatisfied(Mirror, [.. taken.Copied.Except(copied.Select(e => e.Path)).Order(StringComparer.Ordinal)]);
        }

        var added = taken.Made.Concat(copied)
            .ToDictionary(e => e.Path, StringComparer.Ordinal);
        var paths = added.Keys.ToList();
        paths.Sort(ArtifactPath.Compare);
        using var lines = generations.Open(before);
        using var state = generations.Create(Header ?? lines.Header);
        var next = 0;
        while (lines.Read() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            while (next < paths.Count && ArtifactPath.Compare(paths[next], entry.Path) < 0)
            {
                state.Add(added[paths[next++]]);
            }

            if (!added.ContainsKey(entry.Path) && !taken.Removed.Contains(entry.Path))
            {
                state.AddLine(lines.LastPath, lines.LastLine);
            }
        }

        foreach (var path in paths.Skip(next))
        {
            state.Add(added[path]);
        }

        return state.Complete();
    }

    /// <summary>Whether two generations differ in nothing but signatures that were made at different times.</summary>
    public static bool IsSame(GenerationStore generations, GenerationId one, GenerationId other, TakenState taken)
    {
        Generation[] states = [generations.Read(one), generations.Read(other)];
        using var merge = new StateMerge(generations, states, PathRanges.Different(states));
        return merge.Differences().All(d => taken.Signatures.Contains(d.Path) && d.Entries[0] is not null && d.Entries[1] is not null);
    }
}
