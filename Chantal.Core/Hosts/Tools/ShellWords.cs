using System.Text;

namespace Chantal.Hosts.Tools;

/// <summary>Takes command lines apart as a shell does, without running or expanding anything.</summary>
internal static class ShellWords
{
    /// <summary>The command lines of a script: lines that end in a backslash go on, and comments are left out.</summary>
    public static IEnumerable<string> Commands(string script) =>
        script.Replace("\\\r\n", " ", StringComparison.Ordinal).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#');

    /// <summary>The words of a command line; quotes and backslashes are resolved.</summary>
    public static List<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var isWord = false;
        char? quote = null;
        for (var at = 0; at < line.Length; at++)
        {
            var c = line[at];
            if (c == '\\' && quote != '\'' && at + 1 < line.Length)
            {
                word.Append(line[++at]);
                isWord = true;
            }
            else if (quote is null && c is '\'' or '"')
            {
                (quote, isWord) = (c, true);
            }
            else if (c == quote)
            {
                quote = null;
            }
            else if (quote is null && char.IsWhiteSpace(c))
            {
                if (isWord)
                {
                    words.Add(word.ToString());
                }

                _ = word.Clear();
                isWord = false;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        return isWord ? [.. words, word.ToString()] : words;
    }
}
