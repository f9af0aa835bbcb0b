using Chantal.Plans;

namespace Chantal.Mirroring;

/// <summary>Tells which files of a transfer may not be there: of the same content in several encodings, upstream has to have one.</summary>
internal sealed class PlanTwins
{
    private readonly Dictionary<string, (bool HasOne, List<PlanEntry> Transferred)> _groups = new(StringComparer.Ordinal);

    /// <summary>Adds a file that the mirror is to have.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="isTransferred">Whether it is part of the transfer; if not, its content is there already.</param>
    public void Add(PlanEntry entry, bool isTransferred)
    {
        if (entry.Group is not { } name)
        {
            return;
        }

        var group = _groups.TryGetValue(name, out var known) ? known : (false, []);
        if (isTransferred)
        {
            group.Item2.Add(entry);
        }

        _groups[name] = (group.Item1 || !isTransferred, group.Item2);
    }

    /// <summary>The files of which the mirror needs none: all but the smallest of each group, or all where one is there.</summary>
    public FileCount Doubtful() => _groups.Values
        .SelectMany(g => g.Transferred.OrderBy(e => e.Size ?? long.MaxValue).Skip(g.HasOne ? 0 : 1))
        .Aggregate(default(FileCount), (sum, entry) => sum.Plus(entry.Size));
}
