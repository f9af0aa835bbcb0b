using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Rpm;

/// <summary>
/// Keeps the root files of a mirror's repositories equal to upstream's, verified and never older than before. A
/// repository in which nothing is new costs one request, and one more for the description of an installable tree.
/// </summary>
internal sealed class RepomdFetcher
{
    private readonly HttpTransfer _transfer;
    private readonly IRootSignatures _signatures;
    private readonly ILog _log;
    private readonly TimeProvider _time;

    public RepomdFetcher(HttpTransfer transfer, IRootSignatures signatures, ILog log, TimeProvider? time = null)
    {
        _transfer = transfer;
        _signatures = signatures;
        _log = log;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>How long to wait when an upstream seems to be in the middle of an update, the first time.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Called before a root file on disk changes, so that what rests on the roots can be removed first.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>The name of the one older state that may be taken; empty: none.</summary>
    public string Accept { get; init; } = "";

    /// <summary>Fetches, verifies and writes what is new. A repository's files are replaced together, or stay as they are.</summary>
    /// <param name="definition">What the mirror takes.</param>
    /// <param name="rootsDirectory">Where the root files are kept; it belongs to this method alone.</param>
    /// <param name="previousDates">The <see cref="Plans.PlanRoot.Date"/> of the published state by its path.</param>
    /// <param name="bypassCaches">Whether caches on the way have to ask the origin, as when a run starts over.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MirrorException">A repository is not there, its signature is not good, or it went back.</exception>
    public async Task<RootsResult> FetchAsync(
        RpmDefinition definition, string rootsDirectory, IReadOnlyDictionary<string, DateTimeOffset> previousDates, bool bypassCaches, CancellationToken cancellation)
    {
        var services = await new ServiceFetcher(_transfer, definition, rootsDirectory, _log, _time) { BypassCaches = bypassCaches, Patience = Patience }.FetchAsync(cancellation);
        definition = definition.With(services.Select(s => s.Repositories));
        var repositories = RpmRepository.Expand(definition);
        if (_signatures.Keyring is null)
        {
            _log.Warning(RpmDiagnostics.VerificationOff(repositories.All(r => r.MetaLink?.StartsWith("https://", StringComparison.Ordinal) ?? false)));
        }

        var run = new Run(this, definition, rootsDirectory, new RepomdFreshness(_time.GetUtcNow(), previousDates), bypassCaches);
        var found = (await Task.WhenAll(repositories.Select(r => run.FindAsync(r, cancellation)))).SelectMany(f => f).ToList();

        // All of them are judged before one is written: several repositories that went back are one state.
        var accepted = new AcceptedState(Accept, _log).Of([.. found.Select(f => f.Older).OfType<OlderRoot>()]);
        var changed = services.Where(s => s.Content is { } index && Save(s.Disk, new Dictionary<string, ReadOnlyMemory<byte>> { [ServiceItem.IndexName] = index }, s.State)).Select(s => s.Service.IndexPath)
            .Concat(found.Where(f => f.Fetched is not null && Save(f.Disk, f.Fetched.Files.ToDictionary(r => r.Key, r => r.Value.Content), f.State!)).Select(f => f.Repository.Name)).ToList();
        var removed = RootDirectory.DeleteOthers(rootsDirectory, [.. found.Select(f => f.Repository.Path), .. services.Select(s => s.Service.RootPath)], BeforeChange);
        return new RootsResult(removed || changed.Count > 0, changed) { Accepted = accepted };
    }

    private bool Save(RootDirectory disk, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, RootState state)
    {
        if (!disk.Has(state))
        {
            BeforeChange?.Invoke();
        }

        return disk.Save(files, state);
    }

    /// <summary>A repository as upstream has it, verified and not yet written.</summary>
    /// <param name="Repository">The repository.</param>
    /// <param name="Disk">Where its roots are kept.</param>
    /// <param name="Bases">Its URLs.</param>
    /// <param name="Fetched">Its new root files; null: those on disk are still right.</param>
    /// <param name="State">What is to be remembered of them.</param>
    /// <param name="Older">Set if they are older than the published ones.</param>
    private sealed record FoundRepository(
        RpmRepository Repository, RootDirectory Disk, Upstreams Bases, FetchedRepository? Fetched, RootState? State, OlderRoot? Older)
    {
        /// <summary>The repositories that lie in its tree.</summary>
        public IReadOnlyList<string> Trees => Fetched is null ? TreeRepositories.Of(Repository, Disk) : TreeRepositories.Of(Repository, Fetched.Files);
    }

    private sealed class Run(RepomdFetcher owner, RpmDefinition definition, string rootsDirectory, RepomdFreshness freshness, bool bypassCaches)
    {
        /// <summary>A repository and those that lie in its tree.</summary>
        public async Task<IReadOnlyList<FoundRepository>> FindAsync(RpmRepository repository, CancellationToken cancellation)
        {
            var source = await RepositorySource.FindAsync(repository, definition.Upstreams, owner._transfer, bypassCaches, cancellation);
            var found = await FindAsync(repository, source, isOptional: false, cancellation);
            var all = new List<FoundRepository> { found };
            foreach (var path in found.Trees)
            {
                try
                {
                    all.Add(await FindAsync(repository.Sub(path), RepositorySource.Below(found.Bases, path), isOptional: true, cancellation));
                }
                catch (MirrorException exception) when (exception.Code == DiagnosticCodes.RpmRepositoryNotFound)
                {
                    // Trees are described once and thinned out later.
                    owner._log.Detail($"The tree of '{repository.Name}' names a repository that is not there. {exception.Message}");
                }
            }

            return all;
        }

        private async Task<FoundRepository> FindAsync(RpmRepository repository, RepositorySource source, bool isOptional, CancellationToken cancellation)
        {
            var disk = new RootDirectory(rootsDirectory, repository.Path);
            var terms = $"upstream={definition.Upstreams} tree={definition.IncludeTree} metalink={SafeUrl.ForRecord(repository.MetaLink ?? "")} mirrorlist={SafeUrl.ForRecord(repository.MirrorList ?? "")}{(repository.Url is { } url ? $" url={url}" : "")}";

            // What was verified with other keys, or fetched on other terms, is fetched and verified again.
            var known = disk.Load() is { } state && state.Keyring == owner._signatures.Keyring && state.Terms == terms ? state : null;
            var fetched = await new RepositoryFetch(owner._transfer, owner._signatures, repository, source, freshness, owner._log)
            {
                IncludeTree = definition.IncludeTree,
                IsOptional = isOptional,
                Expired = definition.ExpiredMetadata,
                BypassCaches = bypassCaches,
                Patience = owner.Patience,
                Time = owner._time,
            }.RunAsync(known, disk, cancellation);
            RepositoryExpiry.Check(repository, fetched is null ? known!.ValidUntil : fetched.ValidUntil, owner._time.GetUtcNow(), definition.ExpiredMetadata, owner._log);
            if (fetched is null)
            {
                return new FoundRepository(
                    repository, disk, known!.Bases is { } listed ? new Upstreams(listed) : source.Bases, null, null, freshness.Older(repository, known.Date, known.Files[RepositoryFiles.Repomd].Sha256));
            }

            var next = new RootState
            {
                Files = fetched.Files.ToDictionary(f => f.Key, f => f.Value.ToState()),
                Signers = fetched.Signers,
                Keyring = owner._signatures.Keyring,
                Terms = terms,
                Bases = source.IsListed ? fetched.Bases.Urls : null,
                Date = fetched.Repomd.Date,
                ValidUntil = fetched.ValidUntil,
            };
            return new FoundRepository(repository, disk, fetched.Bases, fetched, next, fetched.Older);
        }
    }
}
