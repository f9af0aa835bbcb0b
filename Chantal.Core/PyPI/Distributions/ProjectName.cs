namespace Chantal.PyPI.Distributions;

/// <summary>Names of projects: any spelling is valid, one normal form names the project (PEP 503, PEP 508).</summary>
internal static class ProjectName
{
    /// <summary>Longest name that is looked at; the longest on PyPI has 80 characters.</summary>
    public const int MaxLength = 200;

    /// <summary>Whether the text is a project's name: ASCII letters, digits, <c>._-</c>, with a letter or digit at both ends.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Length > MaxLength || !char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1]))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !IsSeparator(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The normal form: lower case, each run of <c>._-</c> one hyphen. It says nothing of validity.</summary>
    public static string Normalize(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsNormal(name) ? name : Normalize(name.AsSpan());
    }

    /// <summary>The normal form of a part of a larger text.</summary>
    public static string Normalize(ReadOnlySpan<char> name)
    {
        Span<char> buffer = name.Length <= MaxLength ? stackalloc char[MaxLength] : new char[name.Length];
        var length = 0;
        foreach (var c in name)
        {
            if (!IsSeparator(c))
            {
                buffer[length++] = char.ToLowerInvariant(c);
            }
            else if (length == 0 || buffer[length - 1] != '-')
            {
                buffer[length++] = '-';
            }
        }

        return new string(buffer[..length]);
    }

    /// <summary>Whether two spellings name the same project.</summary>
    public static bool AreSame(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int i = 0, j = 0;
        while (i < left.Length && j < right.Length)
        {
            var separator = IsSeparator(left[i]);
            if (separator ? !IsSeparator(right[j]) : char.ToLowerInvariant(left[i]) != char.ToLowerInvariant(right[j]))
            {
                return false;
            }

            i++;
            j++;
            while (separator && i < left.Length && IsSeparator(left[i]))
            {
                i++;
            }

            while (separator && j < right.Length && IsSeparator(right[j]))
            {
                j++;
            }
        }

        return i == left.Length && j == right.Length;
    }

    private static bool IsSeparator(char c) => c is '.' or '_' or '-';

    private static bool IsNormal(string name)
    {
        var previous = '\0';
        foreach (var c in name)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9')) && (c != '-' || previous == '-'))
            {
                return false;
            }

            previous = c;
        }

        return true;
    }
}
