using Chantal.Plans;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>Something that a person should look at.</summary>
/// <param name="IsBad">Whether something is broken, and not only going to be.</param>
/// <param name="Subject">The mirror, or what else it is about.</param>
/// <param name="State">How it is, in a word.</param>
/// <param name="Reason">Why.</param>
/// <param name="Anchor">The place on the page that says more.</param>
internal sealed record Worry(bool IsBad, string Subject, string State, string Reason, string Anchor)
{
    private const double SoonFull = 14;
    private const double AlmostFull = 3;
    private static readonly TimeSpan SoonInvalid = TimeSpan.FromDays(2);

    /// <summary>Whether the reason is a message of the mirror's last sync.</summary>
    public bool IsMessage { get; init; }

    /// <summary>What there is to worry about, the worst first.</summary>
    public static IReadOnlyList<Worry> Of(EstateReport report) =>
        [.. report.WorstFirst.SelectMany(m => Of(report, m)).Concat(OfDisk(report)).Concat(report.Shown.SelectMany(s => OfChannel(report, s))).OrderByDescending(w => w.IsBad)];

    private static IEnumerable<Worry> Of(EstateReport report, MirrorReport mirror)
    {
        var anchor = report.AnchorOf(mirror);
        if (mirror.Freshness != Freshness.Fresh)
        {
            yield return new Worry(mirror.Freshness == Freshness.Failing, mirror.Name, Words.Of(mirror.Freshness).Word, Why(report, mirror), anchor) { IsMessage = mirror.Freshness == Freshness.Failing };
        }

        if (mirror.Verification is { Findings: > 0 } verification)
        {
            yield return new Worry(true, mirror.Name, "damaged", $"{Words.Count(verification.Findings, "fault")} found by the verification of {Words.Minute(verification.Ended)}. Run Verify with Repair=true.", anchor);
        }

        if (mirror.Roots.Where(r => r.ValidUntil - report.Made < SoonInvalid).MinBy(r => r.ValidUntil) is { } root)
        {
            yield return OfValidity(report, mirror, root, anchor);
        }

        if (mirror.Freshness == Freshness.Fresh && mirror.Runs is [{ WarningCount: > 0 } run, ..])
        {
            yield return new Worry(false, mirror.Name, Words.Count(run.WarningCount, "warning"), run.Warnings is [var first, ..] ? Words.Clip($"{first.Code}: {first.Message}") : "The build's log has them.", anchor) { IsMessage = true };
        }
    }

    private static Worry OfValidity(EstateReport report, MirrorReport mirror, PlanRoot root, string anchor)
    {
        var left = root.ValidUntil!.Value.UtcDateTime - report.Made;
        return left > TimeSpan.Zero
            ? new Worry(false, mirror.Name, "expires soon", $"{root.Path} is only valid for {Quantity.Duration(left)} more. Clients refuse it then, unless upstream renews it and a sync brings that.", anchor)
            : new Worry(true, mirror.Name, "expired", $"{root.Path} was valid until {Words.Minute(root.ValidUntil.Value.UtcDateTime)}: clients refuse it.", anchor);
    }

    // Hosts may have Check-Valid-Until: no, so this is never bad.
    private static IEnumerable<Worry> OfChannel(EstateReport report, ShownState shown)
    {
        if (shown.FirstToEnd is { ValidUntil: { } until } root && until.UtcDateTime - report.Made is var left && left < ShownState.Soon)
        {
            var end = left > TimeSpan.Zero ? $"is only valid for {Quantity.Duration(left)} more" : $"was valid until {Words.Minute(until.UtcDateTime)}";
            yield return new Worry(
                false, shown.Channel, left > TimeSpan.Zero ? "expires soon" : "expired", $"{root.Path} of {shown.Mirror} in {shown.Snapshot} {end}. Promote a newer snapshot, or set Check-Valid-Until: no in the sources of hosts.", "snapshots");
        }
    }

    private static IEnumerable<Worry> OfDisk(EstateReport report)
    {
        if (report.Disk is { } disk && report.Growth?.DaysUntilFull(disk) is < SoonFull and var days)
        {
            yield return new Worry(days < AlmostFull, "disk", "filling up", $"{Quantity.Bytes(disk.Free)} are free, and the store grows by {Quantity.Bytes((long)report.Growth.BytesPerDay)} a day: full in {Words.Days(days)}.", "growth");
        }
    }

    private static string Why(EstateReport report, MirrorReport mirror) => mirror.Freshness switch
    {
        Freshness.Failing => mirror.Runs[0].Errors is [var first, ..] ? Words.Clip($"{first.Code}: {first.Message}") : $"The last sync {Words.Of(mirror.Runs[0].Outcome).Word}; the build's log says why.",
        Freshness.Stale => $"No sync has succeeded for {Quantity.Duration(report.Made - mirror.LastSuccess!.Value)}, and none has failed: look at what starts the syncs.",
        _ => "No sync has succeeded yet.",
    };
}
