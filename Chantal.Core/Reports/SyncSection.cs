using Chantal.Runs;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>The last syncs, and why they failed.</summary>
internal static class SyncSection
{
    private const int MostSyncs = 15;
    private const int MostFailures = 10;
    private const int LongestMessage = 220;

    private readonly record struct Sync(RunReport Run, bool IsNews);

    public static void Write(HtmlWriter html, EstateReport report)
    {
        using var section = html.Open("section", ("id", "syncs"));
        html.Element("h2", "Last syncs");
        var syncs = report.Mirrors.SelectMany(m => m.Runs.Select((run, at) => new Sync(run, at + 1 == m.Runs.Count || m.Runs[at + 1].Generation != run.Generation)))
            .OrderByDescending(s => s.Run.Began).ToList();
        var failed = syncs.Where(s => s.Run.Outcome != RunOutcome.Succeeded).Take(MostFailures);
        List<Sync> shown = [.. syncs.Take(MostSyncs).Union(failed).OrderByDescending(s => s.Run.Began)];
        if (syncs.Count == 0)
        {
            html.Element("p", "No sync has left a report yet.", ("class", "empty"));
            return;
        }

        HtmlTable.Write(
            html,
            shown.Count == syncs.Count ? "The latest sync first." : $"The last {MostSyncs} syncs, and up to {MostFailures} earlier ones that failed.",
            [
                new Column<Sync>("began", (h, s) => Words.Time(h, s.Run.Began)),
                new("mirror", (h, s) => h.Element("span", s.Run.Mirror, ("class", "name"))),
                new("result", (h, s) => Words.Write(h, Words.Of(s.Run.Outcome))),
                new("took", (h, s) => h.Text(Quantity.Duration(s.Run.Duration)), IsNumber: true),
                new("fetched", (h, s) => h.Text(s.Run.FetchedFiles == 0 ? "–" : $"{Words.Count(s.Run.FetchedFiles, "file")}, {Quantity.Bytes(s.Run.FetchedBytes)}"), IsNumber: true),
                new("what came of it", WriteStory),
            ],
            shown);
    }

    private static void WriteStory(HtmlWriter html, Sync sync)
    {
        if (sync.Run.Outcome == RunOutcome.Succeeded)
        {
            if (sync.Run.Accepted is { } accepted)
            {
                html.Text($"an older state of the upstream, {accepted.State}, accepted by {accepted.By}; ");
            }

            html.Text(sync.IsNews ? "a new state, " : "nothing new").Text(sync.IsNews ? Words.Count(sync.Run.Files, "file") : "");
            if (sync.Run.WarningCount > 0)
            {
                html.Text($"; {Words.Count(sync.Run.WarningCount, "warning")} ");
                Codes(html, sync.Run.Warnings);
            }

            return;
        }

        Codes(html, sync.Run.Errors);
        if (sync.Run.Errors.Count > 0)
        {
            html.Element("span", Clip(sync.Run.Errors[0].Message), ("class", "note"));
        }
        else
        {
            html.Text("not an error of Chantal's; the build's log has it");
        }
    }

    private static string Clip(string message) => message.Length <= LongestMessage ? message : string.Concat(message.AsSpan(0, LongestMessage).TrimEnd(), "…");

    private static void Codes(HtmlWriter html, IReadOnlyList<RunDiagnostic> diagnostics)
    {
        foreach (var code in diagnostics.Select(d => d.Code).Distinct())
        {
            html.Element("code", code).Text(" ");
        }
    }
}
