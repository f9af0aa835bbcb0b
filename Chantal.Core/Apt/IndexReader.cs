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
internal sealed class IndexReader(IArtifactSource source)
{
    private const int Ahead = 3;

    /// <summary>
    /// Hands the indices to an action, one at a time and in their order, unpacked and verified. Throws
    /// <see cref="UpstreamChangedException"/> when upstream has none of an index's encodings as the Release lists it.
    /// </summary>
    public async Task ReadAsync(IReadOnlyList<ReadableIndex> indices, Action<ReadableIndex, SelectedIndex, Stream> read, CancellationToken cancellation)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var underWay = new Queue<Task<(SelectedIndex Encoding, FetchedArtifact Artifact)>>();
        var next = 0;
        try
        {
            foreach (var index in indices)
            {
                while (next < indices.Count && underWay.Count <= Ahead)
                {
                    underWay.Enqueue(FetchAsync(indices[next++], abort.Token));
                }

                var (encoding, artifact) = await underWay.Dequeue();
                using var content = IndexStream.Open(artifact.File, encoding.Compression, encoding.Path, Uncompressed(index, encoding));
                read(index, encoding, content);
            }
        }
        finally
        {
            await abort.CancelAsync();
            await Task.WhenAll(underWay).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task<(SelectedIndex Encoding, FetchedArtifact Artifact)> FetchAsync(ReadableIndex index, CancellationToken cancellation)
    {
        ArtifactMismatchException? mismatch = null;
        foreach (var encoding in index.Encodings)
        {
            try
            {
                if (await source.FetchAsync(MetadataEntries.Of(encoding, index.Release.AcquireByHash), cancellation) is { } artifact)
                {
                    return (encoding, artifact);
                }
            }
            catch (ArtifactMismatchException exception)
            {
                mismatch = exception;
            }
        }

        throw AptDiagnostics.UpstreamChanged(index.Suite, index.Encodings[0].BasePath, mismatch);
    }

    // What the Release says about the file that comes out of decompression, whether it is mirrored or not.
    private static UnpackedContent Uncompressed(ReadableIndex index, SelectedIndex encoding)
    {
        var path = CompressionNames.Split(encoding.Entry.Path).Base;
        return encoding.Compression != Compression.None && index.Release.Entries.FirstOrDefault(e => e.Path == path && e.IsVerifiable) is { } entry
            ? entry.ToContent()
            : UnpackedContent.Unknown;
    }
}
