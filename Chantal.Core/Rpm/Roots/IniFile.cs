namespace Chantal.Rpm.Roots;

/// <summary>
/// Reads the dialect of INI files that Python's configparser reads when it is not strict: <c>=</c> or <c>:</c> between a key
/// and its value, comments on lines of their own, sections and keys that come again, values that continue in indented lines.
/// </summary>
internal static class IniFile
{
    /// <summary>
    /// Every key with its section and the first line of its value, in the order of the file; null if something else than a
    /// comment stands before the first section, as in a web page. Lines that are neither section nor key are passed over.
    /// </summary>
    public static IReadOnlyList<(string Section, string Key, string Value)>? Read(string text, ICollection<string>? passedOver = null) => ReadWhole(text, passedOver) is { } entries ? [.. entries.Select(e => (e.Section, e.Key, e.Value.Split('\n')[0]))] : null;

    /// <summary>The first line that is read, if it begins as the head of a section does and is not one; null otherwise.</summary>
    public static (int Number, string Text)? BrokenHead(string text)
    {
        var (index, line) = text.Split('\n').Select(l => l.Trim('\uFEFF', ' ', '\t', '\r')).Index().FirstOrDefault(l => l.Item.Length > 0 && l.Item[0] is not ('#' or ';'));
        return line is ['[', ..] && ReadWhole(text) is null ? (index + 1, line) : null;
    }

    /// <summary>The same with every line of the values, without the blanks around each.</summary>
    /// <param name="text">The text.</param>
    /// <param name="passedOver">Gets the lines that are neither section nor key; what follows a section's head that is broken is passed over with it.</param>
    public static IReadOnlyList<(string Section, string Key, string Value)>? ReadWhole(string text, ICollection<string>? passedOver = null)
    {
        var entries = new List<(string, string, string)>();
        string? section = null;
        var inValue = false;
        var indent = 0;
        foreach (var range in text.AsSpan().SplitAny('\n', '\r'))
        {
            var line = text.AsSpan(range).TrimStart('\uFEFF').TrimEnd();
            var content = line.TrimStart();
            if (content.IsEmpty || content[0] is '#' or ';')
            {
                continue;
            }

            var depth = line.Length - content.Length;
            if (inValue && depth > indent)
            {
                entries[^1] = entries[^1] with { Item3 = $"{entries[^1].Item3}\n{content}" };
                continue;
            }

            (indent, inValue) = (depth, false);
            if (content[0] == '[' && content.LastIndexOf(']') is > 1 and var end)
            {
                section = content[1..end].Trim().ToString();
            }
            else if (content[0] == '[' && section is not null)
            {
                section = "";
                passedOver?.Add(content.ToString());
            }
            else if (section is null)
            {
                return null;
            }
            else if (section.Length == 0)
            {
                continue;
            }
            else if (content.IndexOfAny('=', ':') is > 0 and var delimiter)
            {
                entries.Add((section, content[..delimiter].TrimEnd().ToString(), content[(delimiter + 1)..].TrimStart().ToString()));
                inValue = true;
            }
            else
            {
                passedOver?.Add(content.ToString());
            }
        }

        return section is null ? null : entries;
    }
}
