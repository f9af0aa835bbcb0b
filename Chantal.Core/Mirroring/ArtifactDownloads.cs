using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Transfer;

namespace Chantal.Mirroring;

/// <summary>Downloads files of a plan, several at a time, and keeps what became of each.</summary>
/// <param name="fetcher">Downloads one.</param>
/// <param name="completeness">Takes what became of them.</param>
/// <param name="tolerance">What the mirror may do without.</param>
/// <param name="parallelism">Files at a time.</param>
internal sealed class ArtifactDownloads(ArtifactFetcher fetcher, Completeness completeness, Tolerance tolerance, int parallelism)
{
    // Files that fail in a row before the rest is not tried: the upstream is gone, not one file.
    private const int MaxFailuresInARow = 20;

    private int _failuresInARow;

    /// <summary>Downloads files; they are asked for one by one, whenever one can be downloaded.</summary>
    public async Task RunAsync(IEnumerable<PlanEntry> files, TransferProgress progress, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var queue = files.GetEnumerator();
        await Task.WhenAll(Enumerable.Range(0, parallelism).Select(_ => Task.Run(() => WorkAsync(queue, progress, stop), CancellationToken.None)));
        cancellation.ThrowIfCancellationRequested();
    }

    private async Task WorkAsync(IEnumerator<PlanEntry> queue, TransferProgress progress, CancellationTokenSource stop)
    {
        try
        {
            while (!stop.IsCancellationRequested && Next(queue) is { } entry)
            {
                await DownloadAsync(entry, progress, stop);
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

    private static PlanEntry? Next(IEnumerator<PlanEntry> queue)
    {
        lock (queue)
        {
            return queue.MoveNext() ? queue.Current : null;
        }
    }

    private async Task DownloadAsync(PlanEntry entry, TransferProgress progress, CancellationTokenSource stop)
    {
        try
        {
            var fetched = await fetcher.DownloadAsync(entry, progress, stop.Token);
            completeness.Present(entry, fetched.Sha256, fetched.Size);
            _failuresInARow = 0;
        }
        catch (ArtifactNotFoundException exception)
        {
            completeness.Absent(entry, exception.Code, exception.Message, stale: true);
        }
        catch (ArtifactDeniedException exception) when (entry.Group is not null || tolerance.MayBeAbsent(entry))
        {
            completeness.Absent(entry, exception.Code, exception.Message, stale: false);
        }
        catch (Exception exception) when (exception is ArtifactMismatchException or ArtifactRefusedException)
        {
            var reason = (MirrorException)exception;
            var stale = exception is ArtifactMismatchException;
            if (tolerance.MayBeAbsent(entry) || tolerance.LeavesOut(entry))
            {
                completeness.Absent(entry, reason.Code, reason.Message, stale);
            }
            else
            {
                completeness.Failed(entry, reason.Code, reason.Message, stale);
            }
        }
        catch (UpstreamUnreachableException exception) when (exception.Code == DiagnosticCodes.BodyTooLarge && tolerance.MayBeAbsent(entry))
        {
            completeness.Absent(entry, exception.Code, exception.Message, stale: false);
        }
        catch (UpstreamUnreachableException exception)
        {
            var isLast = Interlocked.Increment(ref _failuresInARow) >= MaxFailuresInARow;
            if ((tolerance.HoldsBack || exception is ArtifactDeniedException) && tolerance.LeavesOut(entry) && !isLast)
            {
                completeness.Absent(entry, exception.Code, exception.Message, stale: false);
            }
            else
            {
                completeness.Failed(entry, exception.Code, exception.Message, stale: false);
            }

            if (isLast)
            {
                await stop.CancelAsync();
            }
        }
    }
}
