using System.Collections;
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

    /// <summary>What was only taken because it was accepted by its name; null: nothing.</summary>
    public Acceptance? Accepted { get; init; }

    /// <summary>Which shards of the generation the plan's came to.</summary>
    public StoredShards Shards { get; init; } = StoredShards.None;
}

/// <summary>
/// Stores every file of a plan and writes the generation. What the head already has is taken over without a look at the
/// disk, and where the plan's shards are those of the head's plan, without a look at their lines: cost follows what changed. The other shards are read
/// rather than kept in memory: to find what is missing, to fetch that, and to write the manifest.
/// </summary>
internal sealed class GenerationBuilder(
    ArtifactFetcher fetcher, BlobStore blobs, StoreIndex index, GenerationStore generations, Tolerance tolerance, int parallelism, TimeProvider clock, ILog log)
{
    // More packages than this, and than one in a hundred files, are not left out: then the upstream is wrong, and not its packages.
    private const int MostBad = 10;

    private readonly Completeness _completeness = new(tolerance);

    /// <summary>Hears how many bytes are to be fetched, before any is; it can refuse.</summary>
    public Action<long> BeforeFetch { get; init; } = _ => { };

    /// <param name="plan">The plan, beside the mirror's head.</param>
    /// <param name="header">The plan's header.</param>
    /// <param name="makesMetadata">Whether a package that is left out needs another plan, since the metadata is made of what the plan holds.</param>
    /// <param name="isPromised">Whether metadata that was made here promises a file: that has to be made again where the file is absent.</param>
    /// <param name="isLastAttempt">Whether what is not as listed is taken for what upstream has, instead of for an upstream that is changing.</param>
    /// <param name="cancellation">Ends the transfers.</param>
    public async Task<StoreOutcome> StoreAsync(PlannedState plan, PlanHeader header, bool makesMetadata, Func<string, bool> isPromised, bool isLastAttempt, CancellationToken cancellation)
    {
        var (missing, wanted) = FindMissing(plan, cancellation);
        var files = plan.Files;
        log.Detail($"{Quantity.Count(files, "file")} in the plan, {wanted.Files} to fetch ({Quantity.Bytes(wanted.Bytes)}).");
        BeforeFetch(wanted.Bytes);
        var (fetched, fetchedBytes) = wanted.Files > 0 ? await FetchAsync(plan, missing, wanted, cancellation) : (0, 0);
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
        var (generation, without, shards) = Write(plan, header, cancellation);
        return new StoreOutcome(generation, [], 0, false, files, fetched, fetchedBytes) { Optional = conclusion.Optional, Bad = conclusion.Bad, Without = without, Shards = shards };

        StoreOutcome NotYet(IReadOnlyList<MissingFile> reasons) =>
            new(null, [.. reasons.Take(Completeness.MaxFailures)], reasons.Count, UpstreamMayHaveChanged: true, files, fetched, fetchedBytes);
    }

    // By the index of a shard: which of its lines.
    private (IReadOnlyDictionary<int, BitArray> Missing, Wanted Wanted) FindMissing(PlannedState plan, CancellationToken cancellation)
    {
        var missing = new SortedDictionary<int, BitArray>();
        var contents = new HashSet<Sha256Digest>();
        long files = 0, bytes = 0;
        var isSized = true;
        for (var at = 0; at < plan.Shards.Count; at++)
        {
            if (plan.Stands(plan.Shards[at]))
            {
                continue;
            }

            using var lines = plan.Open(at);
            for (var line = 0; lines.Read(); line++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (lines.IsSame)
                {
                    continue;
                }

                var change = lines.Change;
                var wanted = change.Wanted!;
                if (change.IsUnchanged)
                {
                    _completeness.Present(wanted, change.Present!.Sha256!.Value, change.Present.Size!.Value);
                }
                else if (fetcher.Find(wanted, cancellation) is { } found)
                {
                    _completeness.Present(wanted, found.Sha256, found.Size);
                }
                else
                {
                    if (!missing.TryGetValue(at, out var places))
                    {
                        missing.Add(at, places = new BitArray(checked((int)plan.Shards[at].Files)));
                    }

                    places[line] = true;
                    if (wanted.Sha256 is not { } content || contents.Add(content))
                    {
                        files++;
                        bytes += wanted.Size ?? 0;
                        isSized &= wanted.Size is not null;
                    }
                }
            }
        }

        return (missing, new Wanted(files, bytes, isSized));
    }

    private async Task<(long Files, long Bytes)> FetchAsync(PlannedState plan, IReadOnlyDictionary<int, BitArray> missing, Wanted wanted, CancellationToken cancellation)
    {
        FreeSpace.Require(blobs.Root, wanted.Bytes);
        using var progress = new TransferProgress(log, clock, wanted.Files, wanted.IsSized ? wanted.Bytes : null);
        var downloads = new ArtifactDownloads(fetcher, _completeness, tolerance, parallelism);

        // Equal contents at several paths are fetched once; the others find the blob when the manifest is written.
        var claimed = new HashSet<Sha256Digest>();
        await downloads.RunAsync(Missing().Where(Claim), progress, cancellation);

        // Where the one path that was asked is absent, another one with that content may be there.
        if (_completeness.AnyAbsent)
        {
            var asked = new HashSet<ContentSource>();
            await downloads.RunAsync(Missing().Where(e => _completeness.MayBeElsewhere(e) && asked.Add(ContentSource.Of(e))), progress, cancellation);
        }

        if (progress.FilesDone > 0)
        {
            log.Info($"Fetched {progress.Summary()}.");
        }

        return (progress.FilesDone, progress.BytesDone);

        bool Claim(PlanEntry entry)
        {
            if (entry.Sha256 is not { } sha256 || claimed.Add(sha256))
            {
                return true;
            }

            _completeness.Shared(entry);
            return false;
        }

        IEnumerable<PlanEntry> Missing() => missing.SelectMany(m => plan.Read(plan.Shards[m.Key]).Where((_, line) => m.Value[line]));
    }

    // Upstream states a checksum and no size: the blob tells.
    private long SizeOf(PlanEntry entry) => blobs.Find(entry.Sha256!.Value) ?? throw MirroringDiagnostics.BlobMissing(entry.Path);

    private (GenerationId Generation, IReadOnlyList<string> Without, StoredShards Shards) Write(PlannedState plan, PlanHeader header, CancellationToken cancellation)
    {
        using var manifest = generations.Create(header);
        var without = new List<string>();
        var stored = new Dictionary<Sha256Digest, (int First, int Count)>();
        for (var at = 0; at < plan.Shards.Count; at++)
        {
            // A shard of the plan comes to whole shards of the state if both begin where it begins, and where the next one does.
            var shard = plan.Shards[at];
            var isCut = IsFirstPresent(plan, at) && (at + 1 == plan.Shards.Count || IsFirstPresent(plan, at + 1));
            var begun = manifest.Begun;
            var isWhole = true;
            if (isCut && plan.Stands(shard))
            {
                manifest.AddShards(plan.StateOf(shard));
            }
            else
            {
                isWhole = WriteLines(plan, at, manifest, without, cancellation);
            }

            if (isCut && isWhole)
            {
                stored[shard.Digest] = (begun, manifest.Begun - begun);
            }
        }

        return (manifest.Complete(), without, new StoredShards(stored));
    }

    // What stands was there whole.
    private bool IsFirstPresent(PlannedState plan, int at) => plan.Stands(plan.Shards[at]) || _completeness.Complete(plan.Read(plan.Shards[at]).First()) is not null;

    // Whether none of them will be asked for again as long as the shard is the same.
    private bool WriteLines(PlannedState plan, int at, GenerationWriter manifest, List<string> without, CancellationToken cancellation)
    {
        var isWhole = true;
        using var lines = plan.Open(at);
        while (lines.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (lines.IsSame)
            {
                // Most of a mirror stays as it is.
                manifest.AddLine(lines.HeadPath, lines.HeadLine);
                continue;
            }

            var change = lines.Change;
            var wanted = change.Wanted!;
            isWhole &= wanted.Group is null && (wanted.Sha256 is not null || wanted.Checksum is not null);
            if (change.IsSameLine)
            {
                manifest.AddLine(lines.HeadPath, lines.HeadLine);
            }
            else if (_completeness.Complete(wanted) is { } complete)
            {
                manifest.Add(complete.Size is null ? complete with { Size = SizeOf(complete) } : complete);
            }
            else
            {
                isWhole = false;
                if (tolerance.MayBeAbsent(wanted))
                {
                    without.Add(wanted.Path);
                }
            }
        }

        return isWhole;
    }

    // What is to be fetched: each content once, as it is fetched.
    private readonly record struct Wanted(long Files, long Bytes, bool IsSized);
}
