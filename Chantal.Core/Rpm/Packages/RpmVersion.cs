namespace Chantal.Rpm.Packages;

/// <summary>
/// The order of versions and of releases, as rpm has it (rpm-version(7)): runs of digits are numbers, runs of letters are
/// words, digits are newer than letters, everything else only separates; <c>~</c> is older than the end, <c>^</c> is newer
/// than the end and older than anything else.
/// </summary>
internal static class RpmVersion
{
    /// <summary>Below zero if the left is older, above if it is newer.</summary>
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (true)
        {
            left = SkipSeparators(left);
            right = SkipSeparators(right);
            var (a, b) = (First(left), First(right));
            if (a == '~' || b == '~')
            {
                if (a != b)
                {
                    return a == '~' ? -1 : 1;
                }
            }
            else if (a == '^' || b == '^')
            {
                if (a != b)
                {
                    return left.IsEmpty ? -1 : right.IsEmpty ? 1 : a == '^' ? -1 : 1;
                }
            }
            else if (left.IsEmpty || right.IsEmpty)
            {
                return left.IsEmpty ? (right.IsEmpty ? 0 : -1) : 1;
            }
            else
            {
                var order = CompareRuns(ref left, ref right);
                if (order != 0)
                {
                    return order;
                }

                continue;
            }

            left = left[1..];
            right = right[1..];
        }
    }

    private static int CompareRuns(ref ReadOnlySpan<char> left, ref ReadOnlySpan<char> right)
    {
        var numeric = char.IsAsciiDigit(left[0]);
        if (numeric != char.IsAsciiDigit(right[0]))
        {
            return numeric ? 1 : -1;
        }

        var a = TakeRun(ref left, numeric);
        var b = TakeRun(ref right, numeric);
        if (numeric)
        {
            a = a.TrimStart('0');
            b = b.TrimStart('0');
            if (a.Length != b.Length)
            {
                return a.Length.CompareTo(b.Length);
            }
        }

        return Math.Sign(a.SequenceCompareTo(b));
    }

    private static ReadOnlySpan<char> TakeRun(ref ReadOnlySpan<char> text, bool numeric)
    {
        var length = 1;
        while (length < text.Length && (numeric ? char.IsAsciiDigit(text[length]) : char.IsAsciiLetter(text[length])))
        {
            length++;
        }

        var run = text[..length];
        text = text[length..];
        return run;
    }

    private static ReadOnlySpan<char> SkipSeparators(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && !char.IsAsciiLetterOrDigit(text[at]) && text[at] is not ('~' or '^'))
        {
            at++;
        }

        return text[at..];
    }

    private static char First(ReadOnlySpan<char> text) => text.IsEmpty ? '\0' : text[0];
}
