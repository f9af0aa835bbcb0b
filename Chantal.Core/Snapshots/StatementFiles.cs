using System.Text;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>
/// The files with what was said of snapshots and channels, beside their trees as client files are: <c>MIRROR.intoto.json</c>, and <c>MIRROR.intoto.json.asc</c> where the site
/// signs. They follow from the refs, so the same command makes what an earlier run left undone; what a bundle brought stays as the other site signed it.
/// </summary>
internal sealed class StatementFiles(StoreLayout layout, RefStore refs, ILog log)
{
    private const string Ending = ".intoto.json";
    private const string SignatureEnding = ".asc";
    private const int MaxSignature = 1 << 20;

    private readonly KeptStatements _kept = new(layout);

    private ServedMark Marks => new(layout, log);

    /// <summary>Called before each change of what is published; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>Writes what is said of published snapshots of mirrors.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="mirrors">The mirrors.</param>
    /// <param name="signer">Gives who signs for a mirror; null: nobody.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task WriteSnapshotAsync(string snapshot, IEnumerable<string> mirrors, Func<string, IMetadataSigner?> signer, CancellationToken cancellation) =>
        WriteAsync(() => mirrors.Select(m => OfSnapshot(snapshot, m)), signer, cancellation);

    /// <summary>Writes what is said of what a channel shows of mirrors.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="mirrors">The mirrors.</param>
    /// <param name="signer">Gives who signs for a mirror; null: nobody.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task WriteChannelAsync(string channel, IEnumerable<string> mirrors, Func<string, IMetadataSigner?> signer, CancellationToken cancellation) =>
        WriteAsync(() => mirrors.Select(m => OfChannel(channel, m)), signer, cancellation);

    /// <summary>Keeps what a bundle brought of a snapshot of a mirror, and puts it beside the snapshot's tree if there is one.</summary>
    public void Take(string snapshot, string mirror, SignedStatement? brought)
    {
        using var alone = StoreLock.TakeRefs(layout);
        if (brought is not null)
        {
            BeforeChange?.Invoke();
            _kept.Keep(snapshot, mirror, brought);
        }

        if (OfSnapshot(snapshot, mirror) is { } place && IsFree(place) && !IsRight(place))
        {
            Put(place, place.Kept?.Signature);
        }
    }

    /// <summary>The statement of a snapshot of a mirror for others, the same each time; null: nobody knows who made the snapshot.</summary>
    public async Task<SignedStatement?> GiveAsync(string snapshot, string mirror, Func<IMetadataSigner?> signer, CancellationToken cancellation)
    {
        using var alone = StoreLock.TakeRefs(layout);
        if (refs.Snapshot(snapshot, mirror) is not { } made)
        {
            return null;
        }

        if (_kept.Read(snapshot, mirror, made.Generation) is { } kept)
        {
            return kept;
        }

        if (OfSnapshot(snapshot, mirror) is { } place && IsFree(place))
        {
            if (!IsRight(place) || !File.Exists(place.SignaturePath))
            {
                await WriteAsync(place, signer(), cancellation);
            }

            return new SignedStatement(place.Text, File.Exists(place.SignaturePath) ? await File.ReadAllTextAsync(place.SignaturePath, cancellation) : null);
        }

        if (Statement.Of(mirror, "snapshot", snapshot, made) is not { } said)
        {
            return null;
        }

        var text = said.ToText(Marks.Of(Of(mirror)));
        var given = new SignedStatement(text, await SignAsync(text, signer(), cancellation));
        _kept.Keep(snapshot, mirror, given);
        return given;
    }

    /// <summary>The statements about a mirror that are missing or altered, or whose signature the site's keys did not make: each path, and what is wrong with it.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="keys">Verifies by the keys that sign for the mirror; null: nobody signs.</param>
    /// <param name="snapshot">The snapshot that it is about, with the channels that show it; null: all.</param>
    public IEnumerable<(string Path, string Fault)> Faults(string mirror, SignatureVerifier? keys, string? snapshot = null)
    {
        foreach (var place in Places(mirror, snapshot))
        {
            if (!Path.Exists(place.Path))
            {
                yield return (place.Path, "is missing");
            }
            else if (!IsFree(place))
            {
                yield return (place.Path, "is something else");
            }
            else if (File.ReadAllText(place.Path) != place.Text)
            {
                yield return (place.Path, "is not what it should be");
            }
            else if (SignatureFault(place, keys) is { } fault)
            {
                yield return (place.SignaturePath, fault);
            }
        }
    }

    /// <summary>Makes the statements about a mirror what they should be, and signs again what the site's keys did not sign.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="keys">Verifies by the keys that sign for the mirror; null: nobody signs.</param>
    /// <param name="signer">Who signs; null: nobody.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task RepairAsync(string mirror, SignatureVerifier? keys, IMetadataSigner? signer, CancellationToken cancellation)
    {
        using var alone = StoreLock.TakeRefs(layout);
        foreach (var place in Places(mirror, null).ToList())
        {
            if (signer is not null && IsFree(place) && place.Kept is null && File.Exists(place.SignaturePath) && SignatureFault(place, keys) is not null)
            {
                BeforeChange?.Invoke();
                File.Delete(place.SignaturePath);
            }

            await WriteAsync(place, signer, cancellation);
        }
    }

    /// <summary>Takes away what is said of a mirror in a snapshot.</summary>
    public void RemoveSnapshot(string snapshot, string mirror)
    {
        Remove(layout.PublishedClients(snapshot: snapshot), mirror, refs.TargetOfSnapshot(snapshot, mirror) is { } state ? _kept.Read(snapshot, mirror, state.ToString()) : null);
        _kept.Remove(snapshot, mirror);
    }

    /// <summary>Takes away what is said of a mirror in a channel.</summary>
    public void RemoveChannel(string channel, string mirror) => Remove(layout.PublishedClients(channel: channel), mirror, null);

    private IEnumerable<Place> Places(string mirror, string? snapshot) =>
    [
        .. refs.Snapshots().Where(s => s == (snapshot ?? s)).Select(s => OfSnapshot(s, mirror)).OfType<Place>(),
        .. refs.Channels().Where(c => snapshot is null || refs.Channel(c, mirror)?.Snapshot == snapshot).Select(c => OfChannel(c, mirror)).OfType<Place>(),
    ];

    private Place? OfSnapshot(string snapshot, string mirror) => refs.Snapshot(snapshot, mirror) is { IsPublished: true } made
        ? PlaceOf(layout.PublishedClients(snapshot: snapshot), mirror, Statement.Of(mirror, "snapshot", snapshot, made), _kept.Read(snapshot, mirror, made.Generation))
        : null;

    private Place? OfChannel(string channel, string mirror) => PlaceOf(layout.PublishedClients(channel: channel), mirror, Statement.Of(mirror, "promotion", channel, refs.Channel(channel, mirror)), null);

    // In a store that was copied, what is signed keeps the original's mark.
    private Place? PlaceOf(string folder, string mirror, Statement? said, SignedStatement? kept)
    {
        var path = Path.Combine(folder, mirror + Ending);
        return (kept?.Text ?? said?.ToText(Marks.On(path, Of(mirror)) ?? Marks.Of(Of(mirror)))) is { } text ? new Place(path, mirror, text, kept) : null;
    }

    // Refs are read while nobody changes them.
    private async Task WriteAsync(Func<IEnumerable<Place?>> places, Func<string, IMetadataSigner?> signer, CancellationToken cancellation)
    {
        using var alone = StoreLock.TakeRefs(layout);
        foreach (var place in places().OfType<Place>())
        {
            await WriteAsync(place, signer(place.Mirror), cancellation);
        }
    }

    private async Task WriteAsync(Place place, IMetadataSigner? signer, CancellationToken cancellation)
    {
        if (!IsFree(place))
        {
            log.Info($"{place.Mirror}: '{place.Path}' is something else, so there is no such statement.");
        }
        else if (place.Kept is { } kept)
        {
            if (!IsRight(place))
            {
                Put(place, kept.Signature);
            }
        }
        else if (!IsRight(place) || (signer is not null && !File.Exists(place.SignaturePath)))
        {
            Put(place, await SignAsync(place.Text, signer, cancellation));
        }
    }

    private static async Task<string?> SignAsync(string text, IMetadataSigner? signer, CancellationToken cancellation) =>
        signer is null ? null : Encoding.UTF8.GetString(await signer.SignDetachedAsync(Encoding.UTF8.GetBytes(text), null, cancellation));

    // A signature is never seen beside another text than its own.
    private void Put(Place place, string? signature)
    {
        BeforeChange?.Invoke();
        File.Delete(place.SignaturePath);
        ServedDirectory.Create(Path.GetDirectoryName(place.Path)!, layout.PublishMode);
        BeforeChange?.Invoke();
        ServedFile.Write(place.Path, place.Text, layout.Durability);
        if (signature is not null)
        {
            BeforeChange?.Invoke();
            ServedFile.Write(place.SignaturePath, signature, layout.Durability);
        }
    }

    // Of what was kept, the signature as well: it cannot be made again.
    private static bool IsRight(Place place) =>
        File.Exists(place.Path) && File.ReadAllText(place.Path) == place.Text && (place.Kept is null || SignatureFault(place, null) is null);

    private static string? SignatureFault(Place place, SignatureVerifier? keys)
    {
        if (place.Kept is { } kept)
        {
            return (kept.Signature, File.Exists(place.SignaturePath)) switch
            {
                (null, var isThere) => isThere ? "was not made with the statement" : null,
                (_, false) => "is missing",
                var (signature, _) => File.ReadAllText(place.SignaturePath) == signature ? null : "is not what the other site made",
            };
        }

        if (keys is null)
        {
            return null;
        }

        if (new FileInfo(place.SignaturePath) is not { Exists: true, Length: <= MaxSignature })
        {
            return "is missing";
        }

        try
        {
            _ = keys.VerifyDetached(Encoding.UTF8.GetBytes(place.Text), File.ReadAllBytes(place.SignaturePath), place.Path);
            return null;
        }
        catch (MirrorException exception)
        {
            return $"is not valid: {exception.Message.TrimEnd('.')}";
        }
    }

    private void Remove(string folder, string mirror, SignedStatement? kept)
    {
        var place = new Place(Path.Combine(folder, mirror + Ending), mirror, "", kept);
        if (Path.Exists(place.Path) && IsFree(place))
        {
            BeforeChange?.Invoke();
            File.Delete(place.SignaturePath);
            File.Delete(place.Path);
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }

    // Nobody else has put something there.
    private bool IsFree(Place place) =>
        !Path.Exists(place.Path) || Marks.IsOn(place.Path, Of(place.Mirror)) || (place.Kept is { } kept && ServedMark.In(kept.Text, Of(place.Mirror)) is { } mark && ServedMark.Has(place.Path, mark));

    private static string Of(string mirror) => $"statement about the mirror '{mirror}'";

    /// <summary>Where a statement lies, and what it says.</summary>
    private sealed record Place(string Path, string Mirror, string Text, SignedStatement? Kept)
    {
        public string SignaturePath => Path + SignatureEnding;
    }
}
