namespace Chantal.PyPI.Versions;

/// <summary>Where the parts of a version stand in its text; PEP 440's grammar with every spelling that it allows.</summary>
internal ref struct PyVersionParts
{
    private static readonly string[] StageWords = ["alpha", "beta", "preview", "pre", "rc", "a", "b", "c"];
    private static readonly string[] PostWords = ["post", "rev", "r"];
    private static readonly string[] DevWords = ["dev"];

    private ReadOnlySpan<char> _rest;

    private PyVersionParts(ReadOnlySpan<char> text)
    {
        _rest = text;
        Stage = "";
    }

    /// <summary>The epoch's digits; empty where none is stated.</summary>
    public ReadOnlySpan<char> Epoch { get; private set; }

    /// <summary>Numbers separated by dots.</summary>
    public ReadOnlySpan<char> Release { get; private set; }

    /// <summary>What comes before the final release: <c>a</c>, <c>b</c> or <c>rc</c>; empty for a version that is not one.</summary>
    public string Stage { get; private set; }

    /// <summary>The stage's number; empty means 0.</summary>
    public ReadOnlySpan<char> StageNumber { get; private set; }

    /// <summary>Whether it is a post-release.</summary>
    public bool IsPost { get; private set; }

    /// <summary>The post-release's number; empty means 0.</summary>
    public ReadOnlySpan<char> PostNumber { get; private set; }

    /// <summary>Whether it is a development release.</summary>
    public bool IsDev { get; private set; }

    /// <summary>The development release's number; empty means 0.</summary>
    public ReadOnlySpan<char> DevNumber { get; private set; }

    /// <summary>What follows the plus; empty for a public version.</summary>
    public ReadOnlySpan<char> Local { get; private set; }

    /// <summary>Whether nothing but an epoch and a release is stated.</summary>
    public readonly bool IsPlain => Stage.Length == 0 && !IsPost && !IsDev && Local.IsEmpty;

    /// <summary>How many numbers the release has.</summary>
    public readonly int ReleaseLength => Release.Count('.') + 1;

    /// <summary>Takes a version apart; false for what PEP 440 does not allow.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out PyVersionParts parts)
    {
        text = text.Trim();
        parts = new PyVersionParts(text is ['v' or 'V', ..] ? text[1..] : text);
        if (!parts.TakeRelease())
        {
            return false;
        }

        parts.TakeSuffixes();
        return parts.TakeLocal();
    }

    private bool TakeRelease()
    {
        if (Digits(_rest) is var first and > 0 && first < _rest.Length && _rest[first] == '!')
        {
            Epoch = _rest[..first];
            _rest = _rest[(first + 1)..];
        }

        var end = Digits(_rest);
        if (end == 0)
        {
            return false;
        }

        while (end < _rest.Length && _rest[end] == '.' && Digits(_rest[(end + 1)..]) is var more and > 0)
        {
            end += 1 + more;
        }

        Release = Take(end);
        return true;
    }

    private void TakeSuffixes()
    {
        if (TakeWord(StageWords) is { } stage)
        {
            Stage = stage[0] switch { 'a' => "a", 'b' => "b", _ => "rc" };
            StageNumber = Take(Digits(_rest));
        }

        // A hyphen and digits alone are a post-release too.
        if (_rest is ['-', ..] && Digits(_rest[1..]) > 0)
        {
            IsPost = true;
            _rest = _rest[1..];
            PostNumber = Take(Digits(_rest));
        }
        else if (TakeWord(PostWords) is not null)
        {
            IsPost = true;
            PostNumber = Take(Digits(_rest));
        }

        if (TakeWord(DevWords) is not null)
        {
            IsDev = true;
            DevNumber = Take(Digits(_rest));
        }
    }

    private bool TakeLocal()
    {
        if (_rest is not ['+', ..])
        {
            return _rest.IsEmpty;
        }

        Local = _rest[1..];
        _rest = [];
        var letters = 0;
        foreach (var c in Local)
        {
            if (!char.IsAsciiLetterOrDigit(c) && (letters == 0 || !IsSeparator(c)))
            {
                return false;
            }

            letters = IsSeparator(c) ? 0 : letters + 1;
        }

        return letters > 0;
    }

    // A separator may stand before a word and after it; one after it belongs to it even where no number follows.
    private string? TakeWord(string[] words)
    {
        var rest = SkipSeparator(_rest);
        foreach (var word in words)
        {
            if (rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                _rest = SkipSeparator(rest[word.Length..]);
                return word;
            }
        }

        return null;
    }

    private ReadOnlySpan<char> Take(int length)
    {
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private static ReadOnlySpan<char> SkipSeparator(ReadOnlySpan<char> text) => !text.IsEmpty && IsSeparator(text[0]) ? text[1..] : text;

    private static bool IsSeparator(char c) => c is '.' or '-' or '_';

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
