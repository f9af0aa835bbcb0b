using System.Text;

namespace Chantal.Definitions;

/// <summary>A definition as a <see cref="DefinitionRecord"/> says it: what the mirror's last plan was made by, for verbs that do not read the definition itself.</summary>
internal static class RecordedDefinition
{
    /// <summary>Reads a record; one that is not there says nothing.</summary>
    /// <param name="file">The record.</param>
    public static DefinitionValues Read(string file)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var items = new List<DefinitionItem>();
        foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || Vocabulary.Find(line[..at]) is not { } term)
            {
                continue;
            }

            var texts = Split(Unescape(line[(at + 1)..]));
            if (term.IsItem)
            {
                items.Add(new DefinitionItem(term.Name, texts[0], [.. term.Metadata.Zip(texts.Skip(1), KeyValuePair.Create)]));
            }
            else
            {
                values[term.Name] = values.TryGetValue(term.Name, out var before) ? $"{before};{texts[0]}" : texts[0];
            }
        }

        return new DefinitionValues(word => values.GetValueOrDefault(word, ""), items, Path.GetDirectoryName(Path.GetFullPath(file))!);
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            plain.Append(text[at] != '\\' || at + 1 == text.Length ? text[at] : text[++at] == 'n' ? '\n' : text[at]);
        }

        return plain.ToString();
    }

    // A "|" in a text is written with a backslash in front.
    private static List<string> Split(string text)
    {
        var (texts, part) = (new List<string>(), new StringBuilder());
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '|')
            {
                part.Append(text[++at]);
            }
            else if (text[at] == '|')
            {
                texts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(text[at]);
            }
        }

        return [.. texts, part.ToString()];
    }
}
