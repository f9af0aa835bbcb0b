using System.Collections;
using System.Threading.Channels;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;
using Chantal.Text;
using Chantal.Transfer;

namespace Chantal.Mirroring;

/// <summary>What storing a plan came to.</summary>
/// <param name="Generation">The new generation, or null if files are missing.</param>
/// <param name="Missing">The files that could not be stored, up to <see cref="Completeness.MaxFailures"/>.</param>
/// <param name="MissingCount">How many could not be stored.</param>
/// <param name="UpstreamMayHaveChanged">Whether a new look at the upstream's roots may help.</param>
/// <param name="Files">Files of the plan.</param>
/// <param name="FetchedFiles">Files that were downloaded; one content at several paths counts once.</param>
/// <param name="FetchedBytes">Their bytes.</param>
internal sealed record StoreOutcome(
    GenerationId? Generation, IReadOnlyList<MissingFile> Missing, long MissingCount, bool UpstreamMayHaveChanged, long Files, long FetchedFiles, long FetchedBytes)
{
    /// <summary>Files that no client needs and upstream does not have: the generation is complete without them.</summary>
    public IReadOnlyList<MissingFile> Optional { get; init; } = [];

    /// <summary>The plan's paths that the generation is without because upstream does not have their content: a content can have several.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Packages that the generation is without although it should have them.</summary>
    public IReadOnlyList<MissingFile> Bad { get; init; } = [];
}

/// <summary>
/// Stores every file of a plan and writes the generation. What the head already has is taken over without a look at the
/// disk, so that cost follows what changed. The plan is read three times rather than kept in memory: to find what is
/// missing, to fetch that, and to write the manifest.
/// </summary>
internal sealed class GenerationBuilder(
    ArtifactFetcher fetcher, BlobStore blobs, StoreIndex index, GenerationStore generations, Tolerance tolerance, int parallelism, TimeProvider clock, ILog log)
{
    // Files that fail in a row before the rest is not tried: the upstream is gone, not one file.
    private const int MaxFailuresInARow = 20;

    // More packages than this, and than one in a hundred files, are not left out: then the upstream is wrong, and not its packages.
    private const int MostBad = 10;

    private readonly Completeness _completeness = new(tolerance);
    private TransferProgress? _progress;
    private int _failuresInARow;

    /// <param name="planFile">The plan.</param>
    /// <param name="head">The mirror's head, or null to trust nothing of it.</param>
    /// <param name="makesMetadata">Whether a package that is left out needs another plan, since the metadata is made of what the plan holds.</param>
    /// <param name="isPromised">Whether metadata that was made here promises a file: that has to be made again where the file is absent.</param>
    /// <param name="isLastAttempt">Whether what is not as listed is taken for what upstream has, instead of for an upstream that is changing.</param>
    /// <param name="cancellation">Ends the transfers.</param>
    public async Task<StoreOutcome> StoreAsync(string planFile, GenerationId? head, bool makesMetadata, Func<string, bool> isPromised, bool isLastAttempt, CancellationToken cancellation)
    {
        var (missing, files, bytes) = FindMissing(planFile, head, cancellation);
        var wanted = missing.Cast<bool>().Count(m => m);
        log.Detail($"{Quantity.Count(files, "file")} in the plan, {wanted} to fetch ({Quantity.Bytes(bytes)}).");
        if (wanted > 0)
        {
            FreeSpace.Require(blobs.Root, bytes);
            using var progress = new TransferProgress(log, clock, wanted, bytes);
            _progress = progress;
            // Equal contents at several paths are fetched once; the others find the blob when the manifest is written.
            var claimed = new HashSet<Sha256Digest>();
            await FetchAsync(planFile, missing, e => e.Sha256 is not { } sha256 || claimed.Add(sha256), cancellation);

            // Where the one path that was asked is absent, another one with that content may be there.
            if (_completeness.AnyAbsent)
            {
                var asked = new HashSet<ContentSource>();
                await FetchAsync(planFile, missing, e => _completeness.MayBeElsewhere(e) && asked.Add(ContentSource.Of(e)), cancellation);
            }

            if (progress.FilesDone > 0)
            {
                log.Info($"Fetched {progress.Summary()}.");
            }
        }

        var (fetched, fetchedBytes) = (_progress?.FilesDone ?? 0, _progress?.BytesDone ?? 0);

        var conclusion = _completeness.Conclude();
        if (_completeness.FailureCount > 0)
        {
            return new StoreOutcome(null, conclusion.Failures, _completeness.FailureCount, _completeness.OnlyStale, files, fetched, fetchedBytes);
        }

        if (conclusion.Bad.Count > Math.Max(MostBad, files / 100))
        {
            return NotYet(conclusion.Bad);
        }

        var broken = conclusion.Optional.Where(f => isPromised(f.Path)).ToList();
        if (broken.Count > 0 || (conclusion.Bad.Count > 0 && makesMetadata))
        {
            return NotYet([.. conclusion.Bad, .. broken]) with { Bad = conclusion.Bad, Optional = broken };
        }

        if (conclusion.OptionalMayHaveChanged && !isLastAttempt)
        {
            return NotYet(conclusion.Optional);
        }

        index.Flush();
        var (generation, without) = Write(planFile, head, cancellation);
        return new StoreOutcome(generation, [], 0, false, files, fetched, fetchedBytes) { Optional = conclusion.Optional, Bad = conclusion.Bad, Without = without };

        StoreOutcome NotYet(IReadOnlyList<MissingFile> reasons) =>
            new(null, [.. reasons.Take(Completeness.MaxFailures)], reasons.Count, UpstreamMayHaveChanged: true, files, fetched, fetchedBytes);
    }

    private (BitArray Missing, long Files, long Bytes) FindMissing(string planFile, GenerationId? head, CancellationToken cancellation)
    {
        using var plan = PlanReader.Open(planFile);
        using var present = head is { } id ? generations.Open(id) : null;
        var missing = new BitArray(0);
        long files = 0, bytes = 0;
        foreach (var (wanted, had, unchanged) in PlanChange.Between(plan.ReadAll(), present?.ReadAll() ?? []).Where(c => c.Wanted is not null).Select(c => (c.Wanted!, c.Present, c.IsUnchanged)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (files == missing.Length)
            {
                missing.Length = Math.Max(1024, 2 * missing.Length);
            }

            if (unchanged)
            {
                _completeness.Present(wanted, had!.Sha256!.Value, had.Size!.Value);
            }
            else if (fetcher.Find(wanted, cancellation) is { } found)
            {
                _completeness.Present(wanted, found.Sha256, found.Size);
            }
            else
            {
                missing[(int)files] = true;
                bytes += wanted.Size ?? 0;
            }

            files++;
        }

        return (missing, files, bytes);
    }

    private async Task FetchAsync(string planFile, BitArray missing, Func<PlanEntry, bool> claim, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var queue = Channel.CreateBounded<PlanEntry>(new BoundedChannelOptions(256) { SingleWriter = true });
        var workers = Enumerable.Range(0, parallelism).Select(_ => Task.Run(() => WorkAsync(queue.Reader, stop), CancellationToken.None)).ToArray();
        try
        {
            await QueueAsync(planFile, missing, claim, queue.Writer, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A worker gave up; its reason is among the failures.
        }
        finally
        {
            queue.Writer.Complete();
            await Task.WhenAll(workers);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private static async Task QueueAsync(
        string planFile, BitArray missing, Func<PlanEntry, bool> claim, ChannelWriter<PlanEntry> queue, CancellationToken cancellation)
    {
        using var plan = PlanReader.Open(planFile);
        for (var at = 0; at < missing.Length; at++)
        {
            if (!missing[at])
            {
                if (!plan.Skip())
                {
                    return;
                }
            }
            else if (plan.Read() is { } entry && claim(entry))
            {
                await queue.WriteAsync(entry, cancellation);
            }
        }
    }

    private async Task WorkAsync(ChannelReader<PlanEntry> queue, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var entry in queue.ReadAllAsync(stop.Token))
            {
                await FetchAsync(entry, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The run was cancelled or another worker gave up; who started the workers tells which.
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task FetchAsync(PlanEntry entry, CancellationTokenSource stop)
    {
        try
        {
            var fetched = await fetcher.DownloadAsync(entry, _progress, stop.Token);
            _completeness.Present(entry, fetched.Sha256, fetched.Size);
            _failuresInARow = 0;
        }
        catch (ArtifactNotFoundException exception)
        {
            _completeness.Absent(entry, exception.Code, exception.Message, stale: true);
        }
        catch (ArtifactDeniedException exception) when (entry.Group is not null || tolerance.MayBeAbsent(entry))
        {
            _completeness.Absent(entry, exception.Code, exception.Message, stale: false);
        }
        catch (Exception exception) when (exception is ArtifactMismatchException or ArtifactRefusedException)
        {
            var reason = (MirrorException)exception;
            var stale = exception is ArtifactMismatchException;
            if (tolerance.MayBeAbsent(entry) || tolerance.LeavesOut(entry))
            {
                _completeness.Absent(entry, reason.Code, reason.Message, stale);
            }
            else
            {
                _completeness.Failed(entry, reason.Code, reason.Message, stale);
            }
        }
        catch (UpstreamUnreachableException exception) when (exception.Code == DiagnosticCodes.BodyTooLarge && tolerance.MayBeAbsent(entry))
        {
            _completeness.Absent(entry, exception.Code, exception.Message, stale: false);
        }
        catch (UpstreamUnreachableException exception)
        {
            var isLast = Interlocked.Increment(ref _failuresInARow) >= MaxFailuresInARow;
            if ((tolerance.HoldsBack || exception is ArtifactDeniedException) && tolerance.LeavesOut(entry) && !isLast)
            {
                _completeness.Absent(entry, exception.Code, exception.Message, stale: false);
            }
            else
            {
                _completeness.Failed(entry, exception.Code, exception.Message, stale: false);
            }

            if (isLast)
            {
                await stop.CancelAsync();
            }
        }
    }

    // Upstream states a checksum and no size: the blob tells.
    private long SizeOf(PlanEntry entry) => blobs.Find(entry.Sha256!.Value) ?? throw MirroringDiagnostics.BlobMissing(entry.Path);

    private (GenerationId Generation, IReadOnlyList<string> Without) Write(string planFile, GenerationId? head, CancellationToken cancellation)
    {
        using var plan = PlanReader.Open(planFile);
        using var present = head is { } id ? generations.Open(id) : null;
        using var manifest = generations.Create(plan.Header);
        var without = new List<string>();
        foreach (var change in PlanChange.Between(plan.ReadAll(), present?.ReadAll() ?? []))
        {
            cancellation.ThrowIfCancellationRequested();
            if (change.IsSameLine)
            {
                // Most of a mirror stays as it is: to copy a line takes a tenth of writing it.
                manifest.AddLine(change.Present!, present!.LastLine);
            }
            else if (change.Wanted is { } wanted && _completeness.Complete(wanted) is { } complete)
            {
                manifest.Add(complete.Size is null ? complete with { Size = SizeOf(complete) } : complete);
            }
            else if (change.Wanted is { } absent && tolerance.MayBeAbsent(absent))
            {
                without.Add(absent.Path);
            }
        }

        return (manifest.Complete(), without);
    }
}
