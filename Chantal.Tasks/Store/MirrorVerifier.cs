using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>What a verification found.</summary>
/// <param name="Blobs">Distinct blobs that were read.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Files">Published files that were compared.</param>
/// <param name="Faults">What is wrong, a sentence each, up to <see cref="MirrorVerifier.MaxFaults"/>.</param>
/// <param name="FaultCount">How much is wrong.</param>
public sealed record VerifyResult(long Blobs, long Bytes, long Files, IReadOnlyList<string> Faults, long FaultCount);

/// <summary>Reads every blob of a generation again, and compares the published tree with it. Changes nothing.</summary>
public sealed class MirrorVerifier(StoreLayout layout, GenerationStore generations, int parallelism)
{
    /// <summary>Faults that are kept by name.</summary>
    public const int MaxFaults = 50;

    private readonly Lock _lock = new();
    private readonly List<string> _faults = [];
    private long _faultCount;
    private long _blobs;
    private long _bytes;
    private long _files;

    /// <summary>Verifies a mirror.</summary>
    public async Task<VerifyResult> VerifyAsync(PublishOptions options, GenerationId head, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!generations.IsIntact(head))
        {
            Fault($"The manifest of generation {head} is damaged or missing.");
        }
        else
        {
            await VerifyBlobsAsync(head, cancellation);
            VerifyTree(options, head, cancellation);
        }

        return new VerifyResult(_blobs, _bytes, _files, _faults, _faultCount);
    }

    private async Task VerifyBlobsAsync(GenerationId head, CancellationToken cancellation)
    {
        using var manifest = generations.Open(head);
        var seen = new HashSet<Sha256Digest>();
        await Parallel.ForEachAsync(
            manifest.ReadAll().Where(e => seen.Add(e.Sha256!.Value)),
            new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellation },
            (entry, token) =>
            {
                VerifyBlob(entry, token);
                return ValueTask.CompletedTask;
            });
    }

    private void VerifyBlob(PlanEntry entry, CancellationToken cancellation)
    {
        var digest = entry.Sha256!.Value;
        var path = layout.Blob(digest);
        if (FileIdentity.Of(path) is not { Kind: FileKind.File } identity)
        {
            Fault($"'{entry.Path}': the blob '{path}' is missing.");
        }
        else if (identity.Size != entry.Size)
        {
            Fault($"'{entry.Path}': the blob '{path}' has {identity.Size} bytes instead of {entry.Size}.");
        }
        else if (BlobStore.Hash(path, cancellation) != digest)
        {
            Fault($"'{entry.Path}': the blob '{path}' is not what its name says.");
        }

        lock (_lock)
        {
            _blobs++;
            _bytes += entry.Size ?? 0;
        }
    }

    private void VerifyTree(PublishOptions options, GenerationId head, CancellationToken cancellation)
    {
        var tree = new PublishedTree(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Directory)), NoLog.Instance);
        var state = PublishedState.Read(Path.Combine(layout.State(options.Mirror), "published.json"));
        if (state is null || state.Current != head.ToString())
        {
            Fault($"'{tree.Root}' does not show the head {head}.");
            return;
        }

        var kept = state.Superseded.Select(s => GenerationId.TryParse(s.Generation)).OfType<GenerationId>().Where(generations.Exists);
        var readers = new[] { head }.Concat(kept).Select(generations.Open).ToList();
        try
        {
            PlanEntry? entry = null;
            var wanted = ManifestMerge.Of([.. readers.Select(r => r.ReadAll())]).Select(m =>
            {
                entry = m.Entries.First(e => e is not null);
                return m.Path;
            });
            var linker = new BlobLinker(layout, options.LinkMode, layout.Staging(options.Mirror), NoLog.Instance);
            foreach (var (path, isWanted, isThere) in TreeComparison.Of(wanted, tree.Files()))
            {
                cancellation.ThrowIfCancellationRequested();
                _files++;
                if (!isWanted)
                {
                    Fault($"'{tree.PathOf(path)}' does not belong to the published tree.");
                }
                else if (!isThere)
                {
                    Fault($"'{tree.PathOf(path)}' is missing in the published tree.");
                }
                else if (!linker.IsLinked(entry!.Sha256!.Value, tree.PathOf(path), orFallback: true))
                {
                    Fault($"'{tree.PathOf(path)}' is not the file it should be.");
                }
            }
        }
        finally
        {
            readers.ForEach(r => r.Dispose());
        }
    }

    private void Fault(string fault)
    {
        lock (_lock)
        {
            _faultCount++;
            if (_faults.Count < MaxFaults)
            {
                _faults.Add(fault);
            }
        }
    }
}
