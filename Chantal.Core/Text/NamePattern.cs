namespace Chantal.Text;

/// <summary>
/// A pattern over a whole name: <c>*</c> stands for any characters, <c>/</c> too, and <c>?</c> for one. Letters are
/// compared ordinally. Matching takes no longer than the product of the two lengths, whatever the pattern.
/// </summary>
/// <param name="text">The pattern.</param>
internal sealed class NamePattern(string text)
{
    /// <summary>The pattern as it was written.</summary>
    public string Text { get; } = text;

    /// <summary>Whether the text is a pattern rather than one exact name.</summary>
    public static bool HasWildcard(string text) => text.AsSpan().ContainsAny('*', '?');

    /// <summary>Whether the whole name matches.</summary>
    public bool IsMatch(ReadOnlySpan<char> name)
    {
        ReadOnlySpan<char> pattern = Text;
        int at = 0, star = -1, resume = 0, i = 0;
        while (i < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                resume = i;
            }
            else if (at < pattern.Length && (pattern[at] == '?' || pattern[at] == name[i]))
            {
                at++;
                i++;
            }
            else if (star >= 0)
            {
                // The last star takes one character more; earlier ones never need to, as the last can stand for theirs.
                at = star + 1;
                i = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (at < pattern.Length && pattern[at] == '*')
        {
            at++;
        }

        return at == pattern.Length;
    }
}
