using System.Runtime.CompilerServices;

namespace Chantal.Content;

/// <summary>
/// White space of XML (1.0 §2.3). Lists are read in the first second of a process: the runtime's own trimming of spans has to be compiled for bytes first, and is slow until
/// that was done well.
/// </summary>
internal static class XmlSpace
{
    /// <summary>Whether a byte is white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>The bytes without white space at the beginning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (start < text.Length && Is(text[start]))
        {
            start++;
        }

        return text[start..];
    }

    /// <summary>The bytes without white space at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        var end = text.Length;
        while (end > 0 && Is(text[end - 1]))
        {
            end--;
        }

        return text[..end];
    }

    /// <summary>The bytes without white space around them.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => TrimEnd(TrimStart(text));
}
