using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Rpm.Roots;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Rpm;

/// <summary>A repository's new root files, verified.</summary>
/// <param name="Files">The files, by name.</param>
/// <param name="Repomd">What <c>repomd.xml</c> says.</param>
/// <param name="Signers">Fingerprints of the keys whose signatures on it are good; empty if none was checked.</param>
/// <param name="Bases">URLs of the repository, the one that the files came from first.</param>
/// <param name="Older">Set if the state is older than the published one: no mirror had another that verifies.</param>
internal sealed record FetchedRepository(
    IReadOnlyDictionary<string, RootFile> Files, Repomd Repomd, IReadOnlyList<string> Signers, Upstreams Bases, OlderRoot? Older)
{
    /// <summary>Until when it is current, as its <c>suseinfo</c> says; null: that is not said.</summary>
    public DateTimeOffset? ValidUntil { get; init; }
}

/// <summary>
/// Fetches one repository's <c>repomd.xml</c> and what stands beside it, if it changed. A mirror whose state does not
/// verify, is older than what is published or is not the metalink's is passed over for the next one.
/// </summary>
internal sealed class RepositoryFetch(
    HttpTransfer transfer, IRootSignatures signatures, RpmRepository repository, RepositorySource source, RepomdFreshness freshness, ILog log)
{
    private const int Attempts = 3;

    // The newest of the states that are older than the published one.
    private FetchedRepository? _older;

    // The newest of the earlier states that the metalink allows.
    private FetchedRepository? _alternate;

    /// <summary>Whether to look for the description of an installable tree.</summary>
    public required bool IncludeTree { get; init; }

    /// <summary>What happens if the repository is past the date that its <c>suseinfo</c> gives.</summary>
    public ExpiredMetadata Expired { get; init; }

    /// <summary>Whether nobody but another repository's tree names this one, so that it may be absent.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether every request asks the origin.</summary>
    public required bool BypassCaches { get; init; }

    /// <summary>How long the first wait for an upstream in mid-update takes.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The repository's new root files; null if they are what <paramref name="known"/> says.</summary>
    /// <param name="known">What is on disk, or null.</param>
    /// <param name="disk">Where that is.</param>
    /// <param name="cancellation">Ends the requests.</param>
    public async Task<FetchedRepository?> RunAsync(RootState? known, RootDirectory disk, CancellationToken cancellation)
    {
        // The metalink says what the present state is; a mirror need not be asked.
        if (known is not null && source.MetaLink is { } metaLink && metaLink.IsCurrent(await File.ReadAllBytesAsync(disk.PathOf(RepositoryFiles.Repomd), cancellation)))
        {
            return null;
        }

        try
        {
            return await SearchAsync(known, cancellation);
        }
        catch (MirrorException) when ((_alternate ?? _older) is not null)
        {
            // Other mirrors are worse off than the one that is behind.
            return _alternate ?? _older;
        }
    }

    private async Task<FetchedRepository?> SearchAsync(RootState? known, CancellationToken cancellation)
    {
        MirrorException? refusal = null;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var fresh = attempt > 1;
            if (fresh)
            {
                await Task.Delay((attempt - 1) * Patience, Time, cancellation);
            }

            for (var candidates = source.Bases; candidates is not null;)
            {
                var requests = Requests(candidates, fresh);

                // With a metalink, what is on disk is known not to be the present state: a mirror that still has that is not the last to be asked.
                var response = await AskAsync(requests, source.MetaLink is null ? known : null, fresh, refusal, cancellation);
                if (response is null)
                {
                    return null;
                }

                var at = Math.Max(0, candidates.Bases.ToList().IndexOf(response.Source));
                try
                {
                    var judged = await JudgeAsync(response, candidates.StartingWith(at), fresh, cancellation);
                    if (judged.Older is null && IsPresent(response))
                    {
                        return judged;
                    }

                    Keep(judged);
                }
                catch (MirrorException exception)
                {
                    log.Detail(exception.Message);
                    refusal = exception;
                }

                candidates = candidates.After(at);
            }

            // Every mirror was asked for the present state.
            if (_alternate is not null)
            {
                return _alternate;
            }
        }

        return _older ?? throw refusal!;
    }

    private bool IsPresent(RootResponse.Modified repomd) => source.MetaLink is not { } metaLink || metaLink.IsCurrent(repomd.Bytes.Span);

    private void Keep(FetchedRepository state)
    {
        if (state.Older is { } older)
        {
            log.Detail($"{older}.");
            _older = _older is null || state.Repomd.Date > _older.Repomd.Date ? state : _older;
        }
        else
        {
            log.Detail($"{SafeUrl.Show(state.Bases.Urls[0])} has an earlier state of the metalink; the other mirrors are asked for the present one.");
            _alternate = _alternate is null || state.Repomd.Date > _alternate.Repomd.Date ? state : _alternate;
        }
    }

    // Null: nothing changed.
    private async Task<RootResponse.Modified?> AskAsync(RootRequests requests, RootState? known, bool fresh, MirrorException? refusal, CancellationToken cancellation)
    {
        try
        {
            var path = RepositoryFiles.Paths[RepositoryFiles.Repomd];
            var response = await requests.GetAsync(path, fresh ? null : known?.ValidatorsOf(RepositoryFiles.Repomd), fresh, cancellation, IsOptional);
            if (known is not null && known.IsSame(RepositoryFiles.Repomd, response))
            {
                if (await IsTreeUnchangedAsync(known, requests, cancellation))
                {
                    return null;
                }

                response = await requests.GetAsync(path, null, fresh: true, cancellation);
            }

            return response as RootResponse.Modified ?? throw refusal ?? RpmDiagnostics.RepositoryNotFound(repository.Name);
        }
        catch (UpstreamUnreachableException) when (refusal is not null)
        {
            throw refusal;
        }
    }

    private static async Task<bool> IsTreeUnchangedAsync(RootState known, RootRequests requests, CancellationToken cancellation)
    {
        foreach (var name in RepositoryFiles.Tree.Where(known.Files.ContainsKey))
        {
            var response = await requests.GetAsync(RepositoryFiles.Paths[name], known.ValidatorsOf(name), fresh: false, cancellation, isOptional: true);
            if (!known.IsSame(name, response))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<FetchedRepository> JudgeAsync(RootResponse.Modified repomd, Upstreams bases, bool fresh, CancellationToken cancellation)
    {
        var name = Upstreams.Join(bases.Urls[0], "repodata/repomd.xml");
        if (source.MetaLink is { } metaLink && metaLink.Accepts(repomd.Bytes.Span) is null)
        {
            throw RpmDiagnostics.RepomdOutOfStep(name);
        }

        var requests = Requests(bases.Only(0), fresh);
        var files = new Dictionary<string, RootFile> { [RepositoryFiles.Repomd] = new(repomd.Bytes, repomd.Validators) };
        await AddAsync(RepositoryFiles.Signature, isOptional: signatures.Keyring is null);
        var text = signatures.ReadDetached(repomd.Bytes, files.GetValueOrDefault(RepositoryFiles.Signature)?.Content, SafeUrl.Show(name));
        var parsed = RepomdParser.Parse(repomd.Bytes, repository.PathOf(RepositoryFiles.Paths[RepositoryFiles.Repomd]));
        foreach (var optional in RepositoryFiles.Optional.Concat(IncludeTree ? RepositoryFiles.Tree : []))
        {
            await AddAsync(optional, isOptional: true);
        }

        var validUntil = await RepositoryExpiry.ReadAsync(repository, parsed, requests, fresh, cancellation);
        if (Expired == ExpiredMetadata.Error)
        {
            // Another upstream may have a newer state.
            RepositoryExpiry.Check(repository, validUntil, Time.GetUtcNow(), Expired, log);
        }

        return new FetchedRepository(files, parsed, text.Signers, bases, freshness.Older(repository, parsed.Date, RootDirectory.Digest(repomd.Bytes.Span))) { ValidUntil = validUntil };

        async Task AddAsync(string file, bool isOptional)
        {
            if (await requests.GetAsync(RepositoryFiles.Paths[file], null, fresh, cancellation, isOptional) is RootResponse.Modified modified)
            {
                files.Add(file, new RootFile(modified.Bytes, modified.Validators));
            }
        }
    }

    private RootRequests Requests(Upstreams bases, bool fresh) => new(transfer, bases, BypassCaches || fresh, Time) { Patience = Patience };
}
