using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Chantal.Content;

/// <summary>
/// The beginning of a list in XML. Lists are cut into elements as they stand, in UTF-8 and with names that have no prefix, as clients read them: what
/// is written otherwise would look empty, and is refused.
/// </summary>
internal static class XmlHead
{
    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(" \t\r\n>/"u8);

    /// <summary>How many bytes tell the encoding of a document without a declaration (XML 1.0, appendix F).</summary>
    public const int MarkLength = 4;

    /// <summary>Throws if the first bytes are those of an encoding other than UTF-8.</summary>
    public static void CheckMark(ReadOnlySpan<byte> start, string name)
    {
        var encoding = start switch
        {
            [0xff, 0xfe, 0, 0, ..] or [0, 0, 0xfe, 0xff, ..] or [0, 0, 0, (byte)'<', ..] or [(byte)'<', 0, 0, 0, ..] => "UTF-32",
            [0xff, 0xfe, ..] or [0xfe, 0xff, ..] or [0, (byte)'<', ..] or [(byte)'<', 0, ..] => "UTF-16",
            [0x4c, 0x6f, 0xa7, 0x94, ..] => "EBCDIC",
            _ => null,
        };
        if (encoding is not null)
        {
            throw ContentDiagnostics.EncodingUnread(name, encoding);
        }
    }

    /// <summary>Throws if the declaration states an encoding other than UTF-8, or the root element has a prefix.</summary>
    public static void Check(ReadOnlySpan<byte> head, string name)
    {
        if (Declaration(head) is { IsEmpty: false } declaration && Attribute(declaration, "encoding"u8) is { IsEmpty: false } stated
            && Encoding.Latin1.GetString(stated) is var encoding && encoding.ToUpperInvariant() is not ("UTF-8" or "UTF8" or "US-ASCII" or "ASCII"))
        {
            throw ContentDiagnostics.EncodingUnread(name, encoding);
        }

        var root = Root(head);
        if (root.IndexOf((byte)':') is > 0 and var colon && root.IndexOfAny(NameEnds) is var end && (end < 0 || colon < end))
        {
            throw ContentDiagnostics.PrefixUnread(name, Encoding.UTF8.GetString(root[..colon]));
        }
    }

    /// <summary>A number that the root element states of the list; null if it does not.</summary>
    public static long? Number(ReadOnlySpan<byte> head, ReadOnlySpan<byte> attribute) =>
        Attribute(Root(head), attribute) is { IsEmpty: false } text && Utf8Parser.TryParse(text, out long number, out var consumed) && consumed == text.Length ? number : null;

    private static ReadOnlySpan<byte> Declaration(ReadOnlySpan<byte> head)
    {
        var start = head.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? head[3..] : head;
        return start.StartsWith("<?xml"u8) && start.IndexOf("?>"u8) is > 0 and var end ? start[..end] : [];
    }

    // The first tag that is neither a comment nor a declaration, without its '<'.
    private static ReadOnlySpan<byte> Root(ReadOnlySpan<byte> head)
    {
        while (head.IndexOf((byte)'<') is >= 0 and var at)
        {
            head = head[at..];
            var end = head.StartsWith("<!--"u8) ? head.IndexOf("-->"u8) : head.StartsWith("<?"u8) || head.StartsWith("<!"u8) ? head.IndexOf((byte)'>') : -1;
            if (end < 0)
            {
                return head[1..(head.IndexOf((byte)'>') is > 0 and var close ? close : head.Length)];
            }

            head = head[end..];
        }

        return [];
    }

    private static ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> name)
    {
        for (int at; (at = tag.IndexOf(name)) > 0; tag = tag[(at + name.Length)..])
        {
            var value = tag[(at + name.Length)..].TrimStart(" \t\r\n"u8);
            if (tag[at - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' && value.StartsWith("="u8))
            {
                value = value[1..].TrimStart(" \t\r\n"u8);
                return !value.IsEmpty && value[1..].IndexOf(value[0]) is >= 0 and var length ? value.Slice(1, length) : [];
            }
        }

        return [];
    }
}
