using System.Runtime.CompilerServices;
using Chantal.Content;

namespace Chantal.Rpm.Rewriting;

/// <summary>The <c>xml:base</c> of a package's location, which sends clients elsewhere: in rewritten metadata it has no place.</summary>
internal static class LocationBase
{
    /// <summary>Writes an element without it.</summary>
    public static void WriteWithout(ReadOnlySpan<byte> element, Stream output)
    {
        while (Find(element) is { Length: > 0 } found)
        {
            output.Write(element[..found.Start]);
            element = element[(found.Start + found.Length)..];
        }

        output.Write(element);
    }

    // With the blanks before it. Text cannot look like a tag, so what begins as a location is one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int Start, int Length) Find(ReadOnlySpan<byte> element)
    {
        for (int at = 0, next; (next = element[at..].IndexOf("<location"u8)) >= 0; at += next + 1)
        {
            var tag = element[(at + next)..];
            tag = tag[..(tag.IndexOf((byte)'>') + 1)];
            var name = tag.IndexOf("xml:base"u8);
            var open = name < 0 ? -1 : tag[name..].IndexOfAny((byte)'"', (byte)'\'');
            var close = open < 0 ? -1 : tag[(name + open + 1)..].IndexOf(tag[name + open]);
            if (close >= 0)
            {
                var start = XmlSpace.TrimEnd(tag[..name]).Length;
                return (at + next + start, name + open + close + 2 - start);
            }
        }

        return default;
    }
}
