namespace Chantal.Store.Publishing;

/// <summary>
/// Makes a tree that its record knows show a generation, at the cost of what changed: a mirror's head, or what a channel shows. What the tree may hold
/// is in the record before the first change, so that a run that ended early is continued.
/// </summary>
internal sealed class TreeUpdate
{
    private readonly StoreLayout _layout;
    private readonly GenerationStore _generations;
    private readonly PublishOptions _options;
    private readonly TreeRecord _record;
    private readonly GenerationId _head;
    private readonly List<SupersededGeneration> _expired;
    private readonly List<SupersededGeneration> _retained;
    private readonly bool _isTrusted;

    /// <param name="layout">The store.</param>
    /// <param name="generations">Its manifests.</param>
    /// <param name="options">How the tree is published; its directory is resolved.</param>
    /// <param name="record">What was put there so far.</param>
    /// <param name="head">What it is to show.</param>
    /// <param name="now">The time.</param>
    public TreeUpdate(StoreLayout layout, GenerationStore generations, PublishOptions options, TreeRecord record, GenerationId head, DateTimeOffset now)
    {
        (_layout, _generations, _options, _record, _head) = (layout, generations, options, record, head);
        Next = Begin(record, options, head, now);
        _expired = [.. Next.Superseded.Where(s => now - s.At >= options.GracePeriod || (options.FromScratch && Known(s.Generation) is { } id && !generations.IsStored(id)))];
        _retained = [.. Next.Superseded.Except(_expired)];
        _isTrusted = record.LinkMode == options.LinkMode && !options.FromScratch;
    }

    /// <summary>Called before each change of the tree; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>What the tree may hold once the update has begun.</summary>
    public TreeRecord Next { get; }

    /// <summary>Whether the tree shows all this already.</summary>
    public bool IsDone => _isTrusted && _record.Current == _head.ToString() && _record.Pending is null && _expired.Count == 0 && _record.Marks(_options.Directory);

    /// <summary>A state that the tree shows, and whose manifest is lost; or null.</summary>
    public string? Lost => _record.Generations.FirstOrDefault(g => Known(g) is null);

    /// <summary>Updates the tree; the record of <see cref="Next"/> is in it.</summary>
    /// <param name="staging">Where metadata directories are built.</param>
    /// <param name="log">Where it is told if links of another kind are made.</param>
    /// <param name="atTheEnd">What else is done before the record says that the tree is right.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What the tree shows now, and what changed.</returns>
    public (TreeRecord Record, PublishResult Result) Run(string staging, Diagnostics.ILog log, Action<PublishRun> atTheEnd, CancellationToken cancellation)
    {
        var run = new PublishRun(_layout, _options.Directory, _options.LinkMode, staging, BeforeChange, log)
        {
            Head = _head,
            Current = Known(_record.Current),
            Pending = Known(_record.Pending),
            IsTrusted = _isTrusted,

            // Whose files are there is not known either where a manifest of the tree was lost.
            TakesOver = _options.TakeOver || Lost is not null,
            Retained = Others(_retained),
            Expired = Others(_expired),
            Generations = _generations,
        };
        run.LinkNewFiles(cancellation);
        run.SwitchUnits(cancellation);
        run.LinkRoots();
        run.RemoveExpired(cancellation);
        atTheEnd(run);
        run.Flush();
        var done = Next with { Current = _head.ToString(), Pending = null, Superseded = _retained };
        done.Write(_options.Directory, _layout.Durability);
        return (done, run.Result);
    }

    private static TreeRecord Begin(TreeRecord record, PublishOptions options, GenerationId head, DateTimeOffset now)
    {
        var name = head.ToString();
        var left = new[] { record.Current, record.Pending }.OfType<string>().Select(g => new SupersededGeneration(g, now));
        return record with
        {
            LinkMode = options.LinkMode,
            Pending = name,
            Superseded = [.. record.Superseded.Concat(left).Where(s => s.Generation != name).DistinctBy(s => s.Generation)],
        };
    }

    private GenerationId[] Others(IEnumerable<SupersededGeneration> superseded) =>
        [.. superseded.Select(s => Known(s.Generation)).OfType<GenerationId>()];

    private GenerationId? Known(string? generation) =>
        GenerationId.TryParse(generation) is { } id && _generations.Exists(id) ? id : null;
}
