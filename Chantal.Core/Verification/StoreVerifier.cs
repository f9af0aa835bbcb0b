using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Text;
using Chantal.Transfer;

namespace Chantal.Verification;

/// <summary>What is verified, and how much of it.</summary>
/// <param name="Scope">Its name, by which an interrupted verification is found again.</param>
/// <param name="States">The states, whose blobs are read.</param>
/// <param name="Share">The part of the bytes that is read, 1 for all.</param>
/// <param name="IncludesStore">Whether foreign files in the store's own directories are looked for.</param>
internal sealed record VerificationScope(string Scope, IReadOnlyList<StoredState> States, double Share, bool IncludesStore)
{
    /// <summary>Where definitions publish mirrors, by mirror, as far as their own trees are verified.</summary>
    public IReadOnlyDictionary<string, string> Places { get; init; } = new Dictionary<string, string>();

    /// <summary>Gives what verifies by the keys that sign for a mirror, or null.</summary>
    public Func<string, SignatureVerifier?> Keys { get; init; } = _ => null;

    /// <summary>The snapshot that it is about, as far as statements go; null: all.</summary>
    public string? Snapshot { get; init; }

    /// <summary>Whether what leads to published trees is looked at, such as links by time and files for hosts.</summary>
    public bool IncludesAddresses { get; init; }
}

/// <summary>What a verification came to.</summary>
/// <param name="Blobs">Blobs that were read.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Files">Published files that were compared.</param>
/// <param name="Findings">How much is wrong.</param>
/// <param name="Unread">States whose content was not read, because their manifests are damaged.</param>
internal sealed record VerificationResult(long Blobs, long Bytes, long Files, long Findings, int Unread);

/// <summary>
/// Reads again what states consist of, manifests and blobs, and compares the published trees with them. Changes nothing but the notes of what
/// was read when.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="generations">Its manifests.</param>
/// <param name="index">Knows what was read when.</param>
/// <param name="lockMirror">Keeps others from publishing a mirror while its trees are compared.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Progress.</param>
internal sealed class StoreVerifier(StoreLayout layout, GenerationStore generations, StoreIndex index, Func<string, IDisposable?> lockMirror, TimeProvider clock, ILog log)
{
    /// <summary>Verifies, and adds what it finds to a list.</summary>
    public VerificationResult Verify(VerificationScope scope, DamageList damage, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(damage);
        using var stay = StoreLock.Share(layout, log);
        var shards = new Dictionary<Sha256Digest, bool>();
        var whole = scope.States.Select(s => s.Generation).Distinct().ToDictionary(g => g, g => generations.IsIntact(g, shards));
        var intact = scope.States.Where(s => whole[s.Generation]).ToList();
        foreach (var state in scope.States.Except(intact))
        {
            damage.Add(new Damage { Kind = DamageKind.Manifest, Mirror = state.Mirror, Snapshot = state.Snapshot, Generation = state.Generation.ToString(), Text = $"The manifest of {state.Name} ({state.Generation}) is damaged or missing." });
        }

        var (blobs, bytes) = VerifyBlobs(scope, intact, damage, cancellation);
        var trees = new TreeVerifier(layout, generations, new RefStore(layout));
        var addresses = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mirror in intact.Select(s => s.Mirror).Distinct())
        {
            VerifyTrees(mirror, trees, intact, damage, cancellation);
            if (scope.IncludesAddresses)
            {
                VerifyAddresses(mirror, addresses, damage);
            }

            VerifyStatements(mirror, scope, damage);

            if (scope.Places.TryGetValue(mirror, out var place) && trees.VerifyOwner(mirror, place) is { } fault)
            {
                damage.Add(fault);
            }
        }

        if (scope.IncludesStore)
        {
            foreach (var foreign in ForeignFiles.In(layout).Concat(trees.VerifyLatest()).Concat(trees.VerifyRefs()))
            {
                damage.Add(foreign);
            }
        }

        return new VerificationResult(blobs, bytes, trees.Files, damage.Count, scope.States.Count - intact.Count);
    }

    private (long Blobs, long Bytes) VerifyBlobs(VerificationScope scope, List<StoredState> states, DamageList damage, CancellationToken cancellation)
    {
        var expected = new Dictionary<Sha256Digest, long>();
        foreach (var entry in generations.Files(states.Select(s => s.Generation).Distinct(), cancellation))
        {
            _ = expected.TryAdd(entry.Sha256!.Value, entry.Size!.Value);
        }

        var round = new VerificationRound(index, scope.Scope);
        var blobs = round.Begin([.. expected.Select(e => new ExpectedBlob(e.Key, e.Value))], scope.Share, clock.GetUtcNow());
        if (round.AlreadyRead > 0)
        {
            log.Info($"Continues the verification of {round.Began:yyyy-MM-dd HH:mm}, which has read {Quantity.Count(round.AlreadyRead, "blob")} so far.");
        }

        var bytes = blobs.Sum(b => b.Size);
        using var progress = new TransferProgress(log, clock, blobs.Count, bytes);
        var damaged = new BlobVerifier(layout, index, clock).Verify(blobs, progress, cancellation);
        if (damaged.Count > 0)
        {
            foreach (var (state, entry) in Entries(states, cancellation).Where(e => damaged.ContainsKey(e.Entry.Sha256!.Value)))
            {
                damage.Add(new Damage
                {
                    Kind = DamageKind.Blob,
                    Mirror = state.Mirror,
                    Snapshot = state.Snapshot,
                    Path = entry.Path,
                    Sha256 = entry.Sha256!.Value.ToString(),
                    Size = entry.Size,
                    Role = entry.Role,
                    Text = $"'{entry.Path}' of {state.Name}: {damaged[entry.Sha256.Value]}.",
                });
            }
        }

        round.End();
        return (blobs.Count, bytes);
    }

    // Nobody publishes meanwhile, or what is right would look wrong.
    private void VerifyTrees(string mirror, TreeVerifier trees, List<StoredState> states, DamageList damage, CancellationToken cancellation)
    {
        using var alone = lockMirror(mirror);
        using var still = StoreLock.TakeRefs(layout);
        var refs = new RefStore(layout);
        _ = Parallel.ForEach(
            states.Where(s => s.Mirror == mirror),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            state =>
            {
                var found = state.Snapshot is { } snapshot
                    ? refs.Snapshot(snapshot, mirror)?.Target == state.Generation ? trees.VerifySnapshot(snapshot, mirror, state.Generation, cancellation) : []
                    : refs.Mirror(mirror) == state.Generation ? trees.VerifyMirror(mirror, state.Generation, cancellation) : [];
                try
                {
                    foreach (var fault in found)
                    {
                        damage.Add(fault);
                    }
                }
                catch (MirrorException exception)
                {
                    damage.Add(new Damage { Kind = DamageKind.Foreign, Mirror = mirror, Snapshot = state.Snapshot, Text = exception.Message });
                }
            });
    }

    // The map of snapshots by time is of all mirrors, and told once.
    private void VerifyAddresses(string mirror, HashSet<string> told, DamageList damage)
    {
        using var alone = lockMirror(mirror);
        using var still = StoreLock.TakeRefs(layout);
        foreach (var (path, what) in new SnapshotAddresses(layout, new RefStore(layout), generations, NoLog.Instance).Faults(mirror).Where(f => told.Add(f.Path)))
        {
            damage.Add(new Damage { Kind = DamageKind.Address, Mirror = mirror, Path = path, Text = $"'{path}', a {what} of '{mirror}', {(System.IO.Path.Exists(path) ? "is not what it should be" : "is missing")}." });
        }
    }

    private void VerifyStatements(string mirror, VerificationScope scope, DamageList damage)
    {
        using var still = StoreLock.TakeRefs(layout);
        foreach (var (path, fault) in new StatementFiles(layout, new RefStore(layout), NoLog.Instance).Faults(mirror, scope.Keys(mirror), scope.Snapshot))
        {
            damage.Add(new Damage { Kind = DamageKind.Statement, Mirror = mirror, Path = path, Text = $"'{path}', a statement about '{mirror}' or its signature, {fault}." });
        }
    }

    private IEnumerable<(StoredState State, PlanEntry Entry)> Entries(IEnumerable<StoredState> states, CancellationToken cancellation)
    {
        foreach (var state in states)
        {
            using var manifest = generations.Open(state.Generation);
            while (manifest.Read() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return (state, entry);
            }
        }
    }
}
