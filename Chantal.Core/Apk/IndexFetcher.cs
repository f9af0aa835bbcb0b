using Chantal.Apk.Signing;
using Chantal.Diagnostics;
using Chantal.Repositories;

namespace Chantal.Apk;

/// <summary>Keeps the indices of a mirror's repositories equal to upstream's, verified and never older than before. An index in which nothing is new costs one request.</summary>
/// <param name="run">What it works with.</param>
/// <param name="definition">What the mirror takes.</param>
internal sealed class IndexFetcher(FormatRun run, ApkDefinition definition)
{
    private readonly TrustedKeys? _keys = definition.VerifySignatures ? TrustedKeys.Read(run.Definition) : null;

    /// <summary>Fetches, verifies and writes what is new.</summary>
    /// <exception cref="MirrorException">An index is not there, its signature is not good, or it went back.</exception>
    public async Task<RootsResult> FetchAsync(CancellationToken cancellation)
    {
        if (_keys is null)
        {
            run.Log.Warning(ApkDiagnostics.VerificationOff());
        }

        var fetch = new IndexFetch(run, definition.Upstreams, _keys, new IndexFreshness(run.Clock.GetUtcNow(), run.Published.Dates));
        var repositories = ApkRepository.Expand(definition);
        var found = await Task.WhenAll(repositories.Select(r => FindAsync(fetch, r, cancellation)));

        // All of them are judged before one is written: several indices that went back are one state.
        var accepted = new AcceptedState(run.Accept, run.Log).Of([.. found.Select(f => f.Fetched?.Older).OfType<OlderRoot>()]);
        var changed = found.Where(f => f.Fetched is not null && Save(f.Disk, f.Fetched)).Select(f => f.Repository.Directory).ToList();
        var removed = RootDirectory.DeleteOthers(run.RootsDirectory, repositories.Select(r => r.Directory), run.BeforeChange);
        return new RootsResult(removed || changed.Count > 0, changed) { Accepted = accepted };
    }

    private string Terms => $"upstream={definition.Upstreams}";

    private async Task<(ApkRepository Repository, RootDirectory Disk, FetchedIndex? Fetched)> FindAsync(IndexFetch fetch, ApkRepository repository, CancellationToken cancellation)
    {
        var disk = new RootDirectory(run.RootsDirectory, repository.Directory);

        // What was verified with other keys, or fetched elsewhere, is fetched and verified again.
        var known = disk.Load() is { } state && state.Keyring == _keys?.Identity && state.Terms == Terms ? state : null;
        return (repository, disk, await fetch.RunAsync(repository, known, cancellation));
    }

    private bool Save(RootDirectory disk, FetchedIndex fetched)
    {
        var state = new RootState
        {
            Files = new Dictionary<string, RootFileState> { [ApkRepository.IndexName] = fetched.File.ToState() },
            Signers = fetched.Signer is null ? [] : [fetched.Signer],
            Keyring = _keys?.Identity,
            Terms = Terms,
            Date = fetched.Date,
        };
        if (!disk.Has(state))
        {
            run.BeforeChange();
        }

        return disk.Save(new Dictionary<string, ReadOnlyMemory<byte>> { [ApkRepository.IndexName] = fetched.File.Content }, state);
    }
}
