using Chantal.Diagnostics;

namespace Chantal.Rpm;

/// <summary>Judges whether a <c>repomd.xml</c> is the one to be believed now.</summary>
/// <param name="now">This machine's time.</param>
/// <param name="previousDates">Dates of the states that are published, by <see cref="RpmRepository.Repodata"/>.</param>
internal sealed class RepomdFreshness(DateTimeOffset now, IReadOnlyDictionary<string, DateTimeOffset> previousDates)
{
    /// <summary>Throws if the state is older than the published one: signatures and checksums alone would let an old one pass.</summary>
    public void Check(RpmRepository repository, DateTimeOffset? date)
    {
        // A revision far ahead is a number of another kind, or would keep every later state out.
        if (previousDates.TryGetValue(repository.Repodata, out var previous) && previous <= now.AddDays(1) && (date is null || date < previous))
        {
            throw new MirrorException(
                DiagnosticCodes.StateWentBack,
                $"The repomd.xml of '{repository.Name}' is {(date is { } value ? $"of {Show(value)}" : "without a date")}, older than the published one of {Show(previous)}: the upstream went back, or somebody plays an old state to this mirror. Use another upstream; if the old state is wanted, remove this mirror's published state first (target Clean).");
        }
    }

    private static string Show(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'");
}
