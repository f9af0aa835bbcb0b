namespace Chantal.Files.Names;

/// <summary>
/// The order of the versions that people give to releases and files (<c>v1.2.0-rc1</c>, <c>12.9.0</c>, <c>1.1.1w</c>, <c>2024-01-15</c>): part by part, numbers by their
/// value. Words such as <c>rc</c> come before the version itself, other letters behind it. What has no digit is older than all that has.
/// </summary>
internal sealed class VersionOrder : IComparer<string>
{
    // Before the end of a version, in this order.
    private static readonly string[][] Early = [["dev", "snapshot", "nightly"], ["alpha"], ["beta"], ["pre", "preview"], ["rc"]];

    private const int End = 100;
    private const int Word = 200;
    private const int Number = 300;

    /// <summary>The order.</summary>
    public static VersionOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ReadOnlySpan<char> a = Numbered(x), b = Numbered(y);
        if (a.IsEmpty != b.IsEmpty)
        {
            return a.IsEmpty ? -1 : 1;
        }

        while (true)
        {
            ReadOnlySpan<char> left = Next(ref a), right = Next(ref b);
            if (left.IsEmpty && right.IsEmpty)
            {
                return string.CompareOrdinal(x, y);
            }

            var order = Rank(left).CompareTo(Rank(right));
            order = order != 0 ? order : Rank(left) == Number ? CompareNumbers(left, right) : Rank(left) == Word ? left.CompareTo(right, StringComparison.Ordinal) : 0;
            if (order != 0)
            {
                return order;
            }
        }
    }

    // What stands before the first digit is a name: "v", "release-".
    private static ReadOnlySpan<char> Numbered(string version) => version.AsSpan().IndexOfAnyInRange('0', '9') is >= 0 and var first ? version.AsSpan(first) : default;

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest)
    {
        while (!rest.IsEmpty && !char.IsAsciiLetterOrDigit(rest[0]))
        {
            rest = rest[1..];
        }

        var length = 0;
        while (length < rest.Length && char.IsAsciiLetterOrDigit(rest[length]) && char.IsAsciiDigit(rest[length]) == char.IsAsciiDigit(rest[0]))
        {
            length++;
        }

        var part = rest[..length];
        rest = rest[length..];
        return part;
    }

    private static int Rank(ReadOnlySpan<char> part)
    {
        if (part.IsEmpty)
        {
            return End;
        }

        if (char.IsAsciiDigit(part[0]))
        {
            return Number;
        }

        for (var i = 0; i < Early.Length; i++)
        {
            foreach (var word in Early[i])
            {
                if (part.Equals(word, StringComparison.OrdinalIgnoreCase))
                {
                    return i;
                }
            }
        }

        return Word;
    }

    // However many digits they have.
    private static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a.TrimStart('0');
        b = b.TrimStart('0');
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
    }
}
