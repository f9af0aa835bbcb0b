using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.OpenPgp;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>How what channels show of a mirror is signed.</summary>
/// <param name="Signer">Who signs.</param>
/// <param name="ValidFor">How long clients accept it; null: without end.</param>
internal sealed record ChannelTerms(IMetadataSigner Signer, TimeSpan? ValidFor);

/// <summary>What a channel is to show.</summary>
/// <param name="Generation">The generation.</param>
/// <param name="Signed">How it was made; null: it is the snapshot's own.</param>
internal sealed record ChannelState(GenerationId Generation, ChannelSignature? Signed);

/// <summary>
/// Makes what a channel shows of a snapshot where clients compare dates: the snapshot's files under roots that the site signs, newer than what the channel showed before. It is a
/// generation as any other, so it is kept, verified and collected as they are. What was signed for the channel already stays, so a promotion that ended early comes to the same.
/// </summary>
internal sealed class ChannelSigning(StoreLayout layout, GenerationStore generations, Func<BlobStore> openBlobs, TimeProvider clock, ILog log)
{
    // apt refuses what is further ahead (Acquire::Max-FutureTime).
    private static readonly TimeSpan MaxAhead = TimeSpan.FromSeconds(10);

    private readonly Lazy<BlobStore> _blobs = new(openBlobs);

    /// <summary>Gives how a mirror's channels are signed; null: they are not.</summary>
    public required Func<string, ChannelTerms?> Terms { get; init; }

    /// <summary>Called before each change; tests end the run there.</summary>
    internal Action? BeforeChange { get; init; }

    /// <summary>What a channel is to show of a snapshot.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="mirror">The mirror.</param>
    /// <param name="snapshot">The snapshot's generation.</param>
    /// <param name="before">The channel's ref so far, or null if it is new.</param>
    /// <param name="shown">What its tree shows; null: nothing.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<ChannelState> StateAsync(string channel, string mirror, GenerationId snapshot, Ref? before, GenerationId? shown, CancellationToken cancellation)
    {
        var header = generations.Read(snapshot).Header;
        if (RepositoryFormats.Find(header.Type) is not { ClientsIgnoreOlderRoots: true } format || Terms(mirror) is not { } terms)
        {
            return new ChannelState(snapshot, null);
        }

        var signature = new ChannelSignature(snapshot.ToString(), $"{terms.Signer.Identity} {terms.ValidFor}".TrimEnd());
        if (before?.Signed == signature && IsGood(before.Target, terms.ValidFor, cancellation))
        {
            return new ChannelState(before.Target, signature);
        }

        var state = StoredContent.StateOf(snapshot, generations, layout, _blobs);
        if (state.Metadata.Values.FirstOrDefault(e => e.Role == FileRole.Root && !IsWhole(e, cancellation)) is { } damaged)
        {
            throw SnapshotDiagnostics.RootDamaged(channel, mirror, damaged.Path);
        }

        using var directory = new WorkDirectory(layout);
        BeforeChange?.Invoke();
        var date = DateAfter([.. new[] { shown, before?.Target }.OfType<GenerationId>().Where(generations.Exists)]);
        var run = new SignRun { Header = header, State = state, Signer = terms.Signer, Date = date, ValidFor = terms.ValidFor, WorkDirectory = directory.Path };
        if (await format.SignAsync(run, cancellation) is not { } signed)
        {
            return new ChannelState(snapshot, null);
        }

        if (date - clock.GetUtcNow() > MaxAhead)
        {
            log.Warning(SnapshotDiagnostics.ChannelAhead(channel, mirror, date));
        }

        BeforeChange?.Invoke();
        var taken = TakenState.Nothing with { Made = signed.Made };
        return new ChannelState(new TakenGeneration(generations, snapshot, snapshot, taken) { Header = signed.Header }.Write(cancellation), signature);
    }

    // Clients ignore what is older than what they have.
    private DateTimeOffset DateAfter(IEnumerable<GenerationId> shown)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        return shown.SelectMany(g => generations.Read(g).Header.Roots).Max(r => r.Date) is { } last && last >= now ? last.AddSeconds(1) : now;
    }

    // Whether what was signed for the channel can stay: it is there, and more than half of its time is left.
    private bool IsGood(GenerationId signed, TimeSpan? validFor, CancellationToken cancellation) =>
        generations.Exists(signed) && generations.IsIntact(signed)
        && generations.Read(signed).Header.Roots.All(r => r.ValidUntil is not { } end || end - clock.GetUtcNow() > validFor / 2)
        && new StoredFiles(generations, signed).Metadata.Values.Where(e => e.Role == FileRole.Root).All(e => IsWhole(e, cancellation));

    private bool IsWhole(PlanEntry entry, CancellationToken cancellation) =>
        layout.Blob(entry.Sha256!.Value) is var file && File.Exists(file) && BlobStore.Hash(file, cancellation) == entry.Sha256;
}
