using Chantal.Apt.Release;
using Chantal.Content;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Transfer;

namespace Chantal.Apt;

/// <summary>An index that is to be read, in all the encodings of it that are mirrored.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Release">The suite's Release.</param>
/// <param name="Encodings">The encodings, the one that is best to read first.</param>
internal sealed record ReadableIndex(AptSuite Suite, ReleaseFile Release, IReadOnlyList<SelectedIndex> Encodings)
{
    /// <summary>What is read in it.</summary>
    public IndexKind Kind => Encodings[0].Kind;
}

/// <summary>Gets indices from upstream while others are still being read.</summary>
/// <param name="source">The upstream.</param>
/// <param name="tolerance">What the mirror may do without.</param>
/// <param name="isPublished">Whether a file is in the published state.</param>
internal sealed class IndexReader(IArtifactSource source, Tolerance tolerance, Func<string, bool> isPublished)
{
    private const int Ahead = 3;

    /// <summary>
    /// Hands the indices to an action, one at a time and in their order, unpacked and verified. One that upstream does not have as the Release lists it
    /// is passed over if the mirror may do without it.
    /// </summary>
    /// <param name="indices">The indices.</param>
    /// <param name="known">Those of them that do not have to be read.</param>
    /// <param name="read">Takes one.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="UpstreamChangedException">Upstream does not have indices in any of their encodings; all are named.</exception>
    public async Task ReadAsync(
        IReadOnlyList<ReadableIndex> indices, IReadOnlyCollection<ReadableIndex> known, Func<ReadableIndex, SelectedIndex, Stream, Task> read, CancellationToken cancellation)
    {
        var unread = indices.Except(known).ToList();
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var underWay = new Queue<Task<FetchedIndex>>();
        var missing = new List<(ReadableIndex Index, Exception? Mismatch)>();
        var next = 0;
        try
        {
            foreach (var index in unread)
            {
                while (next < unread.Count && underWay.Count <= Ahead)
                {
                    underWay.Enqueue(FetchAsync(unread[next++], abort.Token));
                }

                var fetched = await underWay.Dequeue();
                if (fetched.Artifact is not { } artifact)
                {
                    missing.Add((index, fetched.Mismatch));
                    continue;
                }

                using var content = IndexStream.Open(artifact.File, fetched.Encoding.Compression, fetched.Encoding.Path, Uncompressed(index, fetched.Encoding));
                await read(index, fetched.Encoding, content);
            }
        }
        finally
        {
            await abort.CancelAsync();
            await Task.WhenAll(underWay).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        Judge(missing, indices);
    }

    private void Judge(List<(ReadableIndex Index, Exception? Mismatch)> missing, IReadOnlyList<ReadableIndex> indices)
    {
        var gone = missing.Select(m => m.Index).ToHashSet();
        var needed = missing.Where(m => !MayBeAbsent(m.Index) || IsLastOfItsKind(m.Index, indices, gone)).ToList();
        if (needed.Count > 0)
        {
            throw AptDiagnostics.UpstreamChanged([.. needed.Select(m => m.Index.Encodings[0].BasePath)], needed.Select(m => m.Mismatch).FirstOrDefault(m => m is not null));
        }
    }

    // What hosts have used until now does not go away because somebody forgot to upload it.
    private bool MayBeAbsent(ReadableIndex index) =>
        index.Encodings.All(e => tolerance.MayBeAbsent(MetadataEntries.Of(e, index.Release.AcquireByHash)))
        && !(IsForHosts(index) && index.Encodings.Any(e => isPublished(e.Path)));

    // The installer's packages are not for hosts, and packages for all architectures do not make an architecture.
    private static bool IsForHosts(ReadableIndex index) =>
        index.Kind == IndexKind.Packages && index.Encodings[0].BasePath is var path
        && !path.Contains("/debian-installer/", StringComparison.Ordinal) && !path.Contains("/binary-all/", StringComparison.Ordinal);

    // Of the architectures that nobody named, one at least has to be there in each component.
    private static bool IsLastOfItsKind(ReadableIndex index, IReadOnlyList<ReadableIndex> indices, HashSet<ReadableIndex> gone) =>
        IsForHosts(index) && ComponentOf(index) is var component
        && indices.Where(i => IsForHosts(i) && i.Suite == index.Suite && ComponentOf(i) == component).All(gone.Contains);

    private static string ComponentOf(ReadableIndex index) => index.Encodings[0].BasePath[..Math.Max(0, index.Encodings[0].BasePath.LastIndexOf("/binary-", StringComparison.Ordinal))];

    private async Task<FetchedIndex> FetchAsync(ReadableIndex index, CancellationToken cancellation)
    {
        ArtifactMismatchException? mismatch = null;
        foreach (var encoding in index.Encodings)
        {
            try
            {
                if (await source.FetchAsync(MetadataEntries.Of(encoding, index.Release.AcquireByHash), cancellation) is { } artifact)
                {
                    return new FetchedIndex(encoding, artifact, null);
                }
            }
            catch (ArtifactMismatchException exception)
            {
                mismatch = exception;
            }
        }

        return new FetchedIndex(index.Encodings[0], null, mismatch);
    }

    // What the Release says about the file that comes out of decompression, whether it is mirrored or not.
    private static UnpackedContent Uncompressed(ReadableIndex index, SelectedIndex encoding)
    {
        var path = CompressionNames.Split(encoding.Entry.Path).Base;
        return encoding.Compression != Compression.None && index.Release.Entries.FirstOrDefault(e => e.Path == path) is { } entry
            ? entry.ToContent()
            : UnpackedContent.Unknown;
    }

    private sealed record FetchedIndex(SelectedIndex Encoding, FetchedArtifact? Artifact, Exception? Mismatch);
}
