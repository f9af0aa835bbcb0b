using Chantal.Snapshots;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Freezes the heads of mirrors under a name, all of them or none, and lets older snapshots go as the rotation says.</summary>
[MSBuildMultiThreadableTask]
public sealed class Snapshot : SnapshotTask
{
    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        Snapshots.Create(
            ReadMirrors(),
            new SnapshotOptions(
                RequireName(),
                Values.TextOrNull("SnapshotDescription"),
                Values.Flag("PinSnapshot"),
                Values.Flag("PublishSnapshot"),
                Values.Flag("UpdateLatest"),
                new Rotation(Values.NumberOrNull("KeepSnapshots"), Values.NumberOrNull("KeepDaily"), Values.NumberOrNull("KeepWeekly"), Values.NumberOrNull("KeepMonthly"))),
            cancellation);
        return Task.CompletedTask;
    }
}
