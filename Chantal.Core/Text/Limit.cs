using System.Globalization;

namespace Chantal.Text;

/// <summary>How much of a whole something may be: a share of it, or a number.</summary>
/// <param name="Share">The share, or null.</param>
/// <param name="Number">The number, where there is no share.</param>
internal readonly record struct Limit(Percentage? Share, long Number)
{
    /// <summary>Reads <c>10%</c> or <c>500</c>; null for anything else.</summary>
    public static Limit? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Percentage.TryParse(text) is { } share ? new Limit(share, 0)
            : long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new Limit(null, number)
            : null;
    }

    /// <summary>Whether a part is more of a whole than this.</summary>
    public bool IsExceededBy(long part, long whole) => Share is { } share ? share.IsExceededBy(part, whole) : part > Number;

    /// <inheritdoc/>
    public override string ToString() => Share?.ToString() ?? Number.ToString(CultureInfo.InvariantCulture);
}
