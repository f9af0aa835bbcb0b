using System.Runtime.CompilerServices;
using System.Text;

namespace Chantal.Content;

/// <summary>What <see cref="XmlSlice"/> stands at.</summary>
internal enum XmlToken
{
    /// <summary>Behind the end.</summary>
    None,

    /// <summary>A start tag; an empty element has one too, and an end.</summary>
    Start,

    /// <summary>An end tag.</summary>
    End,

    /// <summary>Text between tags.</summary>
    Text,
}

/// <summary>
/// Reads one XML element forwards, without copying: a repository has tens of thousands, and of each a few words are wanted.
/// What is not well-formed throws a <see cref="FormatException"/>: tags that do not pair, references other than XML's own
/// five and to characters, anything declared.
/// </summary>
internal ref struct XmlSlice
{
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> _text;
    private Names _open;
    private int _depth;
    private int _at;
    private bool _endPending;
    private ReadOnlySpan<byte> _attributes;

    public XmlSlice(ReadOnlySpan<byte> element) => _text = element;

    /// <summary>The start or end tag's name, with its prefix.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The text, as it stands there; <see cref="Decode"/> reads it.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>How many elements are open, the current one included.</summary>
    public readonly int Depth => _depth;

    /// <summary>Goes on to the next tag or text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public XmlToken Read()
    {
        if (_endPending)
        {
            _endPending = false;
            _depth--;
            return XmlToken.End;
        }

        while (_at < _text.Length)
        {
            if (_text[_at] != '<')
            {
                var next = _text[_at..].IndexOf((byte)'<');
                var length = next < 0 ? _text.Length - _at : next;
                Text = _text.Slice(_at, length);
                _at += length;
                if (_depth > 0)
                {
                    return XmlToken.Text;
                }
            }
            else if (_text[_at..].StartsWith("<!--"u8))
            {
                _at += Require(_text[_at..].IndexOf("-->"u8)) + 3;
            }
            else if (_text[_at..].StartsWith("<?"u8))
            {
                _at += Require(_text[_at..].IndexOf("?>"u8)) + 2;
            }
            else if (_text[_at..].StartsWith("<![CDATA["u8))
            {
                // Prose at most; nothing that is wanted is written so.
                _at += Require(_text[_at..].IndexOf("]]>"u8)) + 3;
            }
            else if (_text[_at..].StartsWith("<!"u8))
            {
                throw new FormatException("it has a declaration");
            }
            else
            {
                return _text[_at..].StartsWith("</"u8) ? ReadEnd() : ReadStart();
            }
        }

        return _depth == 0 ? XmlToken.None : throw new FormatException("an element does not end");
    }

    /// <summary>The value of the current start tag's attribute, as it stands there; empty if it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> name)
    {
        var rest = _attributes;
        while (true)
        {
            rest = XmlSpace.TrimStart(rest);
            var equals = rest.IndexOf((byte)'=');
            if (equals < 0)
            {
                return rest.IsEmpty ? [] : throw new FormatException("an attribute has no value");
            }

            var key = XmlSpace.TrimEnd(rest[..equals]);
            rest = XmlSpace.TrimStart(rest[(equals + 1)..]);
            if (rest.IsEmpty || rest[0] is not ((byte)'"' or (byte)'\''))
            {
                throw new FormatException("an attribute's value is not quoted");
            }

            var length = Require(rest[1..].IndexOf(rest[0]));
            if (key.SequenceEqual(name))
            {
                return rest.Slice(1, length);
            }

            rest = rest[(length + 2)..];
        }
    }

    /// <summary>Text or an attribute's value with its references resolved (XML 1.0 §4.1, §4.6).</summary>
    public static string Decode(ReadOnlySpan<byte> raw)
    {
        if (raw.IndexOf((byte)'&') < 0)
        {
            return Encoding.UTF8.GetString(raw);
        }

        var text = new StringBuilder();
        for (int at; (at = raw.IndexOf((byte)'&')) >= 0;)
        {
            text.Append(Encoding.UTF8.GetString(raw[..at]));
            var end = raw[at..].IndexOf((byte)';');
            if (end is < 0 or > 12)
            {
                throw new FormatException("a reference does not end");
            }

            text.Append(Resolve(Encoding.UTF8.GetString(raw.Slice(at + 1, end - 1))));
            raw = raw[(at + end + 1)..];
        }

        return text.Append(Encoding.UTF8.GetString(raw)).ToString();
    }

    private static string Resolve(string reference) => reference switch
    {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        ['#', 'x', .. var hex] when int.TryParse(hex, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code) && Rune.IsValid(code) => new Rune(code).ToString(),
        ['#', .. var digits] when int.TryParse(digits, System.Globalization.NumberStyles.None, null, out var code) && Rune.IsValid(code) => new Rune(code).ToString(),
        _ => throw new FormatException($"it refers to '&{reference};'"),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private XmlToken ReadStart()
    {
        var length = TagLength(_text[_at..]);
        var tag = _text.Slice(_at + 1, length - 2);
        _at += length;
        _endPending = tag.EndsWith((byte)'/');
        tag = _endPending ? tag[..^1] : tag;
        var end = tag.IndexOfAny(" \t\r\n"u8);
        Name = end < 0 ? tag : tag[..end];
        _attributes = end < 0 ? [] : tag[end..];
        if (Name.IsEmpty || _depth == MaxDepth)
        {
            throw new FormatException(Name.IsEmpty ? "a tag has no name" : "elements are nested too deep");
        }

        _open[_depth++] = (_at - length + 1, Name.Length);
        return XmlToken.Start;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private XmlToken ReadEnd()
    {
        var length = Require(_text[_at..].IndexOf((byte)'>')) + 1;
        Name = XmlSpace.TrimEnd(_text.Slice(_at + 2, length - 3));
        _at += length;
        if (_depth == 0 || !_text.Slice(_open[_depth - 1].Start, _open[_depth - 1].Length).SequenceEqual(Name))
        {
            throw new FormatException("tags do not pair");
        }

        _depth--;
        return XmlToken.End;
    }

    // Up to the first '>' that stands in no attribute's value.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int TagLength(ReadOnlySpan<byte> text)
    {
        var from = 0;
        while (true)
        {
            var at = from + Require(text[from..].IndexOfAny((byte)'"', (byte)'\'', (byte)'>'));
            if (text[at] == '>')
            {
                return at + 1;
            }

            from = at + 2 + Require(text[(at + 1)..].IndexOf(text[at]));
        }
    }

    private static int Require(int index) => index >= 0 ? index : throw new FormatException("a tag does not end");

    [InlineArray(MaxDepth)]
    private struct Names
    {
        private (int Start, int Length) _first;
    }
}
