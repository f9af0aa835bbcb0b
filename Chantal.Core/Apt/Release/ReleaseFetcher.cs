using Chantal.Diagnostics;
using Chantal.Plans;
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
    internal required TimeSpan Patience { get; init; }

    /// <summary>
    /// Called before a root file on disk changes: whoever keeps files that rest on the roots removes them here, so that a
    /// run that ends in between cannot leave them looking current.
    /// </summary>
    internal Action? BeforeChange { get; init; }

    /// <summary>The name of the one older state that may be taken; empty: none.</summary>
    internal string Accept { get; init; } = "";

    /// <summary>Fetches, verifies and writes what is new. A suite's files are replaced together, or stay as they are.</summary>
    /// <param name="definition">What the mirror takes.</param>
    /// <param name="rootsDirectory">Where the root files are kept; it belongs to this method alone.</param>
    /// <param name="published">The roots of the published state: no Release may be older than its one or of another suite, unless that is accepted.</param>
    /// <param name="bypassCaches">Whether caches on the way have to ask the origin, as when a run starts over.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MirrorException">A suite is not there, its signature is not good, or it is not fresh.</exception>
    public async Task<RootsResult> FetchAsync(
        AptDefinition definition, string rootsDirectory, IReadOnlyList<PlanRoot> published, bool bypassCaches, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var suites = AptSuite.ParseAll(definition.Suites);
        if (_signatures.Keyring is null)
        {
            _log.Warning(RepositoryDiagnostics.VerificationOff());
        }

        var freshness = new ReleaseFreshness(definition.CheckValidUntil, _time.GetUtcNow(), published);
        var search = new Search(definition, freshness, rootsDirectory, bypassCaches);
        var found = await Task.WhenAll(suites.Select(s => FindAsync(s, search, cancellation)));

        // All of them are judged before one is written: several suites that went back are one state.
        var moved = Accepted([.. found.Where(f => f.Moved is not null)], definition);
        var older = found.Where(f => moved is null || f.Moved is null).Select(f => f.Older).OfType<OlderRoot>().ToList();
        var accepted = moved is not null && older.Count == 0 ? moved : new AcceptedState(Accept, _log).Of(older);
        foreach (var suite in found.Where(f => f.Release is not null))
        {
            ReleaseFreshness.CheckSuite(suite.Suite, suite.Release!, definition.ExpectedSuites, _log);
        }

        var changed = found.Where(f => f.Roots is not null && Save(f.Disk, f.Roots, f.Release!, TermsOf(definition))).Select(f => f.Suite.Name).ToList();
        var removed = RootDirectory.DeleteOthers(rootsDirectory, suites.Select(s => s.Directory), BeforeChange);
        return new RootsResult(removed || changed.Count > 0, changed) { Accepted = accepted };
    }

    private Acceptance? Accepted(IReadOnlyList<FoundSuite> moved, AptDefinition definition)
    {
        if (moved.Count == 0 || definition.AllowSuiteChange || definition.IdentityChange == GuardMode.Off)
        {
            return null;
        }

        var state = UpstreamState.NameOf(moved.Select(f => (f.Suite.Directory, RootDirectory.Digest(f.Roots!.Text.Payload.Span))));
        var reason = string.Join("; ", moved.Select(f => f.Moved).Order(StringComparer.Ordinal));
        if (definition.IdentityChange == GuardMode.Warn)
        {
            _log.Warning(ReleaseDiagnostics.SuiteFollowed(reason));
            return null;
        }

        return new AcceptedState(Accept, _log).Of(state, reason) ?? throw ReleaseDiagnostics.SuiteMoved(reason, state);
    }

    // What the first upstream that answers has may be older, or not verify, as a mirror in the middle of an update has it: then each is asked by itself.
    private async Task<FoundSuite> FindAsync(AptSuite suite, Search search, CancellationToken cancellation)
    {
        FoundSuite? older = null;
        MirrorException? refusal = null;
        try
        {
            var found = await FindAsync(suite, search, search.Definition.Upstreams, trustsDisk: true, cancellation);
            if (found.Older is null)
            {
                return found;
            }

            older = found;
        }
        catch (MirrorException exception) when (exception is not UpstreamUnreachableException && search.Definition.Upstreams.Bases.Count > 1)
        {
            refusal = exception;
        }

        for (var i = 0; i < search.Definition.Upstreams.Bases.Count && search.Definition.Upstreams.Bases.Count > 1; i++)
        {
            try
            {
                var found = await FindAsync(suite, search, search.Definition.Upstreams.Only(i), trustsDisk: false, cancellation);
                if (found.Older is null)
                {
                    return found;
                }

                older = older is null || found.Release!.Date > older.Older!.Date ? found : older;
            }
            catch (MirrorException exception)
            {
                _log.Detail(exception.Message);
            }
        }

        return older ?? throw refusal!;
    }

    private async Task<FoundSuite> FindAsync(AptSuite suite, Search search, Upstreams upstreams, bool trustsDisk, CancellationToken cancellation)
    {
        var disk = new RootDirectory(search.RootsDirectory, suite.Directory);
        var requests = new RootRequests(_transfer, upstreams, search.BypassCaches, _time) { Patience = Patience };

        // What was verified with other keys, or not at all, or judged on other terms is fetched and verified again.
        var known = trustsDisk && disk.Load() is { } state && state.Keyring == _signatures.Keyring && state.Terms == TermsOf(search.Definition) ? state : null;
        var fetched = await new SuiteFetch(requests, _signatures, suite, _log).RunAsync(known, disk, cancellation);
        if (fetched is null)
        {
            search.Freshness.Check(suite, known!.Date, known.ValidUntil);
            return new FoundSuite(suite, disk, null, null, search.Freshness.Older(suite, known.Date, known.Files[SuiteFiles.Payload].Sha256), null);
        }

        var release = ReleaseParser.Parse(fetched.Text.Payload, suite.PathOf(fetched.Files.ContainsKey(SuiteFiles.InRelease) ? SuiteFiles.InRelease : SuiteFiles.Release), search.Definition.AllowWeakChecksums);
        search.Freshness.Check(suite, release.Date, release.ValidUntil);
        return new FoundSuite(
            suite, disk, fetched, release, search.Freshness.Older(suite, release.Date, RootDirectory.Digest(fetched.Text.Payload.Span)), search.Freshness.Moved(suite, release));
    }

    private static string TermsOf(AptDefinition definition) =>
        $"upstream={definition.Upstreams} expect={string.Join(';', definition.ExpectedSuites)} validity={definition.CheckValidUntil}";

    private bool Save(RootDirectory disk, FetchedRoots fetched, ReleaseFile release, string terms)
    {
        var contents = fetched.Files.ToDictionary(f => f.Key, f => f.Value.Content);
        contents[SuiteFiles.Payload] = fetched.Text.Payload;
        var state = new RootState
        {
            Files = contents.ToDictionary(c => c.Key, c => fetched.Files.GetValueOrDefault(c.Key)?.ToState() ?? new RootFileState(RootDirectory.Digest(c.Value.Span))),
            Unfit = fetched.Unfit.Count == 0 ? null : fetched.Unfit.ToDictionary(f => f.Key, f => f.Value.ToState()),
            Signers = fetched.Text.Signers,
            Keyring = _signatures.Keyring,
            Terms = terms,
            Date = release.Date,
            ValidUntil = release.ValidUntil,
        };
        if (!disk.Has(state))
        {
            BeforeChange?.Invoke();
        }

        return disk.Save(contents, state);
    }

    /// <summary>A suite as upstream has it, verified and not yet written.</summary>
    /// <param name="Suite">The suite.</param>
    /// <param name="Disk">Where its roots are kept.</param>
    /// <param name="Roots">Its new root files; null: those on disk are still right.</param>
    /// <param name="Release">What they say.</param>
    /// <param name="Older">Set if they are older than the published ones.</param>
    /// <param name="Moved">Set if they are of another suite than the published ones: from which to which, in words.</param>
    private sealed record FoundSuite(AptSuite Suite, RootDirectory Disk, FetchedRoots? Roots, ReleaseFile? Release, OlderRoot? Older, string? Moved);

    /// <summary>What all suites are looked for with.</summary>
    private sealed record Search(AptDefinition Definition, ReleaseFreshness Freshness, string RootsDirectory, bool BypassCaches);
}
