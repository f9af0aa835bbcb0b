using Chantal.Diagnostics;

namespace Chantal.Store.Publishing;

/// <summary>
/// Makes a published tree show a generation, at the cost of what changed: new files are linked first, then each metadata
/// directory is built aside and switched as one, then what no generation within the grace period has is removed. A run
/// that ends at any instant leaves each metadata directory old or new as a whole, with the packages it names; the next run
/// goes on from what was written down before the first change.
/// </summary>
internal sealed class Publisher(StoreLayout layout, GenerationStore generations, TimeProvider clock, ILog log)
{
    /// <summary>Called before each change of the tree; tests end the run there.</summary>
    internal Action? BeforeChange { get; init; }

    /// <summary>Publishes a generation.</summary>
    public PublishResult Publish(PublishOptions options, GenerationId head, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var directory = layout.CheckPublishDirectory(options.Mirror, options.Directory);
        var file = StateFile(options.Mirror);
        var state = PublishedState.Read(file);
        var moved = state is not null && state.Directory != directory ? state : null;
        var known = moved is null && state?.LinkMode == options.LinkMode && Directory.Exists(directory) && !options.FromScratch;
        var now = clock.GetUtcNow();
        var next = Begin(moved is null ? state : null, directory, options, head, now);
        var staging = layout.Staging(options.Mirror);
        DeleteDirectory(staging);

        var expired = next.Superseded.Where(s => now - s.At >= options.GracePeriod).ToList();
        var retained = next.Superseded.Except(expired).ToList();
        if (known && state!.Current == head.ToString() && state.Pending is null && expired.Count == 0)
        {
            return new PublishResult(0, 0, 0);
        }

        next.Write(file);
        var run = new PublishRun(new PublishedTree(directory, log), new BlobLinker(layout, options.LinkMode, staging, log), staging, BeforeChange)
        {
            Head = head,
            Current = known ? Known(state!.Current) : null,
            Pending = known ? Known(state!.Pending) : null,
            Retained = Others(retained),
            Expired = Others(expired),
            Generations = generations,
        };
        run.LinkNewFiles(cancellation);
        run.SwitchUnits(cancellation);
        run.LinkRoots();
        run.RemoveExpired(cancellation);
        if (options.FromScratch)
        {
            run.RemoveForeign(cancellation);
        }

        (next with { Current = head.ToString(), Pending = null, Superseded = retained }).Write(file);
        DeleteDirectory(staging);
        if (moved is not null)
        {
            log.Info($"The mirror moved from '{moved.Directory}'; what was published there is removed.");
            RemoveTree(options.Mirror, moved.Directory);
        }

        return run.Result;
    }

    /// <summary>Takes a mirror's tree away: out of the web server's sight by one rename, then for good.</summary>
    public void Unpublish(string mirror, string directory)
    {
        RemoveTree(mirror, directory);
        File.Delete(StateFile(mirror));
    }

    private GenerationId[] Others(IEnumerable<SupersededGeneration> superseded) =>
        [.. superseded.Select(s => Known(s.Generation)).OfType<GenerationId>()];

    private string StateFile(string mirror) => Path.Combine(layout.State(mirror), "published.json");

    // What the tree may hold once this run has begun: written before the first change.
    private static PublishedState Begin(PublishedState? state, string directory, PublishOptions options, GenerationId head, DateTimeOffset now)
    {
        var name = head.ToString();
        var left = new[] { state?.Current, state?.Pending }.OfType<string>().Select(g => new SupersededGeneration(g, now));
        return new PublishedState
        {
            Directory = directory,
            LinkMode = options.LinkMode,
            Current = state?.Current,
            Pending = name,
            Superseded = [.. (state?.Superseded ?? []).Concat(left).Where(s => s.Generation != name).DistinctBy(s => s.Generation)],
        };
    }

    private GenerationId? Known(string? generation) =>
        GenerationId.TryParse(generation) is { } id && generations.Exists(id) ? id : null;

    private void RemoveTree(string mirror, string directory)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        var removed = Path.Combine(layout.Staging(mirror), "removed");
        DeleteDirectory(removed);
        Directory.CreateDirectory(Path.GetDirectoryName(removed)!);
        Directory.Move(directory, removed);
        DeleteDirectory(layout.Staging(mirror));
    }

    private static void DeleteDirectory(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
