using Chantal.Diagnostics;
using Chantal.Files.Lists;
using Chantal.Files.Names;
using Chantal.Files.Signing;
using Chantal.Repositories;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Files;

/// <summary>
/// Fetches one list of checksums with its signature, if it changed. An upstream whose list does not verify, or is older than what is published, is passed over for
/// the next one.
/// </summary>
/// <param name="run">What it works with.</param>
/// <param name="upstreams">The mirror's upstreams.</param>
/// <param name="keys">Whose signatures count.</param>
internal sealed class ListFetch(FormatRun run, Upstreams upstreams, FileKeys keys)
{
    /// <summary>The name of the list among the root files.</summary>
    public const string List = "list";

    /// <summary>How the name of its signature begins; the ending behind it is that of the signature, where it was looked for.</summary>
    public const string Signature = "signature";

    private const int Attempts = 3;

    private readonly UpstreamRequests _requests = new(run);

    /// <summary>The list, as new as any upstream has it.</summary>
    public async Task<RootPart> RunAsync(ListItem item, CancellationToken cancellation)
    {
        // What was verified with other keys, or fetched elsewhere, is fetched and verified again.
        var disk = new RootDirectory(run.RootsDirectory, item.Part);
        var known = disk.Load() is { } state && state.Keyring == keys.Identity && state.Terms == Terms(item) ? state : null;
        RootPart? older = null;
        MirrorException? refusal = null;
        var isMany = !item.Address.IsAbsolute && upstreams.Bases.Count > 1;
        for (var at = -1; at < (isMany ? upstreams.Bases.Count : 0); at++)
        {
            try
            {
                var found = await FetchAsync(item, disk, at < 0 ? known : null, at < 0 ? upstreams : upstreams.Only(at), cancellation);
                if (found.Older is null)
                {
                    return found;
                }

                older = older is null || found.State!.Date > older.State!.Date ? found : older;
            }
            catch (MirrorException exception) when (isMany && !(at < 0 && exception is UpstreamUnreachableException))
            {
                run.Log.Detail(exception.Message);
                refusal ??= exception;
            }
        }

        return older ?? throw refusal!;
    }

    private string Terms(ListItem item) => $"list={SafeUrl.ForRecord(item.Address.Text)} signature={SafeUrl.ForRecord(item.Signature ?? "")} upstream={(item.Address.IsAbsolute ? "" : upstreams)}";

    private async Task<RootPart> FetchAsync(ListItem item, RootDirectory disk, RootState? known, Upstreams from, CancellationToken cancellation)
    {
        var list = await _requests.GetAsync(from, item.Address, known?.ValidatorsOf(List), cancellation);
        if (known is not null && known.IsSame(List, list))
        {
            if (await IsSignatureSameAsync(item, known, from, cancellation))
            {
                return new RootPart(item.Path, item.Part, null, known) { Older = Older(item, known.Date, known.Files[List].Sha256) };
            }

            list = await _requests.GetAsync(from, item.Address, null, cancellation, fresh: true);
        }

        for (var attempt = 1; ; attempt++)
        {
            var file = list is RootResponse.Modified modified ? new RootFile(modified.Bytes, modified.Validators) : throw FilesDiagnostics.ListNotFound(item.Address.ToString());
            var signature = await FindSignatureAsync(item, file, from, attempt > 1, cancellation);
            try
            {
                return Judge(item, file, signature);
            }
            catch (MirrorException) when (attempt < Attempts && signature is not null)
            {
                // One of the two may be of the state before.
                await _requests.WaitAsync(attempt, cancellation);
                list = await _requests.GetAsync(from, item.Address, null, cancellation, fresh: true);
            }
        }
    }

    private RootPart Judge(ListItem item, RootFile file, (string Name, RootFile File)? signature)
    {
        var name = item.Address.ToString();
        var signed = keys.VerifyList(file.Content, signature?.File.Content, name);
        _ = ChecksumList.Parse(signed.Text, item.Address.Name, name);
        var files = new Dictionary<string, RootFile> { [List] = file };
        if (signature is { } found)
        {
            files.Add(found.Name, found.File);
        }

        var state = new RootState { Files = files.ToDictionary(f => f.Key, f => f.Value.ToState()), Signers = signed.Signers, Keyring = keys.Identity, Terms = Terms(item), Date = signed.Date };
        return new RootPart(item.Path, item.Part, files.ToDictionary(f => f.Key, f => f.Value.Content), state) { Older = Older(item, signed.Date, state.Files[List].Sha256) };
    }

    private async Task<bool> IsSignatureSameAsync(ListItem item, RootState known, Upstreams from, CancellationToken cancellation)
    {
        var name = known.Files.Keys.FirstOrDefault(f => f.StartsWith(Signature, StringComparison.Ordinal));
        return name is null || known.IsSame(name, await _requests.GetAsync(from, SignatureAddress(item, name), known.ValidatorsOf(name), cancellation, isOptional: true));
    }

    private async Task<(string Name, RootFile File)?> FindSignatureAsync(ListItem item, RootFile file, Upstreams from, bool fresh, CancellationToken cancellation)
    {
        if (FileKeys.IsClearSigned(file.Content.Span))
        {
            return null;
        }

        foreach (var name in item.Signature is null ? FileNames.Signatures.Select(e => Signature + e) : [Signature])
        {
            if (await _requests.GetAsync(from, SignatureAddress(item, name), null, cancellation, fresh, isOptional: true) is RootResponse.Modified found)
            {
                return (name, new RootFile(found.Bytes, found.Validators));
            }
        }

        return null;
    }

    /// <summary>Where a list's signature is that lies under a name among the root files.</summary>
    public static FileAddress SignatureAddress(ListItem item, string name) => item.Address.Signature(item.Signature ?? name[Signature.Length..]);

    // A date far ahead would keep every later state out.
    private OlderRoot? Older(ListItem item, DateTimeOffset? date, string digest) =>
        keys.Identity is not null && run.Published.Dates.TryGetValue(item.Path, out var previous) && previous <= run.Clock.GetUtcNow().AddDays(1) && (date is null || date < previous)
            ? new OlderRoot($"the list '{item.Path}'", item.Path, digest, date, previous)
            : null;
}
