namespace Chantal.Apt;

/// <summary>A line of a checksum field: digest, size and name, separated by blanks.</summary>
internal readonly ref struct FileLine
{
    public ReadOnlySpan<byte> Digest { get; private init; }

    public ReadOnlySpan<byte> Size { get; private init; }

    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>Reads a line; false if it does not have exactly three words, the last of which may hold blanks.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out FileLine result)
    {
        var digest = NextWord(ref line);
        var size = NextWord(ref line);
        result = new FileLine { Digest = digest, Size = size, Name = line };
        return !line.IsEmpty;
    }

    private static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny(" \t"u8);
        var word = end < 0 ? line : line[..end];
        line = end < 0 ? [] : line[end..].TrimStart(" \t"u8);
        return word;
    }
}
