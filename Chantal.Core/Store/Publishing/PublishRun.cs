using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store.Publishing;

/// <summary>One run of publishing, step by step. Every step can be repeated after a run that ended in the middle.</summary>
internal sealed class PublishRun(PublishedTree tree, BlobLinker linker, string staging, Action? beforeChange)
{
    private readonly List<PlanEntry> _roots = [];
    private readonly HashSet<string> _changedUnits = [];
    private IReadOnlyList<string> _units = [];
    private long _linked;
    private long _removed;
    private int _switched;

    public required GenerationId Head { get; init; }

    /// <summary>What the tree shows; null: nothing that can be relied on, so every file is compared.</summary>
    public required GenerationId? Current { get; init; }

    /// <summary>What a run that ended early was publishing.</summary>
    public required GenerationId? Pending { get; init; }

    /// <summary>Generations whose files stay.</summary>
    public required IReadOnlyList<GenerationId> Retained { get; init; }

    /// <summary>Generations whose files go, unless another one has them.</summary>
    public required IReadOnlyList<GenerationId> Expired { get; init; }

    public required GenerationStore Generations { get; init; }

    public PublishResult Result => new(_linked, _removed, _switched);

    /// <summary>Links new and changed files outside the units, and finds the units that change.</summary>
    public void LinkNewFiles(CancellationToken cancellation)
    {
        // The generation that the tree shows is mostly one of those that stay, too: each is read once.
        GenerationId[] others = [.. Retained.Concat(Expired).Concat(new[] { Current, Pending }.OfType<GenerationId>()).Distinct()];
        using var manifests = new Manifests(Generations, Head, others);
        var current = Current is { } shown ? 1 + Array.IndexOf(others, shown) : 0;
        var pending = Pending is { } begun ? 1 + Array.IndexOf(others, begun) : 0;
        _units = manifests.Header.Units;
        foreach (var (path, entries) in manifests.Merge())
        {
            cancellation.ThrowIfCancellationRequested();
            var unit = UnitOf(path);
            if (entries[0] is not { } wanted)
            {
                // A path that only a generation has whose time is over: its unit is built without it.
                if (unit is not null && !entries.AsSpan(1, Retained.Count).ContainsAnyExcept((PlanEntry?)null))
                {
                    _changedUnits.Add(unit);
                }

                continue;
            }

            // The tree shows it, and no run that ended early began to change it.
            if (current > 0 && entries[current]?.Sha256 == wanted.Sha256 && (pending == 0 || entries[pending]?.Sha256 == wanted.Sha256))
            {
                continue;
            }

            if (unit is not null)
            {
                _changedUnits.Add(unit);
            }
            else if (wanted.Role == FileRole.Root)
            {
                _roots.Add(wanted);
            }
            else
            {
                Link(wanted);
            }
        }
    }

    /// <summary>Builds every changed unit aside, and switches it.</summary>
    public void SwitchUnits(CancellationToken cancellation)
    {
        if (_changedUnits.Count == 0)
        {
            return;
        }

        using (var manifests = new Manifests(Generations, Head, Retained))
        {
            var built = new PublishedTree(staging, NoLog.Instance);
            var last = _changedUnits.Contains("") ? null : _changedUnits.Select(u => u + "/").Max(StringComparer.Ordinal);
            foreach (var (path, entries) in manifests.Merge())
            {
                cancellation.ThrowIfCancellationRequested();
                // Behind the last unit there is nothing to build, and most of a repository is pool.
                if (last is not null && !path.StartsWith(last, StringComparison.Ordinal) && ArtifactPath.Compare(path, last) > 0)
                {
                    break;
                }

                if (UnitOf(path) is { } unit && _changedUnits.Contains(unit))
                {
                    var entry = entries.First(e => e is not null)!;
                    var place = StagedPath(unit, path);
                    built.EnsureParent(place);
                    _linked += linker.Link(entry.Sha256!.Value, built.PathOf(place), tree.PathOf(path)) ? 1 : 0;
                }
            }
        }

        foreach (var unit in _changedUnits.Order(StringComparer.Ordinal))
        {
            Switch(unit);
        }
    }

    /// <summary>Links signed roots that lie in no unit, after all that they name.</summary>
    public void LinkRoots() => _roots.ForEach(Link);

    /// <summary>Removes files outside the units that only generations have whose time is over.</summary>
    public void RemoveExpired(CancellationToken cancellation)
    {
        if (Expired.Count == 0)
        {
            return;
        }

        using var manifests = new Manifests(Generations, Head, [.. Retained, .. Expired]);
        foreach (var (path, entries) in manifests.Merge())
        {
            cancellation.ThrowIfCancellationRequested();
            if (UnitOf(path) is null && !entries.AsSpan(0, 1 + Retained.Count).ContainsAnyExcept((PlanEntry?)null))
            {
                beforeChange?.Invoke();
                _removed += tree.Remove(path) ? 1 : 0;
            }
        }
    }

    /// <summary>Removes files that no generation of the tree has.</summary>
    public void RemoveForeign(CancellationToken cancellation)
    {
        using var manifests = new Manifests(Generations, Head, Retained);
        var foreign = new List<string>();
        foreach (var (path, isWanted, isThere) in TreeComparison.Of(manifests.Merge().Select(m => m.Path), tree.Files()))
        {
            cancellation.ThrowIfCancellationRequested();
            if (isThere && !isWanted)
            {
                foreign.Add(path);
            }
        }

        foreach (var path in foreign)
        {
            beforeChange?.Invoke();
            _removed += tree.Remove(path) ? 1 : 0;
        }
    }

    private void Link(PlanEntry entry)
    {
        beforeChange?.Invoke();
        tree.EnsureParent(entry.Path);
        _linked += linker.Link(entry.Sha256!.Value, tree.PathOf(entry.Path)) ? 1 : 0;
    }

    private void Switch(string unit)
    {
        beforeChange?.Invoke();
        var built = Path.Combine(staging, StagedDirectory(unit));
        var place = unit.Length == 0 ? tree.Root : tree.PathOf(unit);
        if (!Directory.Exists(built))
        {
            // The unit has no file any more: what stands there goes.
            Directory.CreateDirectory(built);
        }

        tree.EnsureParent(unit.Length == 0 ? "x" : unit);
        var there = FileIdentity.Of(place);
        if (there is { Kind: not FileKind.Directory })
        {
            File.Delete(place);
            there = null;
        }

        if (there is null)
        {
            Directory.Move(built, place);
        }
        else if (Posix.TryExchange(built, place) is var error && error is Posix.EINVAL or Posix.ENOSYS or Posix.ENOTSUP)
        {
            // Some network file systems cannot exchange two names: there the directory is away for an instant.
            Directory.Move(place, built + ".old");
            Directory.Move(built, place);
        }
        else if (error != 0)
        {
            throw Posix.Failure(error, $"'{place}' could not be switched");
        }

        tree.Forget();
        _switched++;
    }

    private string? UnitOf(string path)
    {
        foreach (var unit in _units)
        {
            if (unit.Length == 0 || (path.Length > unit.Length && path[unit.Length] == '/' && path.StartsWith(unit, StringComparison.Ordinal)))
            {
                return unit;
            }
        }

        return null;
    }

    private string StagedDirectory(string unit) => $"unit{_units.ToList().IndexOf(unit)}";

    private string StagedPath(string unit, string path) =>
        $"{StagedDirectory(unit)}/{(unit.Length == 0 ? path : path[(unit.Length + 1)..])}";

    // The manifests of some generations, opened for one walk.
    private sealed class Manifests : IDisposable
    {
        private readonly List<PlanReader> _readers = [];

        public Manifests(GenerationStore generations, GenerationId head, IReadOnlyList<GenerationId> others)
        {
            try
            {
                _readers.Add(generations.Open(head));
                _readers.AddRange(others.Select(generations.Open));
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public PlanHeader Header => _readers[0].Header;

        public IEnumerable<(string Path, PlanEntry?[] Entries)> Merge() => ManifestMerge.Of([.. _readers.Select(r => r.ReadAll())]);

        public void Dispose() => _readers.ForEach(r => r.Dispose());
    }
}
