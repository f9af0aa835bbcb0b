using System.Text.RegularExpressions;

namespace Chantal.Definitions.Yaml;

/// <summary>Says what is wrong with a text that a parser of YAML refuses, in the words of who wrote it: parsers tell what they were doing when they gave up, somewhere behind the fault.</summary>
internal static partial class YamlFault
{
    /// <summary>What is wrong, and where.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the parser gave up.</param>
    public static (YamlPlace Place, string Reason) Find(string text, YamlPlace at)
    {
        var lines = text.Split('\n');
        var last = Math.Clamp(at.Line, 1, lines.Length);
        for (var line = 1; line <= Math.Min(last + 1, lines.Length); line++)
        {
            if (TabIndent().Match(lines[line - 1]) is { Success: true } tab)
            {
                return (new YamlPlace(line, tab.Length), "the line is indented with a tab, and YAML takes spaces only");
            }
        }

        // The fault is in the line at which the parser gave up, or in the last one before it that says something.
        for (var (line, seen) = (last, 0); line >= 1 && seen < 2; line--)
        {
            if (lines[line - 1].Trim() is { Length: > 0 } content && content[0] != '#')
            {
                seen++;
                if (InLine(lines[line - 1]) is { } found)
                {
                    return (new YamlPlace(line, found.Column), found.Reason);
                }
            }
        }

        return Unclosed(lines, last) is { } open ? open
            : (at, "what stands here does not fit to the lines before it; compare the indentation, and look for a quote or bracket that is not closed");
    }

    private static (int Column, string Reason)? InLine(string line)
    {
        if (Escape().Match(line) is { Success: true } escape)
        {
            return (escape.Groups["at"].Index + 1, @"in double quotes, '\' begins the name of a special character; put the text into single quotes");
        }

        if (QuoteInside().Match(line) is { Success: true } inside)
        {
            return (inside.Groups["at"].Index + 1, "text goes on behind the quote that ends it; write a quote inside of single quotes twice");
        }

        if (Indicator().Match(line) is { Success: true } indicator)
        {
            var sign = indicator.Groups["at"];
            return (sign.Index + 1, $"a value that begins with '{sign.Value}' has to be in quotes");
        }

        if (NoSpace().Match(line) is { Success: true } noSpace)
        {
            return (noSpace.Groups["key"].Index + 1, $"a space is missing after '{noSpace.Groups["key"].Value}'");
        }

        return TwoColons().Match(line) is { Success: true } colons ? (colons.Groups["at"].Index + 1, "a value with a colon and a space in it has to be in quotes") : null;
    }

    // Quotes and brackets that are open when the parser gives up.
    private static (YamlPlace Place, string Reason)? Unclosed(string[] lines, int last)
    {
        var open = new Stack<(YamlPlace Place, char Sign)>();
        for (var line = 1; line <= last; line++)
        {
            var text = lines[line - 1];
            for (var column = 1; column <= text.Length; column++)
            {
                var sign = text[column - 1];
                if (open.TryPeek(out var within) && within.Sign is '"' or '\'')
                {
                    if (sign == within.Sign)
                    {
                        _ = open.Pop();
                    }
                }
                else if (sign is '#' && (column == 1 || text[column - 2] == ' '))
                {
                    break;
                }
                else if (sign is '[' or '{' || (sign is '"' or '\'' && (column == 1 || text[column - 2] is ' ' or '[' or '{' or ',')))
                {
                    open.Push((new YamlPlace(line, column), sign));
                }
                else if (sign is ']' or '}')
                {
                    _ = open.TryPop(out _);
                }
            }
        }

        return open.TryPeek(out var first) ? (first.Place, $"the {(first.Sign is '"' or '\'' ? "quote" : "bracket")} {first.Sign} is not closed") : null;
    }

    [GeneratedRegex(@"^ *\t(?=.*[^\s#])")]
    private static partial Regex TabIndent();

    [GeneratedRegex("""^[^"']*"(?:[^"\\]|\\[0abtnvfre "/\\N_LPxuU])*(?<at>\\)[^0abtnvfre "/\\N_LPxuU]""", RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();

    [GeneratedRegex("""^\s*(- +)?(\w+: +)?(?:'[^']*(?<at>')|"[^"]*(?<at>"))[^\s,\]}:'"]""", RegexOptions.ExplicitCapture)]
    private static partial Regex QuoteInside();

    [GeneratedRegex(@"^\s*(- +)?(\w+: +)?(?:\[ *)?(?<at>[@`%])", RegexOptions.ExplicitCapture)]
    private static partial Regex Indicator();

    [GeneratedRegex(@"^\s*(- +)?(?<key>[a-z]\w*:)(?![\s/]|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex NoSpace();

    [GeneratedRegex("""^\s*(- +)?\w+: +[^"'\[{#|>][^#]*?(?<at>:)\s""", RegexOptions.ExplicitCapture)]
    private static partial Regex TwoColons();
}
