using System.Text;
using System.Text.RegularExpressions;

namespace Chantal.PyPI.Requirements;

/// <summary>The lines of a requirements file as pip sees them: joined, without comments, with environment variables filled in.</summary>
internal static partial class RequirementsFileText
{
    /// <summary>The lines that say something, each with the number of its first physical line.</summary>
    /// <param name="text">The file.</param>
    /// <param name="environment">The value of an environment variable, or null.</param>
    public static IEnumerable<(int Number, string Line)> Lines(string text, Func<string, string?> environment)
    {
        foreach (var (number, joined) in Joined(text))
        {
            var line = joined;
            if (Comment().Match(joined) is { Success: true } comment)
            {
                line = joined[..comment.Index];
            }

            line = line.Trim();
            if (line.Length > 0)
            {
                yield return (number, Variable().Replace(line, m => environment(m.Groups["name"].Value) is { Length: > 0 } value ? value : m.Value));
            }
        }
    }

    /// <summary>The words of a line's options: blanks separate them, quotes and backslashes keep blanks.</summary>
    /// <param name="text">The options.</param>
    /// <param name="words">The words.</param>
    /// <returns>False if a quote does not end.</returns>
    public static bool TrySplit(ReadOnlySpan<char> text, out List<string> words)
    {
        words = [];
        var word = new StringBuilder();
        var (inWord, quote) = (false, '\0');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                word.Append(text[++i]);
                inWord = true;
            }
            else if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                quote = quote == '\0' ? c : '\0';
                inWord = true;
            }
            else if (quote != '\0' || !char.IsWhiteSpace(c))
            {
                word.Append(c);
                inWord = true;
            }
            else if (inWord)
            {
                words.Add(word.ToString());
                word.Clear();
                inWord = false;
            }
        }

        if (inWord)
        {
            words.Add(word.ToString());
        }

        return quote == '\0';
    }

    // A backslash at the end joins the next line; a comment never continues, and ends what was joined before it.
    private static IEnumerable<(int Number, string Line)> Joined(string text)
    {
        var (number, first) = (0, 0);
        var joined = new StringBuilder();
        foreach (var line in text.TrimStart('\ufeff').Split('\n').Select(l => l.TrimEnd('\r')))
        {
            number++;
            first = first == 0 ? number : first;
            var isComment = line.AsSpan().TrimStart() is ['#', ..];
            if (line.EndsWith('\\') && !isComment)
            {
                joined.Append(line.AsSpan().TrimEnd('\\'));
                continue;
            }

            // The blank lets a comment be told from a # inside of a word.
            joined.Append(isComment ? " " : "").Append(line);
            yield return (first, joined.ToString());
            joined.Clear();
            first = 0;
        }

        if (joined.Length > 0)
        {
            yield return (first, joined.ToString());
        }
    }

    [GeneratedRegex(@"(^|\s)#", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\$\{(?<name>[A-Z0-9_]+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
