using Chantal.Diagnostics;

namespace Chantal.Apt.Release;

/// <summary>Judges whether a signed Release is the one to be believed now, for the suite that was asked for.</summary>
/// <param name="now">This machine's time.</param>
/// <param name="previousDates">Dates of the Releases that the published state rests on, by <see cref="AptSuite.Directory"/>.</param>
internal sealed class ReleaseFreshness(DateTimeOffset now, IReadOnlyDictionary<string, DateTimeOffset> previousDates)
{
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    /// <summary>Throws if the Release is expired, from the future, or older than the published one.</summary>
    public void Check(AptSuite suite, DateTimeOffset? date, DateTimeOffset? validUntil)
    {
        if (validUntil < now)
        {
            throw new MirrorException(
                DiagnosticCodes.AptReleaseExpired,
                $"The Release of '{suite.Name}' was valid until {Show(validUntil.Value)}, which has passed: the upstream is no longer updated, or somebody holds back its updates. Use another upstream, or check this machine's clock.");
        }

        if (date > now + MaxAhead)
        {
            throw new MirrorException(
                DiagnosticCodes.AptReleaseFromFuture,
                $"The Release of '{suite.Name}' says it is of {Show(date.Value)}, which is more than a day ahead. Check this machine's clock, which says {Show(now)}.");
        }

        if (previousDates.TryGetValue(suite.Directory, out var previous) && (date is null || date < previous))
        {
            throw new MirrorException(
                DiagnosticCodes.StateWentBack,
                $"The Release of '{suite.Name}' is {(date is { } value ? $"of {Show(value)}" : "without a Date")}, older than the published one of {Show(previous)}: the upstream went back, or somebody plays an old state to this mirror. Use another upstream; if the old state is wanted, remove this mirror's published state first (target Clean).");
        }
    }

    /// <summary>Throws if the Release says that it belongs to another suite: somebody may have put one in the other's place.</summary>
    public static void CheckSuite(AptSuite suite, ReleaseFile release)
    {
        if (suite.IsFlat || (release.Suite is null && release.Codename is null))
        {
            return;
        }

        // "bookworm/updates" is bookworm's, as apt sees it.
        for (var name = suite.Name; name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('/'))])
        {
            if (name == release.Suite || name == release.Codename)
            {
                return;
            }
        }

        throw new MirrorException(
            DiagnosticCodes.AptReleaseOfAnotherSuite,
            $"The Release at 'dists/{suite.Name}' says it is of the suite '{release.Suite ?? "-"}', codename '{release.Codename ?? "-"}': it belongs to another suite. Name the suite as its Release does, or report it to whoever runs the upstream.");
    }

    private static string Show(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'");
}
