using System.Text;
using System.Text.RegularExpressions;

namespace Chantal.Definitions;

/// <summary>Writes the tables of words in <c>docs/reference/definitions.md</c>, each between two comments that name its topics.</summary>
internal static partial class DocumentTables
{
    /// <summary>A page with its tables written again.</summary>
    /// <param name="page">The page.</param>
    public static string Update(string page) => Table().Replace(page, match =>
        $"{match.Groups["begin"].Value}\n\n{Write(match.Groups["what"].Value, match.Groups["topics"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))}\n{match.Groups["end"].Value}");

    private static string Write(string what, IReadOnlyList<string> topics)
    {
        var isItems = what == "items";
        var type = topics.FirstOrDefault(Vocabulary.Types.Contains);
        var terms = (type is null ? Vocabulary.Topics.Where(t => topics.Contains(t.Topic)).SelectMany(t => t.Terms) : Vocabulary.Terms.Where(t => Belongs(t, type))).Where(t => isItems ? t.IsItem : t.IsProperty);
        var text = new StringBuilder(isItems ? "| item | meaning |\n|---|---|\n" : "| property | meaning | default |\n|---|---|---|\n");
        foreach (var term in terms)
        {
            var own = type is null ? null : term.ForTypes.GetValueOrDefault(type);
            text.Append("| `").Append(term.Name).Append("` | ").Append(own?.Summary ?? term.Summary);
            text.Append(isItems ? " |\n" : $" | {own?.DefaultText ?? term.DefaultText ?? (term.Default is { } value ? $"`{value}`" : "none")} |\n");
        }

        return text.ToString();
    }

    // Words of every type that have to do with packages stand with each type, since they mean something else there.
    private static bool Belongs(Term term, string type) =>
        term.Types.Count > 0 ? term.Types.Contains(type) : Vocabulary.Topics.Single(t => t.Topic == "packages").Terms.Contains(term);

    [GeneratedRegex(@"(?<begin><!-- (?<what>properties|items): (?<topics>[a-z ]+) -->)\n.*?(?<end><!-- end -->)", RegexOptions.Singleline)]
    private static partial Regex Table();
}
