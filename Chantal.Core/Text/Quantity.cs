using System.Globalization;

namespace Chantal.Text;

/// <summary>Amounts as people read and write them.</summary>
internal static class Quantity
{
    private static readonly string[] Units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary><c>842 B</c>, <c>12.3 MiB</c>: powers of 1024, one decimal.</summary>
    public static string Bytes(long bytes)
    {
        if (Math.Abs(bytes) < 1024)
        {
            return $"{bytes} B";
        }

        double value = bytes;
        var unit = -1;

        // 1023.95 would be written as 1024.0.
        while (Math.Abs(value) >= 1023.95 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {Units[unit]}");
    }

    /// <summary><c>12.3 MiB/s</c>.</summary>
    public static string Rate(double bytesPerSecond) => Bytes((long)Math.Clamp(bytesPerSecond, 0, long.MaxValue / 2)) + "/s";

    /// <summary><c>0.4 s</c>, <c>42 s</c>, <c>3 min 05 s</c>, <c>2 h 03 min</c>, <c>3 d 04 h</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(9.95))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, duration.TotalSeconds):0.0} s");
        }

        var seconds = (long)Math.Round(duration.TotalSeconds);
        return seconds switch
        {
            < 60 => $"{seconds} s",
            < 3600 => $"{seconds / 60} min {seconds % 60:00} s",
            < 86400 => $"{seconds / 3600} h {seconds % 3600 / 60:00} min",
            _ => $"{seconds / 86400} d {seconds % 86400 / 3600:00} h",
        };
    }

    /// <summary>
    /// <c>1 file</c>, <c>2 files</c>. The noun may bring its verb along (<c>file is</c>, <c>files are</c>); the plural is given where it does not
    /// just have an s more.
    /// </summary>
    public static string Count(long number, string one, string? several = null) => $"{number} {Noun(number, one, several)}";

    /// <summary>The noun of a <see cref="Count"/>, for a number that is written in another way.</summary>
    public static string Noun(long number, string one, string? several = null) => number == 1 ? one : several ?? one + "s";

    /// <summary>
    /// Reads bytes, with an optional <c>K</c>, <c>M</c> or <c>G</c> for powers of 1024 (<c>10M</c>,
    /// <c>1.5G</c>). False for anything else, and for zero.
    /// </summary>
    public static bool TryParseBytes(string? text, out long bytes)
    {
        bytes = 0;
        var number = (text ?? "").AsSpan().Trim();
        if (number.IsEmpty)
        {
            return false;
        }

        var unit = char.ToUpperInvariant(number[^1]) switch
        {
            'K' => 1L << 10,
            'M' => 1L << 20,
            'G' => 1L << 30,
            _ => 1L,
        };
        if (!decimal.TryParse(unit == 1 ? number : number[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || value > long.MaxValue / unit)
        {
            return false;
        }

        bytes = (long)(value * unit);
        return bytes > 0;
    }
}
