namespace Chantal.Apt.Release;

/// <summary>Compares a Release with the text of an InRelease.</summary>
internal static class ReleaseText
{
    /// <summary>
    /// Whether both say the same: clear-signing loses what blanks stand at the ends of lines, the kind of the lines' ends,
    /// and the last of them (RFC 9580 §7).
    /// </summary>
    public static bool Equal(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        while (!left.IsEmpty || !right.IsEmpty)
        {
            if (!NextLine(ref left).SequenceEqual(NextLine(ref right)))
            {
                return false;
            }
        }

        return true;
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[(end + 1)..];
        return line.TrimEnd(" \t\r"u8);
    }
}
