using Chantal.Repositories;

namespace Chantal.Rpm;

/// <summary>Judges whether a <c>repomd.xml</c> is the one to be believed now.</summary>
/// <param name="now">This machine's time.</param>
/// <param name="previousDates">Dates of the states that are published, by <see cref="RpmRepository.Repodata"/>.</param>
internal sealed class RepomdFreshness(DateTimeOffset now, IReadOnlyDictionary<string, DateTimeOffset> previousDates)
{
    /// <summary>
    /// The state as one that is older than the published one, null if it is not: signatures and checksums alone would let
    /// an old one pass.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="date">The state's date, if it has one.</param>
    /// <param name="digest">SHA-256 of its <c>repomd.xml</c>.</param>
    public OlderRoot? Older(RpmRepository repository, DateTimeOffset? date, string digest) =>

        // A revision far ahead is a number of another kind, or would keep every later state out.
        previousDates.TryGetValue(repository.Repodata, out var previous) && previous <= now.AddDays(1) && (date is null || date < previous)
            ? new OlderRoot($"the repomd.xml of '{repository.Name}'", repository.Path, digest, date, previous)
            : null;
}
