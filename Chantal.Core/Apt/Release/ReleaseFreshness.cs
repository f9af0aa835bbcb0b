using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Apt.Release;

/// <summary>Judges whether a signed Release is the one to be believed now, for the suite that was asked for.</summary>
/// <param name="validity">How long a Release counts.</param>
/// <param name="now">This machine's time.</param>
/// <param name="published">The roots that the published state rests on.</param>
internal sealed class ReleaseFreshness(ReleaseValidity validity, DateTimeOffset now, IReadOnlyList<PlanRoot> published)
{
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    /// <summary>Throws if the Release is expired or from the future.</summary>
    public void Check(AptSuite suite, DateTimeOffset? date, DateTimeOffset? validUntil)
    {
        if (validity.IsChecked && validUntil < (validity.AsOf ?? now))
        {
            throw ReleaseDiagnostics.ReleaseExpired(suite, validUntil.Value);
        }

        if (date > now + MaxAhead)
        {
            throw ReleaseDiagnostics.ReleaseFromFuture(suite, date.Value, now);
        }
    }

    /// <summary>The Release as one that is older than the published one; null if it is not.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="date">The Release's date, if it has one.</param>
    /// <param name="digest">SHA-256 of its text.</param>
    public OlderRoot? Older(AptSuite suite, DateTimeOffset? date, string digest) =>
        Published(suite)?.Date is { } previous && (date is null || date < previous)
            ? new OlderRoot($"the Release of '{suite.Name}'", suite.Directory, digest, date, previous)
            : null;

    /// <summary>From what to what a suite moved on, in words, as apt asks before it follows; null: it did not.</summary>
    public string? Moved(AptSuite suite, ReleaseFile release) =>
        Published(suite)?.Identity is { } before && release.Identity != before
            ? $"the suite '{suite.Name}' was '{before}' and is '{release.Identity}'"
            : null;

    /// <summary>
    /// Compares what a Release calls itself with the suite that was asked for. Where the definition does not say which names are right, a difference is a
    /// warning, as in apt: upstreams have aliases, and vendors call things as they like.
    /// </summary>
    /// <param name="suite">The suite that was asked for.</param>
    /// <param name="release">Its Release.</param>
    /// <param name="expected">The names that it may say besides; empty: the definition does not say.</param>
    /// <param name="log">Hears the warning.</param>
    public static void CheckSuite(AptSuite suite, ReleaseFile release, IReadOnlyList<string> expected, ILog log)
    {
        if (suite.IsFlat || (release.Suite is null && release.Codename is null))
        {
            return;
        }

        // "bookworm/updates" is bookworm's, as apt sees it.
        var names = expected.ToList();
        for (var name = suite.Name; name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('/'))])
        {
            names.Add(name);
        }

        if (names.Any(n => n == release.Suite || n == release.Codename))
        {
            return;
        }

        if (expected.Count > 0)
        {
            throw ReleaseDiagnostics.ReleaseOfAnotherSuite(suite, release);
        }

        log.Warning(ReleaseDiagnostics.SuiteCalledOtherwise(suite, release));
    }

    private PlanRoot? Published(AptSuite suite) => published.FirstOrDefault(r => r.Path == suite.Directory);
}
