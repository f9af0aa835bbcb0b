using System.Globalization;
using Chantal.Definitions;

namespace Chantal.PyPI;

/// <summary>A part of a whole.</summary>
/// <param name="Percent">0 to 100.</param>
internal readonly record struct Share(double Percent)
{
    /// <summary>Reads <c>10%</c> or <c>2.5 %</c>; anything else is an error of the property.</summary>
    public static Share Parse(string property, string text)
    {
        var number = text.Trim();
        return number.EndsWith('%')
            && double.TryParse(number[..^1], NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var percent)
            && percent <= 100
            ? new Share(percent)
            : throw PropertyValue.Invalid(property, text, "a share such as 10%");
    }

    /// <summary>Whether a part is more of a whole than this.</summary>
    public bool IsExceededBy(long part, long whole) => part * 100.0 > Percent * whole;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Percent:0.##}%");
}
