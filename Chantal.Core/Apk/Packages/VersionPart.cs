namespace Chantal.Apk.Packages;

/// <summary>What a part of a version is, in the order in which parts may follow one another.</summary>
internal enum VersionPartKind
{
    /// <summary>The number at the beginning.</summary>
    First,

    /// <summary>A number behind a dot.</summary>
    Number,

    /// <summary>A single letter: <c>1.0b</c>.</summary>
    Letter,

    /// <summary>A suffix: <c>_rc</c>.</summary>
    Suffix,

    /// <summary>The number of a suffix: <c>_rc2</c>.</summary>
    SuffixNumber,

    /// <summary>A commit: <c>~a1b2c3</c>.</summary>
    Commit,

    /// <summary>The revision of the package: <c>-r1</c>.</summary>
    Revision,

    /// <summary>There is nothing more.</summary>
    End,

    /// <summary>What follows is not part of a version.</summary>
    Invalid,
}

/// <summary>A part of a version.</summary>
/// <param name="kind">What it is.</param>
/// <param name="text">Its text, without what marks it.</param>
internal readonly ref struct VersionPart(VersionPartKind kind, ReadOnlySpan<char> text)
{
    // Those in front of the empty one come before the version without a suffix, the others after it.
    private static readonly string[] Suffixes = ["alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p"];

    private static readonly int None = Array.IndexOf(Suffixes, "");

    /// <summary>What it is.</summary>
    public VersionPartKind Kind { get; } = kind;

    /// <summary>Its text.</summary>
    public ReadOnlySpan<char> Text { get; } = text;

    /// <summary>Whether a version with this part comes before the same one without it.</summary>
    public bool IsBeforeRelease => Kind == VersionPartKind.Suffix && IndexOf(Text) < None;

    /// <summary>Compares with a part of the same kind.</summary>
    public int CompareTo(VersionPart other) => Kind switch
    {
        // Numbers that begin with a zero are compared as fractions are.
        VersionPartKind.Number when Text[0] == '0' || other.Text[0] == '0' => Text.SequenceCompareTo(other.Text),
        VersionPartKind.First or VersionPartKind.Number or VersionPartKind.SuffixNumber or VersionPartKind.Revision => CompareNumbers(Text.TrimStart('0'), other.Text.TrimStart('0')),
        VersionPartKind.Suffix => IndexOf(Text).CompareTo(IndexOf(other.Text)),
        _ => Text.SequenceCompareTo(other.Text),
    };

    /// <summary>Takes the next part off a version.</summary>
    /// <param name="rest">What is left of it.</param>
    /// <param name="before">The part in front; null: it is the first.</param>
    public static VersionPart Take(ref ReadOnlySpan<char> rest, VersionPartKind? before) => before is not { } kind ? TakeDigits(VersionPartKind.First, ref rest) : rest switch
    {
        [] => new VersionPart(VersionPartKind.End, []),
        ['.', ..] when kind <= VersionPartKind.Number => TakeDigits(VersionPartKind.Number, ref rest, skip: 1),
        [>= 'a' and <= 'z', ..] when kind <= VersionPartKind.Number => TakeText(VersionPartKind.Letter, ref rest, skip: 0, length: 1),
        ['_', ..] when kind <= VersionPartKind.SuffixNumber => TakeSuffix(ref rest),
        [>= '0' and <= '9', ..] when kind == VersionPartKind.Suffix => TakeDigits(VersionPartKind.SuffixNumber, ref rest),
        ['~', ..] when kind < VersionPartKind.Commit => TakeText(VersionPartKind.Commit, ref rest, skip: 1, LengthOf(rest[1..], char.IsAsciiHexDigitLower)),
        ['-', 'r', ..] when kind < VersionPartKind.Revision => TakeDigits(VersionPartKind.Revision, ref rest, skip: 2),
        _ => new VersionPart(VersionPartKind.Invalid, []),
    };

    private static VersionPart TakeSuffix(ref ReadOnlySpan<char> rest)
    {
        var length = LengthOf(rest[1..], char.IsAsciiLetterLower);
        return length > 0 && IndexOf(rest.Slice(1, length)) >= 0 ? TakeText(VersionPartKind.Suffix, ref rest, skip: 1, length) : new VersionPart(VersionPartKind.Invalid, []);
    }

    private static VersionPart TakeDigits(VersionPartKind kind, ref ReadOnlySpan<char> rest, int skip = 0) => TakeText(kind, ref rest, skip, LengthOf(rest[skip..], char.IsAsciiDigit));

    private static VersionPart TakeText(VersionPartKind kind, ref ReadOnlySpan<char> rest, int skip, int length)
    {
        var text = rest.Slice(skip, length);
        rest = rest[(skip + length)..];
        return new VersionPart(length > 0 ? kind : VersionPartKind.Invalid, text);
    }

    private static int LengthOf(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        var length = 0;
        while (length < text.Length && belongs(text[length]))
        {
            length++;
        }

        return length;
    }

    private static int CompareNumbers(ReadOnlySpan<char> one, ReadOnlySpan<char> other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : one.SequenceCompareTo(other);

    private static int IndexOf(ReadOnlySpan<char> suffix)
    {
        for (var i = 0; i < Suffixes.Length; i++)
        {
            if (suffix.SequenceEqual(Suffixes[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
