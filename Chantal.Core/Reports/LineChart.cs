using System.Globalization;
using System.Text;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>A point of a chart: what something weighed at a time.</summary>
internal readonly record struct ChartPoint(DateTime Time, long Bytes);

/// <summary>
/// Bytes over time, as steps: a state stays until the next one. The drawing stretches with the page, so that its words are HTML
/// around it. Dashed marks are syncs that failed.
/// </summary>
internal static class LineChart
{
    private const double Width = 400;
    private const double Height = 100;

    // Wide enough for a year of nights to be a text that is shown whole.
    private const double Step = 2;

    /// <summary>Writes a figure.</summary>
    /// <param name="html">The page.</param>
    /// <param name="title">What grows.</param>
    /// <param name="points">At least two points of different times, the earliest first.</param>
    /// <param name="failures">When syncs failed.</param>
    public static void Write(HtmlWriter html, string title, IReadOnlyList<ChartPoint> points, IReadOnlyList<DateTime> failures)
    {
        var (first, last) = (points[0], points[^1]);
        var most = points.Max(p => p.Bytes);
        using var figure = html.Open("figure");
        using (html.Open("figcaption"))
        {
            html.Element("strong", title).Text(" ").Element("span", Quantity.Bytes(last.Bytes), ("class", "now"));
            html.Element("span", Story(first, last, failures.Count), ("class", "story"));
        }

        using (html.Open("svg", ("class", "chart"), ("viewBox", "0 0 400 100"), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", $"{title}: {Story(first, last, failures.Count)}")))
        {
            var steps = Steps(points, Math.Max(1, most) * 1.08);
            html.Element("path", "", ("class", "area"), ("d", $"{steps}V{Number(Height)}H0Z"));
            foreach (var failure in failures.Where(f => f >= first.Time && f <= last.Time))
            {
                var x = Number(X(failure, first.Time, last.Time));
                html.Element("path", "", ("class", "failure"), ("d", $"M{x} 0V{Number(Height)}"));
            }

            html.Element("path", "", ("class", "line"), ("d", steps));
        }

        using var axis = html.Open("div", ("class", "axis"), ("aria-hidden", "true"));
        html.Element("span", Words.Day(first.Time)).Element("span", $"0 to {Quantity.Bytes(most)}").Element("span", Words.Day(last.Time));
    }

    private static string Story(ChartPoint first, ChartPoint last, int failures)
    {
        var since = first.Bytes == last.Bytes
            ? $"unchanged since {Words.Day(first.Time)}"
            : $"{(last.Bytes > first.Bytes ? "+" : "−")}{Quantity.Bytes(Math.Abs(last.Bytes - first.Bytes))} since {Words.Day(first.Time)}";
        return failures == 0 ? since : $"{since}; {Words.Count(failures, "failed sync")} (dashed)";
    }

    private static string Steps(IReadOnlyList<ChartPoint> points, double most)
    {
        // A place has room for one step, and a state that is as large as the one before needs no step. The last one ends the line.
        var places = points.GroupBy(p => Math.Round(X(p.Time, points[0].Time, points[^1].Time) / Step)).Select(g => (X: Number(g.Key * Step), Y: Number(Height - (g.Last().Bytes / most * Height)))).ToList();
        var path = new StringBuilder($"M0 {places[0].Y}");
        for (var i = 1; i < places.Count; i++)
        {
            if (places[i].Y != places[i - 1].Y || i == places.Count - 1)
            {
                path.Append(CultureInfo.InvariantCulture, $"H{places[i].X}V{places[i].Y}");
            }
        }

        return path.ToString();
    }

    private static double X(DateTime time, DateTime first, DateTime last) => (time - first) / (last - first) * Width;

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
