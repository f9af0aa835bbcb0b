using Chantal.Apk.Index;
using Chantal.Repositories;

namespace Chantal.Apk;

/// <summary>Judges whether an index is older than the published one: signatures alone would let an old one pass.</summary>
/// <param name="now">This machine's time.</param>
/// <param name="previousDates">Dates of the indices that are published, by <see cref="ApkRepository.Directory"/>.</param>
internal sealed class IndexFreshness(DateTimeOffset now, IReadOnlyDictionary<string, DateTimeOffset> previousDates)
{
    /// <summary>When an index was made: what it says itself, or else when the newest of its packages was built.</summary>
    public static DateTimeOffset? DateOf(IndexDocument index) => index.Modified ?? index.Records().Max(r => r.Built);

    /// <summary>The index as one that is older than the published one; null if it is not.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="date">The index's date, if it has one.</param>
    /// <param name="digest">SHA-256 of the index.</param>
    public OlderRoot? Older(ApkRepository repository, DateTimeOffset? date, string digest) =>

        // A date far ahead would keep every later state out.
        previousDates.TryGetValue(repository.Directory, out var previous) && previous <= now.AddDays(1) && (date is null || date < previous)
            ? new OlderRoot($"the index of '{repository.Directory}'", repository.Directory, digest, date, previous)
            : null;
}
