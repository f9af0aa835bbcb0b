using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Apt.Release;

/// <summary>
/// Keeps a mirror's root files (<c>InRelease</c>, <c>Release</c>, <c>Release.gpg</c>) equal to upstream's, verified and
/// never older than before. A suite in which nothing is new costs one request; one without InRelease, three.
/// </summary>
internal sealed class ReleaseFetcher
{
    private readonly HttpTransfer _transfer;
    private readonly IRootSignatures _signatures;
    private readonly ILog _log;
    private readonly TimeProvider _time;

    internal ReleaseFetcher(HttpTransfer transfer, IRootSignatures signatures, ILog log, TimeProvider? time = null)
    {
        _transfer = transfer;
        _signatures = signatures;
        _log = log;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>How long to wait when an upstream seems to be in the middle of an update, the first time.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Called before a root file on disk changes: whoever keeps files that rest on the roots removes them here, so that a
    /// run that ends in between cannot leave them looking current.
    /// </summary>
    internal Action? BeforeChange { get; init; }

    /// <summary>Fetches, verifies and writes what is new. A suite's files are replaced together, or stay as they are.</summary>
    /// <param name="definition">What the mirror takes.</param>
    /// <param name="rootsDirectory">Where the root files are kept; it belongs to this method alone.</param>
    /// <param name="previousDates">The <see cref="Plans.PlanRoot.Date"/> of the published state by its path; no Release may be older.</param>
    /// <param name="bypassCaches">Whether caches on the way have to ask the origin, as when a run starts over.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MirrorException">A suite is not there, its signature is not good, or it is not fresh.</exception>
    public async Task<RootsResult> FetchAsync(
        AptDefinition definition, string rootsDirectory, IReadOnlyDictionary<string, DateTimeOffset> previousDates, bool bypassCaches, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var suites = AptSuite.ParseAll(definition.Suites);
        if (_signatures.Keyring is null)
        {
            _log.Warning(DiagnosticCodes.VerificationOff, "VerifySignatures is false: nothing vouches for what the upstream or anyone on the way sends. Set SignedBy to its keyring and remove VerifySignatures=false.");
        }

        var requests = new RootRequests(_transfer, new Upstreams(definition.Upstreams), bypassCaches, _time) { Patience = Patience };
        var freshness = new ReleaseFreshness(_time.GetUtcNow(), previousDates);
        var changed = await Task.WhenAll(suites.Select(s => FetchSuiteAsync(s, requests, freshness, rootsDirectory, cancellation)));
        var removed = RootDirectory.DeleteOthers(rootsDirectory, suites.Select(s => s.Directory), BeforeChange);
        return new RootsResult(removed || changed.Any(c => c), [.. suites.Where((_, i) => changed[i]).Select(s => s.Name)]);
    }

    private async Task<bool> FetchSuiteAsync(
        AptSuite suite, RootRequests requests, ReleaseFreshness freshness, string rootsDirectory, CancellationToken cancellation)
    {
        var disk = new RootDirectory(rootsDirectory, suite.Directory);

        // What was verified with other keys, or not at all, is fetched and verified anew.
        var known = disk.Load() is { } state && state.Keyring == _signatures.Keyring ? state : null;
        var fetched = await new SuiteFetch(requests, _signatures, suite, _log).RunAsync(known, disk, cancellation);
        if (fetched is null)
        {
            freshness.Check(suite, known!.Date, known.ValidUntil);
            return false;
        }

        var release = ReleaseParser.Parse(fetched.Text.Payload, suite.PathOf(fetched.Files.ContainsKey(SuiteFiles.InRelease) ? SuiteFiles.InRelease : SuiteFiles.Release));
        ReleaseFreshness.CheckSuite(suite, release);
        freshness.Check(suite, release.Date, release.ValidUntil);
        return Save(disk, fetched, release);
    }

    private bool Save(RootDirectory disk, FetchedRoots fetched, ReleaseFile release)
    {
        var contents = fetched.Files.ToDictionary(f => f.Key, f => f.Value.Content);
        contents[SuiteFiles.Payload] = fetched.Text.Payload;
        var state = new RootState
        {
            Files = contents.ToDictionary(c => c.Key, c => fetched.Files.GetValueOrDefault(c.Key)?.ToState() ?? new RootFileState(RootDirectory.Digest(c.Value.Span))),
            Unfit = fetched.Unfit.Count == 0 ? null : fetched.Unfit.ToDictionary(f => f.Key, f => f.Value.ToState()),
            Signers = fetched.Text.Signers,
            Keyring = _signatures.Keyring,
            Date = release.Date,
            ValidUntil = release.ValidUntil,
        };
        if (!disk.Has(state))
        {
            BeforeChange?.Invoke();
        }

        return disk.Save(contents, state);
    }
}
