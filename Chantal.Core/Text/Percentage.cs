using System.Globalization;

namespace Chantal.Text;

/// <summary>A part of a whole.</summary>
/// <param name="Value">0 to 100.</param>
internal readonly record struct Percentage(double Value)
{
    /// <summary>Reads <c>10%</c> or <c>2.5 %</c>; null for anything else.</summary>
    public static Percentage? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var number = text.Trim();
        return number.EndsWith('%')
            && double.TryParse(number[..^1], NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var percent)
            && percent <= 100
            ? new Percentage(percent)
            : null;
    }

    /// <summary>Whether a part is more of a whole than this.</summary>
    public bool IsExceededBy(long part, long whole) => part * 100.0 > Value * whole;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:0.##}%");
}
