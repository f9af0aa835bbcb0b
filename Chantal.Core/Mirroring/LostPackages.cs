using Chantal.Plans;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>
/// Which packages a state has lost: those of which no version is left for an architecture, so that a client that wants the package finds none. A version that is replaced
/// does not count. Files without a package in them count by their paths.
/// </summary>
/// <param name="generations">The states.</param>
/// <param name="head">The state before.</param>
/// <param name="candidate">The state that comes after it.</param>
internal sealed class LostPackages(GenerationStore generations, Generation head, Generation candidate)
{
    private const int MostNamed = 5;

    /// <summary>What is lost, as a clause, if that is more than a limit allows; null: it is not.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="cancellation">Ends the work.</param>
    public string? Beyond(Limit limit, CancellationToken cancellation)
    {
        var lost = AtMost(cancellation);
        if (lost.Count == 0 || (limit.Share is null && !limit.IsExceededBy(lost.Count, 0)))
        {
            return null;
        }

        // What is not in the changes may still be there: only now is it worth reading the states whole.
        lost.ExceptWith(Keys(candidate, cancellation));
        var before = lost.Count == 0 ? 0 : Keys(head, cancellation).Distinct().LongCount();
        return lost.Count > 0 && limit.IsExceededBy(lost.Count, before)
            ? $"has lost {lost.Count} of {Quantity.Count(before, "package")}, more than MaxRemovals={limit} allows: {Names(lost)}"
            : null;
    }

    private static string Names(HashSet<(string Name, string Architecture)> lost) =>
        string.Join(", ", lost.Order().Take(MostNamed).Select(k => k.Architecture.Length == 0 ? $"'{k.Name}'" : $"'{k.Name}:{k.Architecture}'")) + (lost.Count > MostNamed ? $" and {lost.Count - MostNamed} more" : "");

    private HashSet<(string Name, string Architecture)> AtMost(CancellationToken cancellation)
    {
        var (gone, there) = (new HashSet<(string, string)>(), new HashSet<(string, string)>());
        using var merge = new StateMerge(generations, [head, candidate]);
        foreach (var (_, entries) in merge.Differences())
        {
            cancellation.ThrowIfCancellationRequested();
            Add(gone, entries[0]);
            Add(there, entries[1]);
        }

        gone.ExceptWith(there);
        return gone;

        static void Add(HashSet<(string, string)> keys, PlanEntry? entry)
        {
            if (entry is not null && IsPackage(entry))
            {
                keys.Add(KeyOf(entry));
            }
        }
    }

    private IEnumerable<(string Name, string Architecture)> Keys(Generation state, CancellationToken cancellation) =>
        generations.Files([state.Id], cancellation).Where(IsPackage).Select(KeyOf);

    private static bool IsPackage(PlanEntry entry) => entry.Role is FileRole.Package or FileRole.Source;

    private static (string Name, string Architecture) KeyOf(PlanEntry entry) =>
        entry.Package is { } package ? (package.Name, package.Architecture ?? (entry.Role == FileRole.Source ? "source" : "")) : (entry.Path, "");
}
