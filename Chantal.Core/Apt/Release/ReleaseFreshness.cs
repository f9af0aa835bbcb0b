using Chantal.Repositories;

namespace Chantal.Apt.Release;

/// <summary>Judges whether a signed Release is the one to be believed now, for the suite that was asked for.</summary>
/// <param name="now">This machine's time.</param>
/// <param name="previousDates">Dates of the Releases that the published state rests on, by <see cref="AptSuite.Directory"/>.</param>
internal sealed class ReleaseFreshness(DateTimeOffset now, IReadOnlyDictionary<string, DateTimeOffset> previousDates)
{
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    /// <summary>Throws if the Release is expired or from the future.</summary>
    public void Check(AptSuite suite, DateTimeOffset? date, DateTimeOffset? validUntil)
    {
        if (validUntil < now)
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
        previousDates.TryGetValue(suite.Directory, out var previous) && (date is null || date < previous)
            ? new OlderRoot($"the Release of '{suite.Name}'", suite.Directory, digest, date, previous)
            : null;

    /// <summary>Throws if the Release says that it belongs to another suite: somebody may have put one in the other's place.</summary>
    /// <param name="suite">The suite that was asked for.</param>
    /// <param name="release">Its Release.</param>
    /// <param name="expected">Further names that it may say.</param>
    public static void CheckSuite(AptSuite suite, ReleaseFile release, IReadOnlyList<string> expected)
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

        if (!names.Any(n => n == release.Suite || n == release.Codename))
        {
            // The codename stays when the suite moves on to the next one.
            throw ReleaseDiagnostics.ReleaseOfAnotherSuite(suite, release);
        }
    }
}
