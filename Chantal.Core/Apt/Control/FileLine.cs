using System.Buffers.Text;

namespace Chantal.Apt.Control;

/// <summary>A line of a checksum field: digest, size and name, separated by blanks.</summary>
internal readonly ref struct FileLine
{
    public ReadOnlySpan<byte> Digest { get; private init; }

    public ReadOnlySpan<byte> Size { get; private init; }

    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>Reads a line; false if it does not have three words, the last of which may hold blanks.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out FileLine result)
    {
        result = default;
        var first = line.IndexOfAny(" \t"u8);
        if (first <= 0)
        {
            return false;
        }

        var rest = line[first..].TrimStart(" \t"u8);
        var second = rest.IndexOfAny(" \t"u8);
        if (second < 0)
        {
            return false;
        }

        result = new FileLine { Digest = line[..first], Size = rest[..second], Name = rest[second..].TrimStart(" \t"u8) };
        return true;
    }

    /// <summary>Reads a size in bytes: digits only.</summary>
    public static bool TryParseSize(ReadOnlySpan<byte> text, out long size) =>
        Utf8Parser.TryParse(text, out size, out var used) && used == text.Length && size >= 0;
}
