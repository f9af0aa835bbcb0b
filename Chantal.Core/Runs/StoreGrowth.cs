namespace Chantal.Runs;

/// <summary>How a store grew of late, by what the reports of syncs say that it holds.</summary>
/// <param name="BytesPerDay">Bytes a day on average; below zero where it shrank.</param>
/// <param name="Days">Over how many days.</param>
internal sealed record StoreGrowth(double BytesPerDay, double Days)
{
    // Long enough for a weekly burst to count once or twice, and short enough that what was added a month ago does not.
    private const double MostDays = 14;

    /// <summary>The growth over the last 14 days; null if the reports cover less than a day.</summary>
    public static StoreGrowth? Of(IEnumerable<RunReport> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var sizes = runs.Where(r => r.StoreBytes is not null).OrderBy(r => r.Ended).ToList();
        if (sizes.Count < 2)
        {
            return null;
        }

        var last = sizes[^1];
        var first = sizes.First(r => (last.Ended - r.Ended).TotalDays <= MostDays);
        var days = (last.Ended - first.Ended).TotalDays;
        return days >= 1 ? new StoreGrowth((last.StoreBytes!.Value - first.StoreBytes!.Value) / days, days) : null;
    }

    /// <summary>In how many days a disk is full if it goes on like this; null: never.</summary>
    public double? DaysUntilFull(DiskSpace disk) => BytesPerDay > 0 ? disk.Free / BytesPerDay : null;
}
