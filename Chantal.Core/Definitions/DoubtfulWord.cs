using System.Xml;
using Chantal.Text;

namespace Chantal.Definitions;

/// <summary>
/// A name in a project or in the environment that looks like a word of the vocabulary and is not one, or that stands where only the other one of properties and items counts.
/// MSBuild takes any name, so that nothing else would say it.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Advice">What is wrong and what to do, as a sentence.</param>
internal sealed record DoubtfulWord(string Name, string Advice)
{
    private const string Prefix = "CHANTAL_";

    // MSBuild's own, which solutions and agents set.
    private static readonly string[] Builds = ["Platform", "Configuration"];

    // Variables that stand for something else than a property.
    private static readonly string[] Variables = ["CHANTAL_STORE", "CHANTAL_SIGNING_PASSPHRASE"];

    /// <summary>The file that has the name, if it is another one than the definition's; null if not.</summary>
    public string? File { get; init; }

    /// <summary>Those of a project's file.</summary>
    public static IReadOnlyList<DoubtfulWord> In(string file)
    {
        var text = System.IO.File.ReadAllText(file);
        var found = new List<DoubtfulWord>();
        var group = "";
        using var xml = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            var name = xml.LocalName;
            if (xml.Depth == 1)
            {
                group = name;
            }
            else if (xml.Depth == 2 && group is "PropertyGroup" or "ItemGroup" && !IsUsed(text, name) && Judge(name, group == "ItemGroup") is { } advice)
            {
                found.Add(new DoubtfulWord(name, advice));
            }
        }

        return found;
    }

    /// <summary>Those of the properties that the command line sets.</summary>
    public static IReadOnlyList<DoubtfulWord> Among(IEnumerable<string> properties) =>
        [.. properties.Where(p => !Builds.Contains(p, StringComparer.OrdinalIgnoreCase)).Select(p => JudgeTyped(p) is { } advice ? new DoubtfulWord(p, advice) : null).OfType<DoubtfulWord>()];

    /// <summary>Those of the environment's variables.</summary>
    public static IReadOnlyList<DoubtfulWord> AmongVariables(IEnumerable<string> variables)
    {
        List<string> known = [.. Vocabulary.Terms.Where(t => t.IsProperty).Select(t => t.Variable), .. Variables];
        return
        [
            .. from variable in variables
               where variable.StartsWith(Prefix, StringComparison.Ordinal) && !known.Contains(variable, StringComparer.Ordinal)
               let nearest = NearestWord.Find(variable, known, most: (variable.Length - Prefix.Length + 3) / 4)
               where nearest is not null
               select new DoubtfulWord(variable, $"The environment variable {variable} means nothing to Chantal. If {nearest} is meant, set that"),
        ];
    }

    // What the file itself makes use of has a meaning.
    private static bool IsUsed(string text, string name) =>
        text.Contains($"$({name})", StringComparison.OrdinalIgnoreCase) || text.Contains($"@({name}", StringComparison.OrdinalIgnoreCase) || text.Contains($"%({name}.", StringComparison.OrdinalIgnoreCase);

    private static string? Judge(string name, bool isItem)
    {
        if (name.StartsWith('_'))
        {
            return null;
        }

        if (Vocabulary.Terms.FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } term)
        {
            return isItem == term.IsItem || (!isItem && term.IsProperty) ? null : $"{term.Name} is {(isItem ? "a property" : "an item")}: write {Written(term)}";
        }

        return Nearest(name, isItem) is { } nearest
            ? $"{name} means nothing to Chantal. If {nearest.Name} is meant, write {(nearest.IsItem == isItem ? "that" : Written(nearest))}; if the name is right, give it a _ in front"
            : null;
    }

    // In quotes, because on the command line no word is called as YAML calls it.
    private static string? JudgeTyped(string name)
    {
        if (name.StartsWith('_') || Vocabulary.Terms.Any(t => t.IsProperty && t.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var term = Vocabulary.Terms.FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? Nearest(name, isItem: false);
        return term is null ? null
            : !term.IsProperty ? $"'{name}' on the command line means nothing to Chantal: '{term.Name}' is an item, which only the definition can have"
            : $"'{name}' on the command line means nothing to Chantal. If '{term.Name}' is meant, write that; if the name is right, give it a _ in front";
    }

    // Of words that are equally near, one of the kind that was written.
    private static Term? Nearest(string name, bool isItem)
    {
        var terms = Vocabulary.Terms.OrderByDescending(t => t.IsItem == isItem).ToList();
        return NearestWord.Find(name, terms.Select(t => t.Name), most: name.Length / 4) is { } nearest ? terms.Find(t => t.Name == nearest) : null;
    }

    private static string Written(Term term) => term.IsItem ? $"<{term.Name} Include=\"…\" /> in an ItemGroup" : $"<{term.Name}>…</{term.Name}> in a PropertyGroup";
}
