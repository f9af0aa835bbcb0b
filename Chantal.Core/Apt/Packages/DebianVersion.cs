namespace Chantal.Apt.Packages;

/// <summary>The order of Debian versions, <c>[epoch:]upstream[-revision]</c> (Debian Policy §5.6.12).</summary>
internal static class DebianVersion
{
    /// <summary>Less than, equal to or greater than zero, as the first version is earlier, the same or later.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Split(left, out var leftEpoch, out var leftUpstream, out var leftRevision);
        Split(right, out var rightEpoch, out var rightUpstream, out var rightRevision);
        var order = CompareParts(leftEpoch, rightEpoch);
        order = order != 0 ? order : CompareParts(leftUpstream, rightUpstream);
        return order != 0 ? order : CompareParts(leftRevision, rightRevision);
    }

    // The epoch ends at the first colon, the revision begins after the last hyphen.
    private static void Split(ReadOnlySpan<byte> version, out ReadOnlySpan<byte> epoch, out ReadOnlySpan<byte> upstream, out ReadOnlySpan<byte> revision)
    {
        var colon = version.IndexOf((byte)':');
        epoch = colon < 0 ? [] : version[..colon];
        upstream = version[(colon + 1)..];
        var hyphen = upstream.LastIndexOf((byte)'-');
        revision = hyphen < 0 ? [] : upstream[(hyphen + 1)..];
        upstream = hyphen < 0 ? upstream : upstream[..hyphen];
    }

    // Runs of non-digits and runs of digits in turn; an absent run of digits counts as zero.
    private static int CompareParts(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        while (!left.IsEmpty || !right.IsEmpty)
        {
            var order = CompareText(ref left, ref right);
            order = order != 0 ? order : CompareNumber(ref left, ref right);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int CompareText(ref ReadOnlySpan<byte> left, ref ReadOnlySpan<byte> right)
    {
        while (Weight(left) is var a && Weight(right) is var b && (a != 0 || b != 0))
        {
            if (a != b)
            {
                return a.CompareTo(b);
            }

            left = left[1..];
            right = right[1..];
        }

        return 0;
    }

    private static int CompareNumber(ref ReadOnlySpan<byte> left, ref ReadOnlySpan<byte> right)
    {
        var a = TakeDigits(ref left);
        var b = TakeDigits(ref right);
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
    }

    // Without leading zeros, so that the longer number is the larger.
    private static ReadOnlySpan<byte> TakeDigits(ref ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        length = length < 0 ? text.Length : length;
        var digits = text[..length].TrimStart((byte)'0');
        text = text[length..];
        return digits;
    }

    // A tilde sorts before the end, the end before letters, letters before everything else.
    private static int Weight(ReadOnlySpan<byte> text) =>
        text.IsEmpty || char.IsAsciiDigit((char)text[0]) ? 0
        : text[0] == (byte)'~' ? -1
        : char.IsAsciiLetter((char)text[0]) ? text[0]
        : text[0] + 256;
}
