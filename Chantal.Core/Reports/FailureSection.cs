using Chantal.Runs;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>Why the last sync of a mirror failed, and what it warned of: where the first screen leads to.</summary>
internal static class FailureSection
{
    private const int MostMessages = 5;

    public static void Write(HtmlWriter html, EstateReport report)
    {
        var told = report.WorstFirst.Where(report.IsWorried).ToList();
        if (told.Count == 0)
        {
            return;
        }

        using var section = html.Open("section", ("id", "reasons"));
        html.Element("h2", "What is wrong");
        foreach (var mirror in told)
        {
            Write(html, report, mirror);
        }
    }

    private static void Write(HtmlWriter html, EstateReport report, MirrorReport mirror)
    {
        using var article = html.Open("article", ("id", report.AnchorOf(mirror)));
        using (html.Open("h3"))
        {
            html.Text(mirror.Name + " ");
            Words.Write(html, Words.Of(mirror.Freshness));
        }

        Facts(html, report, mirror);
        if (mirror.Runs is [var run, ..])
        {
            Messages(html, "bad", run.Errors, run.ErrorCount);
            Messages(html, "warn", run.Warnings, run.WarningCount);
            if (run.Outcome != RunOutcome.Succeeded && run.Errors.Count == 0)
            {
                html.Element("p", "Chantal itself reported no error; the build's log has it.", ("class", "empty"));
            }
        }

        // What no message of the run says.
        foreach (var worry in report.Worries.Where(w => w.Anchor == report.AnchorOf(mirror) && !w.IsMessage))
        {
            html.Element("p", worry.Reason);
        }
    }

    private static void Facts(HtmlWriter html, EstateReport report, MirrorReport mirror)
    {
        if (mirror.Runs is [var run, ..])
        {
            using var facts = html.Open("p", ("class", "facts"));
            html.Text("Last sync ");
            Words.Time(html, run.Began);
            html.Text($", {Words.Of(run.Outcome).Word} after {Quantity.Duration(run.Duration)}");
            html.Text(mirror.FailuresInARow > 1 ? $", the {Words.Ordinal(mirror.FailuresInARow)} in a row. " : ". ");
            html.Text(mirror.LastSuccess is { } success ? $"Last success {Words.Ago(report.Made - success)}" : "It has never succeeded");
            html.Text(mirror.Freshness != Freshness.Failing || mirror.Head is null ? "." : "; clients still get that state.");
        }
    }

    private static void Messages(HtmlWriter html, string kind, IReadOnlyList<RunDiagnostic> messages, long all)
    {
        if (messages.Count == 0)
        {
            return;
        }

        using var list = html.Open("ul", ("class", "messages"));
        foreach (var message in messages.Take(MostMessages))
        {
            using var item = html.Open("li");
            html.Element("code", message.Code, ("class", kind)).Text(" " + message.Message);
        }

        if (all > MostMessages)
        {
            html.Element("li", $"and {Words.Number(all - Math.Min(MostMessages, messages.Count))} more", ("class", "empty"));
        }
    }
}
