using System.Globalization;
using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Definitions;

/// <summary>Reads the values of a definition's properties; one that cannot be used throws <see cref="DiagnosticCodes.InvalidProperty"/>.</summary>
internal static class PropertyValue
{
    /// <summary>A duration: a number with <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c> (<c>90s</c>, <c>3d</c>), or 0.</summary>
    public static TimeSpan Duration(string property, string value) => TryDuration(value) ?? throw DefinitionDiagnostics.Invalid(property, value, DurationForm);

    /// <summary>How a duration looks.</summary>
    internal const string DurationForm = "a number with s, m, h or d, such as 90s or 3d";

    /// <summary>A duration; null if the text is not one.</summary>
    internal static TimeSpan? TryDuration(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = value.Trim();
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        var unit = text.Length > 1 ? text[^1] : '\0';
        double seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        return seconds > 0 && uint.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number * seconds < TimeSpan.MaxValue.TotalSeconds / 2
            ? TimeSpan.FromSeconds(number * seconds)
            : null;
    }

    /// <summary>A whole number within bounds.</summary>
    public static int Number(string property, string value, int least, int most) => TryNumber(value, least, most) ?? throw DefinitionDiagnostics.Invalid(property, value, NumberForm(least, most));

    /// <summary>How a number looks.</summary>
    internal static string NumberForm(int least, int most) => $"a whole number from {least} to {most}";

    /// <summary>A whole number; null if the text is not one, or it is out of bounds.</summary>
    internal static int? TryNumber(string? value, int least, int most) =>
        int.TryParse(value?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    /// <summary>Bytes, with an optional <c>K</c>, <c>M</c> or <c>G</c> for powers of 1024 (<c>10M</c>, <c>1.5G</c>).</summary>
    /// <param name="property">The property.</param>
    /// <param name="value">What it says.</param>
    /// <param name="possible">What it could say.</param>
    public static long Bytes(string property, string value, string possible) =>
        Quantity.TryParseBytes(value, out var bytes) ? bytes : throw DefinitionDiagnostics.Invalid(property, value, possible);

    /// <summary>A part of a whole, in percent (<c>10%</c>, <c>2.5%</c>), or a number.</summary>
    public static Limit Limit(string property, string value) =>
        Text.Limit.TryParse(value) ?? throw DefinitionDiagnostics.Invalid(property, value, "a share such as 10%, or a number");

    /// <summary>A part of a whole, in percent, and more than none of it; empty is all of it.</summary>
    /// <returns>More than 0, at most 1.</returns>
    public static double Share(string property, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Trim().Length == 0 ? 1
            : Text.Percentage.TryParse(value) is { Value: > 0 } share ? share.Value / 100
            : throw DefinitionDiagnostics.Invalid(property, value, "a part in percent, such as 10%");
    }

    /// <summary><c>true</c> or <c>false</c>; empty is the default.</summary>
    public static bool Flag(string property, string? value, bool otherwise = false) => value?.Trim().ToLowerInvariant() switch
    {
        null or "" => otherwise,
        "true" => true,
        "false" => false,
        _ => throw DefinitionDiagnostics.Invalid(property, value, "true or false"),
    };

    /// <summary>One of an enumeration's names, in any case.</summary>
    public static T Choice<T>(string property, string value)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(n => n.Equals(value?.Trim(), StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<T>(name)
            : throw DefinitionDiagnostics.Invalid(property, value, string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant())));

    /// <summary>The mode of directories, such as <c>0755</c>: an octal number of three or four digits, which lets the owner read, write and enter.</summary>
    public static UnixFileMode FileMode(string property, string value)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var text = value.Trim();
        return text.Length is 3 or 4 && text.All(c => c is >= '0' and <= '7') && (UnixFileMode)Convert.ToInt32(text, 8) is var mode && mode.HasFlag(Owner)
            ? mode
            : throw DefinitionDiagnostics.Invalid(property, value, "an octal mode of directories that their owner can use, such as 0755 or 0750");
    }
}
