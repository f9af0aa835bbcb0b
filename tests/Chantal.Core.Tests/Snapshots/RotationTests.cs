using System.Globalization;
using Chantal.Snapshots;
using Chantal.Store;

namespace Chantal.Core.Tests.Snapshots;

[TestClass]
public sealed class RotationTests
{
    // Every day of a hundred, at noon and in the evening; the hundredth is 10 April 2025.
    private static readonly List<SnapshotEntry> Days =
    [
        .. Enumerable.Range(0, 100).SelectMany(day => new[] { 12, 20 }.Select(hour => Entry(new DateTimeOffset(2025, 1, 1, hour, 0, 0, TimeSpan.Zero).AddDays(day)))),
    ];

    [TestMethod]
    public void Without_a_number_all_stay() => Assert.IsEmpty(new Rotation(null, null, null, null).Expired(Days));

    [TestMethod]
    public void The_newest_stay() => Kept(new Rotation(3, null, null, null), "04-09 20", "04-10 12", "04-10 20");

    [TestMethod]
    public void The_last_of_each_day_week_and_month_stays()
    {
        Kept(new Rotation(null, 2, null, null), "04-09 20", "04-10 20");
        Kept(new Rotation(null, null, 3, null), "03-30 20", "04-06 20", "04-10 20");
        Kept(new Rotation(null, null, null, 9), "01-31 20", "02-28 20", "03-31 20", "04-10 20");
        Kept(new Rotation(1, 2, 2, 2), "03-31 20", "04-06 20", "04-09 20", "04-10 20");
    }

    [TestMethod]
    public void What_is_pinned_stays_and_does_not_count()
    {
        var pinned = Days.Select((d, at) => at % 2 == 0 ? d : d with { Ref = d.Ref with { IsPinned = true } }).ToList();
        var expired = new Rotation(1, null, null, null).Expired(pinned);

        Assert.HasCount(99, expired);
        Assert.IsFalse(expired.Any(e => e.Ref.IsPinned));
    }

    private static void Kept(Rotation rotation, params string[] times) => Assert.AreSequenceEqual(
        times,
        Days.Except(rotation.Expired(Days)).Select(d => d.Ref.Time.ToString("MM-dd HH", CultureInfo.InvariantCulture)));

    private static SnapshotEntry Entry(DateTimeOffset time) =>
        new(time.ToString("yyyyMMddHH", CultureInfo.InvariantCulture), "m", new Ref { Generation = new string('a', 64), Time = time });
}
