using Chantal.Diagnostics;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>Takes a fetch from candidate to candidate, repeats what may pass, and leaves out what does not answer.</summary>
internal sealed class Dispatcher(RetryPolicy policy, UpstreamHealth health, ProxySetting proxy, TimeProvider time, ILog log)
{
    // A server that asks to begin again more often than this for one file is broken.
    private const int MaxRestarts = 3;
    private const long Progress = 1 << 20;

    /// <summary>Where the file came from, or every candidate with its failure.</summary>
    /// <param name="Source">The URL that gave the file, or null.</param>
    /// <param name="Index">Index of the upstream, or -1 for an absolute URL.</param>
    /// <param name="Failures">What each candidate said where none gave the file.</param>
    internal readonly record struct Outcome(Uri? Source, int Index, IReadOnlyList<(Uri Url, Failure Failure)> Failures);

    public async Task<Outcome> RunAsync(Fetch fetch, IReadOnlyList<string> urls, Upstreams upstreams, CancellationToken cancellation)
    {
        List<(Uri, Failure)>? failures = null;
        foreach (var candidate in urls)
        {
            var absolute = Upstreams.IsAbsolute(candidate);
            for (var i = 0; i < (absolute ? 1 : upstreams.Bases.Count); i++)
            {
                var url = absolute ? Upstreams.Parse(candidate) : upstreams.UrlOf(i, candidate);
                var failure = await TrySpellingsAsync(fetch, url, cancellation);
                if (failure is null)
                {
                    return new Outcome(url, absolute ? -1 : i, []);
                }

                (failures ??= []).Add((url, failure));
            }
        }

        return new Outcome(null, -1, failures ?? []);
    }

    // Object stores read a bare + as a blank, and know such a file only as %2B; others know it only as it stands.
    private async Task<Failure?> TrySpellingsAsync(Fetch fetch, Uri url, CancellationToken cancellation)
    {
        if (!PlusSign.IsIn(url))
        {
            return await TryAsync(fetch, url, cancellation);
        }

        var state = health.Of(Origin.Of(url));
        var escapes = state.EscapesPlus;
        var failure = await TryAsync(fetch, escapes ? PlusSign.Escape(url) : url, cancellation);
        if (failure is not { Kind: FailureKind.NotFound or FailureKind.Denied })
        {
            return failure;
        }

        if (await TryAsync(fetch, escapes ? url : PlusSign.Escape(url), cancellation) is { } other)
        {
            return other.Kind is FailureKind.NotFound or FailureKind.Denied ? failure : other;
        }

        state.EscapesPlus = !escapes;
        return null;
    }

    private async Task<Failure?> TryAsync(Fetch fetch, Uri url, CancellationToken cancellation)
    {
        var state = health.Of(Origin.Of(url));
        var entry = state.Enter();
        if (entry == UpstreamHealth.Entry.Closed)
        {
            return PutAside(state);
        }

        var (repetitions, restarts, mismatches, since) = (0, 0, 0, 0L);
        var highWater = fetch.HighWater;
        while (true)
        {
            var failure = await fetch.AttemptAsync(url, mismatches > 0, cancellation);
            if (failure is null)
            {
                state.Succeeded();
                return null;
            }

            failure = WrongScheme.Doubt(proxy.Name(failure, url), url);
            if (failure.Kind == FailureKind.StartOver)
            {
                if (++restarts <= MaxRestarts)
                {
                    continue;
                }

                failure = failure with { Kind = FailureKind.Faulty };
            }

            if (failure.Kind == FailureKind.Mismatch && mismatches++ == 0)
            {
                continue;
            }

            if (!(failure.IsPassing || policy.Waits(failure)) && failure.Kind != FailureKind.Tls)
            {
                state.Succeeded();
                return failure;
            }

            if (repetitions == 0)
            {
                since = time.GetTimestamp();
            }

            if (fetch.HighWater >= highWater + Progress)
            {
                highWater = fetch.HighWater;
                repetitions = 0;
            }

            if (failure.Kind == FailureKind.Tls || entry == UpstreamHealth.Entry.Probe || repetitions >= policy.MaxRetries)
            {
                Exhausted(state, url, failure, since);
                return failure;
            }

            if (state.IsAside)
            {
                return failure;
            }

            var delay = policy.Delay(repetitions++, failure.RetryAfter);
            log.Report(new RetryPlanned(SafeUrl.Show(url), failure.Cause, repetitions + 1, delay));
            await Task.Delay(delay, time, cancellation);
        }
    }

    private static Failure PutAside(UpstreamHealth.State state) =>
        new(FailureKind.Silent, $"not asked again so soon after: {state.Cause}");

    private void Exhausted(UpstreamHealth.State state, Uri url, Failure failure, long since)
    {
        if (state.Exhausted(failure, since))
        {
            log.Warning(TransferDiagnostics.UpstreamPutAside(Origin.Of(url), failure.Cause, UpstreamHealth.AsideFor));
        }
    }
}
