using System.Text;

namespace Chantal.Text;

/// <summary>
/// A list of patterns and exact names, asked once for each package: exact names cost one look-up, however many there are.
/// Remembers which of them matched anything.
/// </summary>
internal sealed class NamePatterns
{
    private const int MaxNameLength = 512;

    private readonly string[] _texts;
    private readonly bool[] _matched;
    private readonly List<(NamePattern Pattern, int Index)> _patterns = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public NamePatterns(IEnumerable<string> texts)
    {
        _texts = [.. texts.Distinct(StringComparer.Ordinal)];
        _matched = new bool[_texts.Length];
        for (var i = 0; i < _texts.Length; i++)
        {
            if (NamePattern.HasWildcard(_texts[i]))
            {
                _patterns.Add((new NamePattern(_texts[i]), i));
            }
            else
            {
                _names.Add(_texts[i], i);
            }
        }

        _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether the list is empty.</summary>
    public bool IsEmpty => _texts.Length == 0;

    /// <summary>The patterns that have matched nothing so far.</summary>
    public IEnumerable<string> Unmatched => _texts.Where((_, i) => !_matched[i]);

    /// <summary>Whether any pattern matches the name.</summary>
    public bool IsMatch(ReadOnlySpan<char> name)
    {
        var any = false;
        if (_lookup.TryGetValue(name, out var index))
        {
            any = _matched[index] = true;
        }

        // Every pattern is asked, so that none is later called useless because an earlier one was enough.
        foreach (var (pattern, i) in _patterns)
        {
            if (!(any && _matched[i]) && pattern.IsMatch(name))
            {
                any = _matched[i] = true;
            }
        }

        return any;
    }

    /// <summary>The first pattern that matches a name, as it was written; null: none does.</summary>
    public string? Matching(ReadOnlySpan<char> name)
    {
        if (_lookup.TryGetValue(name, out var index))
        {
            return _texts[index];
        }

        foreach (var (pattern, i) in _patterns)
        {
            if (pattern.IsMatch(name))
            {
                return _texts[i];
            }
        }

        return null;
    }

    /// <summary>Whether any pattern matches the name in UTF-8; a name longer than any real one matches none.</summary>
    public bool IsMatch(ReadOnlySpan<byte> name)
    {
        if (IsEmpty || name.Length > MaxNameLength)
        {
            return false;
        }

        Span<char> text = stackalloc char[MaxNameLength];
        return IsMatch(text[..Encoding.UTF8.GetChars(name, text)]);
    }
}
