using System.Text;

namespace Chantal.Transfer.Origins;

/// <summary>Reads the words of a netrc file and makes entries of them.</summary>
internal ref struct NetrcParser
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private NetrcParser(ReadOnlySpan<char> text) => _text = text;

    /// <exception cref="FormatException">A word is unknown, or a value is missing.</exception>
    public static List<NetrcEntry> Parse(string text)
    {
        var parser = new NetrcParser(text);
        var entries = new List<NetrcEntry>();
        string? machine = null, login = null, password = null;
        var open = false;
        while (parser.Keyword() is { } word)
        {
            switch (word)
            {
                case "machine" or "default":
                    Close();
                    open = true;
                    machine = word == "default" ? null : parser.Value(word);
                    break;
                case "login":
                    login = parser.Value(word);
                    break;
                case "password":
                    password = parser.Value(word);
                    break;
                case "account":
                    parser.Value(word);
                    break;
                case "macdef":
                    parser.SkipMacro();
                    break;
                default:
                    // Not shown: in a file out of step the word may well be a password.
                    throw new FormatException($"line {parser.Line} has a word other than machine, default, login, password, account and macdef.");
            }
        }

        Close();
        return entries;

        void Close()
        {
            if (open)
            {
                entries.Add(machine is null
                    ? new NetrcEntry(null, null, null, "/", login ?? "", password ?? "")
                    : NetrcEntry.For(machine, login ?? "", password ?? ""));
            }

            login = password = null;
        }
    }

    private readonly int Line => _text[.._at].Count('\n') + 1;

    // A '#' begins a comment only where a keyword may stand: passwords have it too.
    private string? Keyword()
    {
        while (true)
        {
            SkipSpace();
            if (_at >= _text.Length)
            {
                return null;
            }

            if (_text[_at] != '#')
            {
                return Word();
            }

            SkipLine();
        }
    }

    private string Value(string of)
    {
        SkipSpace();
        if (_at >= _text.Length)
        {
            throw new FormatException($"line {Line} ends after '{of}'.");
        }

        return _text[_at] == '"' ? Quoted() : Word();
    }

    private string Word()
    {
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _text[start.._at].ToString();
    }

    private string Quoted()
    {
        var line = Line;
        var value = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c == '"')
            {
                _at++;
                return value.ToString();
            }

            if (c == '\\' && _at + 1 < _text.Length)
            {
                c = _text[++_at] switch
                {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    var other => other,
                };
            }

            value.Append(c);
        }

        throw new FormatException($"the quote on line {line} is not closed.");
    }

    // A macro ends at an empty line.
    private void SkipMacro()
    {
        SkipLine();
        while (_at < _text.Length)
        {
            var start = _at;
            SkipLine();
            if (_text[start.._at].Trim().IsEmpty)
            {
                return;
            }
        }
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private void SkipLine()
    {
        var end = _text[_at..].IndexOf('\n');
        _at = end < 0 ? _text.Length : _at + end + 1;
    }
}
