using System.Globalization;

namespace Chantal.Snapshots;

/// <summary>Which snapshots stay when new ones are made; without any number, all do.</summary>
/// <param name="Newest">How many of the newest, or null.</param>
/// <param name="Daily">Of how many days the last one, or null.</param>
/// <param name="Weekly">Of how many weeks (ISO 8601) the last one, or null.</param>
/// <param name="Monthly">Of how many months the last one, or null.</param>
internal sealed record Rotation(int? Newest, int? Daily, int? Weekly, int? Monthly)
{
    /// <summary>Whether any snapshot may go.</summary>
    public bool Rotates => Newest is not null || Daily is not null || Weekly is not null || Monthly is not null;

    /// <summary>Those of a mirror's snapshots that go. Pinned ones stay, and do not count.</summary>
    /// <param name="snapshots">All snapshots of the mirror.</param>
    public IReadOnlyList<SnapshotEntry> Expired(IEnumerable<SnapshotEntry> snapshots)
    {
        var loose = snapshots.Where(s => !s.Ref.IsPinned).OrderByDescending(s => s.Ref.Time).ThenByDescending(s => s.Name, StringComparer.Ordinal).ToList();
        if (!Rotates)
        {
            return [];
        }

        var kept = loose.Take(Newest ?? 0)
            .Concat(LastOfEach(loose, Daily, t => t.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
            .Concat(LastOfEach(loose, Weekly, t => $"{ISOWeek.GetYear(t.UtcDateTime)}-{ISOWeek.GetWeekOfYear(t.UtcDateTime)}"))
            .Concat(LastOfEach(loose, Monthly, t => t.ToString("yyyy-MM", CultureInfo.InvariantCulture)))
            .ToHashSet();
        return loose.FindAll(s => !kept.Contains(s));
    }

    // Periods without one do not count.
    private static IEnumerable<SnapshotEntry> LastOfEach(List<SnapshotEntry> newestFirst, int? periods, Func<DateTimeOffset, string> periodOf) =>
        newestFirst.DistinctBy(s => periodOf(s.Ref.Time.ToUniversalTime())).Take(periods ?? 0);
}
