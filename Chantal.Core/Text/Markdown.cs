using System.Text;
using System.Text.RegularExpressions;
using Chantal.Diagnostics;

namespace Chantal.Text;

/// <summary>Markdown that shows upstream's words and obeys none of them.</summary>
internal static partial class Markdown
{
    /// <summary>A table with an empty line before it; nothing if it has no rows.</summary>
    public static string Table(IReadOnlyList<string> head, IReadOnlyCollection<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        if (rows.Count > 0)
        {
            text.Append($"\n| {string.Join(" | ", head)} |\n|{string.Concat(head.Select(_ => "---|"))}\n");
            foreach (var row in rows)
            {
                text.Append($"| {string.Join(" | ", row.Select(Text))} |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Text that does not end a cell, and is not read as HTML, a link, code or a mention.</summary>
    public static string Text(string text) =>
        Special().Replace(Printable.Escape(text), match => match.Value switch
        {
            "&" => "&amp;",
            "<" => "&lt;",
            "@" => "@\u200b",
            var other => "\\" + other,
        });

    [GeneratedRegex(@"[&<@\\|`\[\]]")]
    private static partial Regex Special();
}
