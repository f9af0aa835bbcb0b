using Chantal.Plans;

namespace Chantal.Mirroring;

/// <summary>
/// Gathers what a sync changes, package by package. Of very many packages the first are told apart and the others counted as they come: a plan of a
/// whole index has millions of files.
/// </summary>
/// <param name="order">The format's own order of versions, the older one first.</param>
internal sealed class PlanGroups(IComparer<string> order)
{
    /// <summary>How many packages of a group are shown.</summary>
    public const int MaxShown = 40;

    /// <summary>How many files of a group are shown that belong to no package: nobody knows them by their names.</summary>
    public const int MaxFilesShown = 10;

    // So many are sorted; what comes behind them is only counted.
    private const int MostSorted = 20_000;

    private readonly Dictionary<(string Name, string? Architecture), Versions> _packages = [];
    private readonly Dictionary<PlannedChange, (long Count, FileCount Files, List<PlannedItem> Shown)> _groups = [];

    /// <summary>Adds a change.</summary>
    public void Add(PlanChange change)
    {
        var entry = change.Wanted ?? change.Present!;
        if (entry is not { Role: FileRole.Package or FileRole.Source, Package: { } package })
        {
            Count(Kind(change, isPackage: false), new PlannedItem(entry.Path, null, [], [], default(FileCount).Plus(entry.Size)), isSorted: true);
            return;
        }

        var key = (package.Name, package.Architecture ?? (entry.Role == FileRole.Source ? "source" : null));
        if (!_packages.TryGetValue(key, out var versions))
        {
            if (_packages.Count >= MostSorted)
            {
                Count(Kind(change, isPackage: true), new PlannedItem(key.Name, key.Item2, [], [], default(FileCount).Plus(entry.Size)), isSorted: false);
                return;
            }

            _packages.Add(key, versions = new Versions());
        }

        versions.Add(change);
    }

    /// <summary>What was gathered, in the order in which it is told.</summary>
    public IReadOnlyList<PlanGroup> ToGroups()
    {
        foreach (var ((name, architecture), versions) in _packages.OrderBy(p => p.Key.Name, StringComparer.Ordinal).ThenBy(p => p.Key.Architecture, StringComparer.Ordinal))
        {
            var (kind, item) = versions.ToItem(name, architecture, order);
            Count(kind, item, isSorted: true);
        }

        _packages.Clear();
        return [.. _groups.OrderBy(g => g.Key).Select(g => new PlanGroup(g.Key, g.Value.Count, g.Value.Files, [.. g.Value.Shown.OrderBy(i => i.Name, Comparer<string>.Create(ArtifactPath.Compare)).ThenBy(i => i.Architecture, StringComparer.Ordinal).Take(IsOfPackages(g.Key) ? MaxShown : MaxFilesShown)]))];
    }

    private void Count(PlannedChange kind, PlannedItem item, bool isSorted)
    {
        var (count, files, shown) = _groups.TryGetValue(kind, out var group) ? group : (0, default, []);
        if (isSorted && shown.Count < MostSorted)
        {
            shown.Add(item);
        }

        _groups[kind] = (count + 1, files.Plus(item.Files), shown);
    }

    private static bool IsOfPackages(PlannedChange kind) => kind is not (PlannedChange.FilesAdded or PlannedChange.FilesChanged or PlannedChange.FilesRemoved);

    private static PlannedChange Kind(PlanChange change, bool isPackage) => (change.Wanted, change.Present, isPackage) switch
    {
        (null, _, true) => PlannedChange.Removed,
        (null, _, false) => PlannedChange.FilesRemoved,
        (_, null, true) => PlannedChange.Added,
        (_, null, false) => PlannedChange.FilesAdded,
        (_, _, true) => PlannedChange.Rebuilt,
        (_, _, false) => PlannedChange.FilesChanged,
    };

    private sealed class Versions
    {
        private readonly HashSet<string> _from = new(StringComparer.Ordinal);
        private readonly HashSet<string> _to = new(StringComparer.Ordinal);
        private FileCount _come;
        private FileCount _go;

        public void Add(PlanChange change)
        {
            if (change.Present is { } present)
            {
                _ = _from.Add(present.Package?.Version ?? "");
                _go = _go.Plus(present.Size);
            }

            if (change.Wanted is { } wanted)
            {
                _ = _to.Add(wanted.Package?.Version ?? "");
                _come = _come.Plus(wanted.Size);
            }
        }

        public (PlannedChange Kind, PlannedItem Item) ToItem(string name, string? architecture, IComparer<string> order)
        {
            List<string> from = [.. _from.OrderDescending(order)], to = [.. _to.OrderDescending(order)];
            var kind = from.Count == 0 ? PlannedChange.Added
                : to.Count == 0 ? PlannedChange.Removed
                : order.Compare(to[0], from[0]) switch
                {
                    > 0 => PlannedChange.Upgraded,
                    < 0 => PlannedChange.Downgraded,
                    _ => PlannedChange.Rebuilt,
                };
            return (kind, new PlannedItem(name, architecture, from, to, to.Count > 0 ? _come : _go));
        }
    }
}
