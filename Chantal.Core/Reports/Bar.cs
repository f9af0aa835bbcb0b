using System.Globalization;

namespace Chantal.Reports;

/// <summary>A bar for a share of a whole. It stands beside the number, which says the same.</summary>
internal static class Bar
{
    public static void Write(HtmlWriter html, double share)
    {
        using var svg = html.Open("svg", ("class", "bar"), ("viewBox", "0 0 100 6"), ("preserveAspectRatio", "none"), ("aria-hidden", "true"));
        html.Element("rect", "", ("class", "track"), ("width", "100"), ("height", "6"));
        html.Element("rect", "", ("class", "fill"), ("width", Math.Clamp(share * 100, 0, 100).ToString("0.##", CultureInfo.InvariantCulture)), ("height", "6"));
    }
}
