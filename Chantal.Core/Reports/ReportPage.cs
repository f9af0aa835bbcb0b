using System.Security.Cryptography;
using System.Text;

namespace Chantal.Reports;

/// <summary>The whole page: one file without scripts, which loads nothing from anywhere.</summary>
internal static class ReportPage
{
    /// <summary>Writes the page.</summary>
    public static string Write(EstateReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var html = new HtmlWriter().Raw("<!DOCTYPE html>\n");
        using (html.Open("html", ("lang", "en")))
        {
            Head(html, report);
            using var body = html.Open("body");
            SummarySection.Write(html, report);
            using (html.Open("main"))
            {
                NightSection.Write(html, report);
                FailureSection.Write(html, report);
                ChangeSection.Write(html, report);
                HostSection.Write(html, report);
                MirrorSection.Write(html, report);
                GrowthSection.Write(html, report);
                SnapshotSection.Write(html, report);
                LeftSection.Write(html, report);
            }

            html.Element("footer", $"Made by Chantal from the files of {report.StoreRoot}. All times are UTC. Nothing here is loaded from elsewhere.");
        }

        return html.ToString();
    }

    private static void Head(HtmlWriter html, EstateReport report)
    {
        var style = Style();
        using var head = html.Open("head");
        html.Void("meta", ("charset", "utf-8"));
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Void("meta", ("name", "robots"), ("content", "noindex"));

        // Whatever a name from upstream might smuggle in, a browser runs and loads none of it.
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; base-uri 'none'; form-action 'none'"));
        html.Element("title", $"{report.Title}: mirrors, {Words.Minute(report.Made)}");
        using var open = html.Open("style");
        html.Raw(style);
    }

    private static string Style()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
