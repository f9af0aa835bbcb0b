using System.Text;

namespace Chantal.Core.Tests.Diagnostics;

/// <summary>The texts of the string literals in C# source, with … where a value is put in.</summary>
internal static class Literals
{
    public static IReadOnlyList<string> In(string source)
    {
        var found = new List<string>();
        var at = 0;
        ReadCode(source, ref at, found, isHole: false);
        return found;
    }

    // Ends at the brace that closes a hole of an interpolated string.
    private static void ReadCode(string source, ref int at, List<string> found, bool isHole)
    {
        for (var depth = 0; at < source.Length; at++)
        {
            switch (source[at])
            {
                case '"':
                    ReadText(source, ref at, found);
                    break;
                case '\'':
                    at = source.IndexOf('\'', at + (source[at + 1] == '\\' ? 3 : 2));
                    break;
                case '{':
                    depth++;
                    break;
                case '}' when isHole && depth == 0:
                    return;
                case '}':
                    depth--;
                    break;
            }
        }
    }

    private static void ReadText(string source, ref int at, List<string> found)
    {
        var isInterpolated = at > 0 && source[at - 1] == '$';
        var text = new StringBuilder();
        for (at++; source[at] != '"'; at++)
        {
            switch (source[at])
            {
                case '\\':
                    text.Append(source[++at]);
                    break;
                case '{' or '}' when isInterpolated && source[at + 1] == source[at]:
                    text.Append(source[++at]);
                    break;
                case '{' when isInterpolated:
                    at++;
                    ReadCode(source, ref at, found, isHole: true);
                    text.Append('…');
                    break;
                default:
                    text.Append(source[at]);
                    break;
            }
        }

        found.Add(text.ToString());
    }
}
