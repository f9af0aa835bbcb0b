using System.Globalization;
using Chantal.Runs;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>What a report calls things: a mark beside each word, so that nothing is said by colour alone.</summary>
internal static class Words
{
    /// <summary>A state's or outcome's mark, word and class in the style sheet.</summary>
    internal readonly record struct Badge(string Mark, string Word, string Class);

    public static Badge Of(Freshness freshness) => freshness switch
    {
        Freshness.Fresh => new Badge("✓", "fresh", "good"),
        Freshness.Stale => new Badge("!", "stale", "warn"),
        Freshness.Failing => new Badge("✗", "failing", "bad"),
        _ => new Badge("–", "never synced", "none"),
    };

    public static Badge Of(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => new Badge("✓", "succeeded", "good"),
        RunOutcome.Interrupted => new Badge("!", "interrupted", "warn"),
        _ => new Badge("✗", "failed", "bad"),
    };

    public static void Write(HtmlWriter html, Badge badge)
    {
        using var open = html.Open("span", ("class", "badge " + badge.Class));
        html.Element("span", badge.Mark, ("aria-hidden", "true")).Text(" " + badge.Word);
    }

    /// <summary>A time, for people and for programs.</summary>
    public static void Time(HtmlWriter html, DateTime time) =>
        html.Element("time", Minute(time), ("datetime", time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));

    public static string Minute(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary><c>just now</c>, <c>5 minutes ago</c>, <c>3 hours ago</c>, <c>12 days ago</c>.</summary>
    public static string Ago(TimeSpan age) => age.TotalMinutes switch
    {
        < 1 => "just now",
        < 60 => Count((long)age.TotalMinutes, "minute") + " ago",
        < 48 * 60 => Count((long)age.TotalHours, "hour") + " ago",
        _ => Count((long)age.TotalDays, "day") + " ago",
    };

    /// <summary><c>less than a day</c>, <c>1 day</c>, <c>12 days</c>, <c>3 years</c>.</summary>
    public static string Days(double days) => days switch
    {
        < 1 => "less than a day",
        < 1000 => Count((long)days, "day"),
        _ => $"{Number((long)(days / 365))} years",
    };

    /// <summary>Bytes that came or went: <c>+1.0 KiB</c>, <c>−3 B</c>, <c>0 B</c>.</summary>
    public static string Signed(long bytes) => bytes switch { > 0 => "+" + Quantity.Bytes(bytes), < 0 => "−" + Quantity.Bytes(-bytes), _ => "0 B" };

    /// <summary>A message as far as there is room for it.</summary>
    public static string Clip(string message) => message.Length <= LongestMessage ? message : string.Concat(message.AsSpan(0, LongestMessage).TrimEnd(), "…");

    public static string Count(long number, string noun) => $"{Number(number)} {Quantity.Noun(number, noun)}";

    public static string Number(long number) => number.ToString("#,0", Grouped);

    /// <summary><c>2nd</c>, <c>3rd</c>, <c>11th</c>.</summary>
    public static string Ordinal(int number) => Number(number) + ((number % 100) is 11 or 12 or 13 ? "th" : (number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });

    /// <summary>A part of a whole as whole percents; what is more than nothing is never 0 %.</summary>
    public static string Percent(double share) => share is > 0 and < 0.005 ? "< 1 %" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    private const int LongestMessage = 220;

    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = "\u202f" };
}
