using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Chantal.Definitions;

/// <summary>
/// Finds the words of the vocabulary in messages, which are written for projects, and says them as YAML has them. What stands in quotes is a name from somewhere else, and
/// stays.
/// </summary>
internal static partial class DefinitionWords
{
    // Also words of formats, and of English at the start of a sentence: these are meant only where they are called an item, or have a value.
    private static readonly string[] OftenOthers = ["Release", "File", "Mirror", "Metadata", "Package", "Version"];

    private static readonly FrozenSet<string> Metadata = Vocabulary.Terms.SelectMany(t => t.Metadata).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The names in a message that can be words of a definition, in its order.</summary>
    public static IReadOnlyList<string> In(string message) => [.. Words().Matches(message).Select(m => m.Groups["name"].Value).Where(name => name.Length > 0).Distinct()];

    /// <summary>A message for whoever writes the definition in YAML.</summary>
    public static string InYaml(string message) => Words().Replace(message, match => Find(match) is { } term ? Say(match, term) : Entry(match));

    private static Term? Find(Match match)
    {
        var name = match.Groups["name"];
        return name.Success && Vocabulary.Find(name.Value) is { Scope: not TermScope.Run } term && (match.Length > name.Length + match.Groups["possessive"].Length || !OftenOthers.Contains(name.Value)) ? term : null;
    }

    // Of whichever item the message is about.
    private static string Entry(Match match) => match.Groups["item"].Success ? $"{Part(match)}{match.Groups["link"].Value}the entry" : Part(match) is { Length: > 0 } part ? part : match.Value;

    private static string Part(Match match) => match.Groups["part"].Value is var part && Metadata.Contains(part) ? Term.Snake(part) : part;

    private static string Say(Match match, Term term)
    {
        var value = match.Groups["value"];
        return match.Groups["second"] is { Success: true } second ? $"{term.Key}: {{ {value.Value}: {second.Value} }}"
            : match.Groups["metadatum"] is { Success: true } metadatum ? $"{Term.Snake(metadatum.Value)} of the entry in {term.Key}"
            : match.Groups["possessive"].Success ? term.Key + (term.Key.EndsWith('s') ? "'" : "'s")
            : match.Groups["key"] is { Success: true } keys ? $"{term.Key}: [{{ name: \"{value.Value}\"{string.Concat(keys.Captures.Zip(match.Groups["said"].Captures, (key, said) => $", {Term.Snake(key.Value)}: \"{said.Value}\""))} }}]"
            : !value.Success ? term.Key
            : term.IsItem ? $"{term.Key}: [{value.Value}]"
            : $"{term.Key}: {value.Value}";
    }

    // In quotes; an option of the command line; an item or a property in XML; the metadatum of an item; a word with its value; "items"; the metadatum of an item without its
    // name; a word alone.
    [GeneratedRegex("""
        (?<!\w)'[^']*'
        |-p:\w+=\S*
        |<(?<name>[A-Z]\w+)\ Include="(?<value>[^"]*)"(?:\ Value="(?<second>[^"]*)")?\ ?/>
        |<(?<name>[A-Z]\w+)\ Include="(?<value>[^"]*)"(?:\ (?<key>[A-Z]\w*)="(?<said>[^"]*)")+\ ?/>
        |<(?<name>[A-Z]\w+)>(?<value>[^<]*)</\w+>
        |\b(?<metadatum>[A-Z]\w*)\ of\ the\ (?<name>[A-Z]\w+)\ items?\b
        |\b(?<name>[A-Z]\w+)=(?<value>[\w./%-]*\w)
        |\b(?<name>[A-Z]\w+)\ items?\b
        |\b(?:(?<part>[A-Z]\w*)(?<link>\ of\ ))?(?<item>the\ item)\b
        |\b(?<part>Sha\d+)\b
        |(?<=\ba\ )(?<part>(?<name>[A-Z]\w+))\b
        |\b(?<name>[A-Z]\w+)\b(?<possessive>'s)?
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Words();
}
