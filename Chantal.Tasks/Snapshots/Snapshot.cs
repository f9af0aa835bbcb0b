using Chantal.Repositories;
using Chantal.Snapshots;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>
/// Freezes the heads of mirrors under a name, or an earlier snapshot with some packages on top, of all mirrors or of none, and lets older snapshots go as the
/// rotation says.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class Snapshot : SnapshotTask
{
    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        var mirrors = ReadMirrors();
        if (SpeaksForAll)
        {
            new EstateClaims(Layout).Take(MirrorName, [.. mirrors.Select(m => m.Name)]);
        }

        var options = new SnapshotOptions(
            RequireName(),
            Values.TextOrNull("SnapshotDescription"),
            Values.Flag("PinSnapshot"),
            Values.Flag("PublishSnapshot"),
            Values.Flag("UpdateLatest"),
            new Rotation(Values.NumberOrNull("KeepSnapshots"), Values.NumberOrNull("KeepDaily"), Values.NumberOrNull("KeepWeekly"), Values.NumberOrNull("KeepMonthly")));
        if (HotFixOptions.Create(Values.TextOrNull("Base"), Values.TextOrNull("From"), ReadRequest()) is { } fix)
        {
            await new HotFix(Layout, Refs, Generations, () => Context.Blobs(trustsHashCache: true), Reporter) { Definition = DefinitionOf, Signer = m => () => SignerOf(m), Advisories = new FixedAdvisories(Layout, Generations).Of }
                .CreateAsync(Snapshots, mirrors, options, fix, cancellation);
        }
        else
        {
            Snapshots.Create(mirrors, options, cancellation);
        }

        await Statements.WriteSnapshotAsync(options.Name, mirrors.Select(m => m.Name), SignerOf, cancellation);
    }

    private TakeRequest ReadRequest() => new(Values.List("Take"))
    {
        Until = HotFixOptions.ReadDay(Values.TextOrNull("Until")),
        OnlySecurity = Values.ChoiceOrNull<AdvisoryKind>("Only") is not null,
        Severity = Values.ChoiceOrNull<AdvisorySeverity>("Severity"),
    };
}
