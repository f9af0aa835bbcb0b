using System.Globalization;

namespace Chantal.Apt.Release;

/// <summary>Dates of Release files: those of RFC 5322, in UTC, as <c>date -R -u</c> writes them.</summary>
internal static class ReleaseDate
{
    private static readonly string[] Formats = ["ddd, d MMM yyyy H:m:s zzz", "d MMM yyyy H:m:s zzz"];

    /// <summary>Reads a date; UTC may be written as <c>UTC</c>, <c>GMT</c>, <c>Z</c> or an offset.</summary>
    public static bool TryParse(string text, out DateTimeOffset date)
    {
        foreach (var zone in (ReadOnlySpan<string>)["UTC", "GMT", "Z"])
        {
            if (text.EndsWith(" " + zone, StringComparison.Ordinal))
            {
                text = string.Concat(text.AsSpan(0, text.Length - zone.Length), "+00:00");
                break;
            }
        }

        // RFC 5322 writes +0000, .NET reads +00:00.
        if (text.Length > 5 && text[^5] is '+' or '-' && !text.AsSpan(text.Length - 4).Contains(':'))
        {
            text = string.Concat(text.AsSpan(0, text.Length - 2), ":", text.AsSpan(text.Length - 2));
        }

        return DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite | DateTimeStyles.AdjustToUniversal, out date);
    }
}
