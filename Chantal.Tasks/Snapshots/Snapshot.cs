using Chantal.Definitions;
using Chantal.Snapshots;

namespace Chantal.Tasks;

/// <summary>Freezes the heads of mirrors under a name, all of them or none, and lets older snapshots go as the rotation says.</summary>
public sealed class Snapshot : SnapshotTask
{
    /// <summary>What the snapshot is for.</summary>
    public string Description { get; set; } = "";

    /// <summary><c>true</c>: rotation leaves it alone.</summary>
    public string Pinned { get; set; } = "";

    /// <summary><c>false</c>: only a ref is made, no tree.</summary>
    public string Publish { get; set; } = "";

    /// <summary><c>true</c>: the link <c>latest</c> shows it.</summary>
    public string UpdateLatest { get; set; } = "";

    /// <summary>How many of the newest snapshots stay; empty: rotation does not count them.</summary>
    public string KeepSnapshots { get; set; } = "";

    /// <summary>Of how many days the last one stays.</summary>
    public string KeepDaily { get; set; } = "";

    /// <summary>Of how many weeks the last one stays.</summary>
    public string KeepWeekly { get; set; } = "";

    /// <summary>Of how many months the last one stays.</summary>
    public string KeepMonthly { get; set; } = "";

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        Snapshots.Create(
            ReadMirrors(),
            new SnapshotOptions(
                RequireName(),
                Description.Length == 0 ? null : Description,
                PropertyValue.Flag("PinSnapshot", Pinned),
                PropertyValue.Flag("PublishSnapshot", Publish, otherwise: true),
                PropertyValue.Flag(nameof(UpdateLatest), UpdateLatest),
                new Rotation(Number(nameof(KeepSnapshots), KeepSnapshots), Number(nameof(KeepDaily), KeepDaily), Number(nameof(KeepWeekly), KeepWeekly), Number(nameof(KeepMonthly), KeepMonthly))),
            cancellation);
        return Task.CompletedTask;
    }

    private static int? Number(string property, string value) => value.Length == 0 ? null : PropertyValue.Number(property, value, 1, 10_000);
}
