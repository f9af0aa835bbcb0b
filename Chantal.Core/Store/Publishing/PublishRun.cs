using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store.Publishing;

/// <summary>One run of publishing, step by step. Every step can be repeated after a run that ended in the middle.</summary>
internal sealed class PublishRun
{
    private const int WaitingTogether = 1_000;

    private readonly Durability _durability;
    private readonly PublishedTree _tree;
    private readonly BlobLinker _linker;
    private readonly string _staging;
    private readonly Action? _beforeChange;
    private readonly List<string> _waiting = [];
    private readonly List<PlanEntry> _roots = [];
    private readonly HashSet<string> _changedUnits = [];
    private IReadOnlyList<string> _units = [];
    private long _linked;
    private long _removed;
    private int _switched;
    private PublishResult _flushed = new(0, 0, 0);

    /// <param name="layout">The store.</param>
    /// <param name="directory">The tree's directory.</param>
    /// <param name="mode">How files are linked.</param>
    /// <param name="staging">Where units are built.</param>
    /// <param name="beforeChange">Called before each change of the _tree.</param>
    /// <param name="log">Where it is told if links of another kind are made.</param>
    public PublishRun(StoreLayout layout, string directory, LinkMode mode, string staging, Action? beforeChange, ILog log)
    {
        _durability = layout.Durability;
        _tree = new PublishedTree(directory) { MayReplace = IsNamed, Mode = layout.PublishMode };
        _linker = new BlobLinker(layout, mode, staging, log) { ClearDirectory = ClearDirectory };
        _staging = staging;
        _beforeChange = beforeChange;
    }

    public required GenerationId Head { get; init; }

    /// <summary>What the tree shows; null: nothing.</summary>
    public required GenerationId? Current { get; init; }

    /// <summary>Whether what the tree shows can be relied on; otherwise every file is compared.</summary>
    public required bool IsTrusted { get; init; }

    /// <summary>Whether files at the mirror's paths are replaced although no generation of it says that they are its own.</summary>
    public required bool TakesOver { get; init; }

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
        // What the tree shows, and what a run that ended early began to change it to.
        var isKnown = IsTrusted && Current is not null;
        var states = States(isKnown ? [Head, Current!.Value, .. new[] { Pending }.OfType<GenerationId>()] : [Head, .. Retained]);
        _units = states[0].Header.Units;
        using var merge = new StateMerge(Generations, states, isKnown ? PathRanges.Different(states) : PathRanges.All);
        foreach (var (path, entries) in isKnown ? merge.Differences() : merge.Read())
        {
            cancellation.ThrowIfCancellationRequested();

            // Where nothing is known of the tree, what is kept for the grace period has to be right, too.
            var entry = isKnown ? entries[0] : entries.First(e => e is not null);
            if (entry is not { } wanted || (isKnown && entries.All(e => e?.Sha256 == wanted.Sha256)))
            {
                continue;
            }

            if (UnitOf(path) is { } unit)
            {
                _changedUnits.Add(unit);
            }
            else if (wanted.Role == FileRole.Root)
            {
                _roots.Add(wanted);
            }
            else
            {
                Link(wanted, isShown: isKnown && entries[1] is not null);
            }
        }

        LinkWhereFilesStand();

        // A unit in which only a generation has a path whose time is over is built without it.
        foreach (var unit in Leaving([.. Others.Except(Retained)], cancellation).Select(UnitOf).OfType<string>())
        {
            _changedUnits.Add(unit);
        }
    }

    /// <summary>Builds every changed unit aside, and switches it.</summary>
    public void SwitchUnits(CancellationToken cancellation)
    {
        if (_changedUnits.Count == 0)
        {
            return;
        }

        var built = new PublishedTree(_staging) { Mode = _tree.Mode };
        var named = new HashSet<string>(StringComparer.Ordinal);
        using (var merge = new StateMerge(Generations, States([Head, .. Others]), PathRanges.Below(_changedUnits)))
        {
            foreach (var (path, entries) in merge.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                if (UnitOf(path) is { } unit && _changedUnits.Contains(unit))
                {
                    named.Add(path);
                    if (entries.Take(1 + Retained.Count).FirstOrDefault(e => e is not null) is { } entry)
                    {
                        RequireOwn(path, entries);
                        var place = StagedPath(unit, path);
                        built.EnsureParent(place);
                        _linked += _linker.Link(entry.Sha256!.Value, built.PathOf(place), _tree.PathOf(path)) ? 1 : 0;
                    }
                }
            }
        }

        Flush();
        foreach (var unit in _changedUnits.Order(StringComparer.Ordinal))
        {
            CarryForeign(unit, built, named, cancellation);
            Switch(unit);
        }
    }

    /// <summary>Links signed roots that lie in no unit, after all that they name.</summary>
    public void LinkRoots()
    {
        if (_roots.Count > 0)
        {
            Flush();
            _roots.ForEach(root => Link(root, isShown: false));
            LinkWhereFilesStand();
        }
    }

    /// <summary>
    /// Makes what was done so far survive a loss of power, if anything was: before metadata shows it to clients, and before the record says that
    /// it is there.
    /// </summary>
    public void Flush()
    {
        if (Result != _flushed)
        {
            _durability.FlushFileSystem(_tree.Root);
            _flushed = Result;
        }
    }

    /// <summary>Removes files outside the units that only generations have whose time is over.</summary>
    public void RemoveExpired(CancellationToken cancellation)
    {
        foreach (var path in Leaving(Expired, cancellation).Where(p => UnitOf(p) is null))
        {
            _beforeChange?.Invoke();
            _tree.RequireInside(path);
            _removed += _tree.Remove(path) ? 1 : 0;
        }
    }

    /// <summary>The files of the tree that no generation of it has.</summary>
    public ForeignFileList FindForeign(CancellationToken cancellation)
    {
        var foreign = new ForeignFileList();
        using var merge = new StateMerge(Generations, States([Head, .. Retained]));
        foreach (var (path, isWanted, isThere) in TreeComparison.Of(merge.Read().Select(m => m.Path), _tree.Files()))
        {
            cancellation.ThrowIfCancellationRequested();
            if (isThere && !isWanted)
            {
                foreign.Add(path);
            }
        }

        return foreign;
    }

    /// <summary>Removes the files of the tree that no generation of it has; they were found before.</summary>
    public void RemoveForeign(CancellationToken cancellation)
    {
        using var merge = new StateMerge(Generations, States([Head, .. Retained]));
        foreach (var (path, isWanted, isThere) in TreeComparison.Of(merge.Read().Select(m => m.Path), _tree.Files()))
        {
            cancellation.ThrowIfCancellationRequested();
            if (isThere && !isWanted)
            {
                _beforeChange?.Invoke();
                _removed += _tree.Remove(path) ? 1 : 0;
            }
        }
    }

    // What the tree is known to show at a path is the mirror's, and need not be looked up.
    private void Link(PlanEntry entry, bool isShown)
    {
        _beforeChange?.Invoke();
        _tree.EnsureParent(entry.Path);
        _linked += _linker.Link(entry.Sha256!.Value, _tree.PathOf(entry.Path), mayReplace: () =>
        {
            if (!isShown)
            {
                _waiting.Add(entry.Path);
            }

            return isShown;
        }, isTaken: isShown) ? 1 : 0;
        if (_waiting.Count == WaitingTogether)
        {
            LinkWhereFilesStand();
        }
    }

    // Other files are in the way, mostly those of earlier states. Whose they are is looked up for many at a time.
    private void LinkWhereFilesStand()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        using var merge = new StateMerge(Generations, States([Head, .. Others]), PathRanges.Of(_waiting));
        _waiting.Clear();
        foreach (var (path, entries) in merge.Read())
        {
            RequireOwn(path, entries);
            _linked += _linker.Link(entries.First(e => e is not null)!.Sha256!.Value, _tree.PathOf(path), isTaken: true) ? 1 : 0;
        }
    }

    // A file is only replaced if the tree shows the mirror's file there, or did: it is one of those that its generations have at this path.
    private void RequireOwn(string path, PlanEntry?[] entries)
    {
        var isShown = (Current is { } shown && entries[1 + Array.IndexOf(Others, shown)] is not null) || entries.AsSpan(1, Retained.Count).ContainsAnyExcept((PlanEntry?)null);
        if (!TakesOver && !isShown && FileIdentity.Of(_tree.PathOf(path)) is { Kind: not FileKind.Directory }
            && !entries.OfType<PlanEntry>().Any(e => _linker.Shows(e.Sha256!.Value, _tree.PathOf(path))))
        {
            throw PublishingDiagnostics.InTheWay(_tree.PathOf(path), "file", "file of its own");
        }
    }

    // What the head and the others have at a path. Asked where another file is in the way, which is rare.
    private PlanEntry?[] EntriesOf(string path)
    {
        using var merge = new StateMerge(Generations, States([Head, .. Others]), PathRanges.Of(path));
        return [.. merge.Read().Select(m => m.Entries).FirstOrDefault() ?? new PlanEntry?[1 + Others.Length]];
    }

    // The paths that some generations have, and neither the head nor one that is retained.
    private IEnumerable<string> Leaving(IReadOnlyList<GenerationId> going, CancellationToken cancellation)
    {
        if (going.Count == 0)
        {
            yield break;
        }

        var staying = 1 + Retained.Count;
        var states = States([Head, .. Retained, .. going]);
        using var merge = new StateMerge(Generations, states, PathRanges.Only(states[staying..], states[..staying]));
        foreach (var (path, entries) in merge.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (!entries.AsSpan(0, staying).ContainsAnyExcept((PlanEntry?)null))
            {
                yield return path;
            }
        }
    }

    private void Switch(string unit)
    {
        _beforeChange?.Invoke();
        var built = Path.Combine(_staging, StagedDirectory(unit));
        var place = unit.Length == 0 ? _tree.Root : _tree.PathOf(unit);
        if (!Directory.Exists(built))
        {
            // The unit has no file any more: what stands there goes.
            ServedDirectory.Create(built, _tree.Mode);
        }

        _tree.EnsureParent(unit.Length == 0 ? "x" : unit);
        var there = FileIdentity.Of(place);
        if (there is { Kind: not FileKind.Directory })
        {
            if (!IsNamed(unit))
            {
                throw PublishingDiagnostics.InTheWay(place, there.Value.Kind == FileKind.Link ? "link" : "file", "directory");
            }

            File.Delete(place);
            there = null;
        }

        if (there is null)
        {
            DirectoryTree.Move(built, place);
        }
        else if (Posix.TryExchange(built, place) is var error && error is Posix.EINVAL or Posix.ENOSYS or Posix.ENOTSUP)
        {
            // Some network file systems cannot exchange two names: there the directory is away for an instant.
            DirectoryTree.Move(place, built + ".old");
            DirectoryTree.Move(built, place);
        }
        else if (error != 0)
        {
            throw Posix.Failure(error, $"'{place}' could not be switched");
        }

        _tree.Forget();
        _switched++;
    }

    // What lies in a metadata directory beside what any generation names is somebody else's: it is in the new directory before that is switched.
    private void CarryForeign(string unit, PublishedTree built, HashSet<string> named, CancellationToken cancellation)
    {
        foreach (var path in _tree.Files(unit, withOtherTrees: true))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!named.Contains(path))
            {
                Carry(path, built, StagedPath(unit, path));
            }
        }

        if (unit.Length == 0 && TreeRecord.IsTree(_tree.Root))
        {
            Carry(TreeRecord.FileName, built, StagedPath(unit, TreeRecord.FileName));
        }
    }

    private void Carry(string path, PublishedTree built, string staged)
    {
        built.EnsureParent(staged);
        var error = Posix.TryLink(_tree.PathOf(path), built.PathOf(staged));
        if (error == Posix.EEXIST)
        {
            throw PublishingDiagnostics.InTheWay(_tree.PathOf(path), "file", "directory");
        }

        if (error != 0)
        {
            // A file of another user, or a file system without hard links.
            if (new FileInfo(_tree.PathOf(path)).LinkTarget is { } target)
            {
                File.CreateSymbolicLink(built.PathOf(staged), target);
            }
            else
            {
                File.Copy(_tree.PathOf(path), built.PathOf(staged));
            }
        }
    }

    private Generation[] States(IEnumerable<GenerationId> generations) => [.. generations.Select(Generations.Read)];

    // The generation that the tree shows is mostly one of those that stay, too: each is read once.
    private GenerationId[] Others => field ??= [.. Retained.Concat(Expired).Concat(new[] { Current, Pending }.OfType<GenerationId>()).Distinct()];

    // Whether a file at a path is one that this mirror has published.
    private bool IsNamed(string path) => EntriesOf(path).OfType<PlanEntry>().Any();

    // A directory of earlier generations where a file stands now.
    private void ClearDirectory(string directory)
    {
        var place = directory[(_tree.Root.Length + 1)..];
        using var merge = new StateMerge(Generations, States([Head, .. Others]), PathRanges.Below([place]));
        foreach (var path in merge.Read().Select(m => m.Path))
        {
            _beforeChange?.Invoke();
            _removed += _tree.Remove(path) ? 1 : 0;
        }

        _tree.EnsureParent(place);
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
}
