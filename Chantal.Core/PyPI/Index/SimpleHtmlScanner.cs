using System.Buffers;
using System.Net;

namespace Chantal.PyPI.Index;

/// <summary>
/// Finds the tags of an HTML page that matter to an index, as forgiving as browsers are: comments, scripts and quotes are
/// told apart, whatever else is wrong is passed over. It goes forward only, so that its time is linear in the page's length.
/// </summary>
/// <param name="page">The page.</param>
internal ref struct SimpleHtmlScanner(ReadOnlySpan<char> page)
{
    private static readonly string[] Kept = ["a", "base", "meta"];

    // What stands in these is text, whatever it looks like, up to the end tag of the same name.
    private static readonly string[] Raw = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\f");
    private static readonly SearchValues<char> Gaps = SearchValues.Create(" \t\r\n\f/");
    private static readonly SearchValues<char> TagEnds = SearchValues.Create(" \t\r\n\f/>");
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n\f/>=");
    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(" \t\r\n\f>");

    private readonly ReadOnlySpan<char> _page = page;
    private int _at;

    /// <summary>The tag's name: <c>a</c>, <c>base</c> or <c>meta</c>; null on a comment.</summary>
    public string? Tag { get; private set; }

    /// <summary>The tag's attributes by their names in lower case, decoded; one without a value has the empty one.</summary>
    public Dictionary<string, string> Attributes { get; private set; } = [];

    /// <summary>What stands in a comment.</summary>
    public ReadOnlySpan<char> Comment { get; private set; }

    /// <summary>Goes to the next of the tags that matter, or comment; false at the end.</summary>
    public bool Read()
    {
        while (_page[_at..].IndexOf('<') is var next && next >= 0)
        {
            _at += next + 1;
            if (Rest.StartsWith("!--"))
            {
                ReadComment();
                return true;
            }

            if (Rest.IsEmpty || Rest[0] is '!' or '?' or '/')
            {
                Skip(Rest.IndexOf('>'), 1);
            }
            else if (char.IsAsciiLetter(Rest[0]) && ReadTag())
            {
                return true;
            }
        }

        _at = _page.Length;
        return false;
    }

    private readonly ReadOnlySpan<char> Rest => _page[_at..];

    private void ReadComment()
    {
        Tag = null;
        _at += 3;

        // "<!-->" and "<!--->" are whole comments.
        var end = Rest is ['>', ..] or ['-', '>', ..] ? 0 : Rest.IndexOf("--");
        while (end >= 0 && end + 2 < Rest.Length && Rest[end] == '-' && Rest[end + 1] == '-' && Rest[end + 2] != '>' && !Rest[(end + 2)..].StartsWith("!>"))
        {
            var more = Rest[(end + 1)..].IndexOf("--");
            end = more < 0 ? -1 : end + 1 + more;
        }

        Comment = end < 0 ? Rest : Rest[..end];
        _at = end < 0 ? _page.Length : _at + end;
        Skip(Rest.IndexOf('>'), 1);
    }

    // True for a tag that matters; the place is behind the tag in any case.
    private bool ReadTag()
    {
        var length = Rest.IndexOfAny(TagEnds);
        var name = length < 0 ? Rest : Rest[..length];
        _at += name.Length;
        var tag = Find(Kept, name);
        var raw = Find(Raw, name);
        var attributes = tag is null ? null : new Dictionary<string, string>(StringComparer.Ordinal);
        while (ReadAttribute(attributes))
        {
        }

        if (raw is not null)
        {
            SkipRaw(raw);
        }

        if (tag is null)
        {
            return false;
        }

        (Tag, Attributes) = (tag, attributes!);
        return true;
    }

    // False at the tag's end.
    private bool ReadAttribute(Dictionary<string, string>? attributes)
    {
        Skip(Rest.IndexOfAnyExcept(Gaps), 0);
        if (Rest.IsEmpty || Rest[0] == '>')
        {
            _at = Math.Min(_at + 1, _page.Length);
            return false;
        }

        // A '=' in front belongs to the name, as browsers have it.
        var length = Rest[1..].IndexOfAny(NameEnds);
        var name = length < 0 ? Rest : Rest[..(length + 1)];
        _at += name.Length;
        var value = default(ReadOnlySpan<char>);
        var gap = Rest.IndexOfAnyExcept(Blanks);
        if (gap >= 0 && Rest[gap] == '=')
        {
            _at += gap + 1;
            Skip(Rest.IndexOfAnyExcept(Blanks), 0);
            value = ReadValue();
        }

        _ = attributes?.TryAdd(name.ToString().ToLowerInvariant(), WebUtility.HtmlDecode(value.ToString()));
        return true;
    }

    private ReadOnlySpan<char> ReadValue()
    {
        if (Rest is ['"' or '\'', ..])
        {
            var quote = Rest[0];
            _at++;
            var quoted = Rest.IndexOf(quote) is var end && end < 0 ? Rest : Rest[..end];
            _at = Math.Min(_at + quoted.Length + 1, _page.Length);
            return quoted;
        }

        var bare = Rest.IndexOfAny(ValueEnds) is var stop && stop < 0 ? Rest : Rest[..stop];
        _at += bare.Length;
        return bare;
    }

    private void SkipRaw(string name)
    {
        while (Rest.IndexOf("</") is var end && end >= 0)
        {
            _at += end + 2;
            if (Rest.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (Rest.Length == name.Length || TagEnds.Contains(Rest[name.Length])))
            {
                Skip(Rest.IndexOf('>'), 1);
                return;
            }
        }

        _at = _page.Length;
    }

    // Forward to what was found, or to the end where it was not.
    private void Skip(int found, int beyond) => _at = found < 0 ? _page.Length : _at + found + beyond;

    private static string? Find(string[] names, ReadOnlySpan<char> name)
    {
        foreach (var known in names)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }
        }

        return null;
    }
}
