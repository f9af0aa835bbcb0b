using System.Xml;
using Chantal.Definitions;
using Chantal.Definitions.Yaml;

namespace Chantal.Tasks;

/// <summary>Finds where a definition's file says something, for messages about it. The file is read again then, because most runs have none.</summary>
internal static class DefinitionPlaces
{
    private static readonly XmlReaderSettings Plain = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };

    /// <summary>The line and the column of the first of some words that the file has; else of the mirror; zeros where the file says nothing of either.</summary>
    /// <param name="file">The project, or the YAML file.</param>
    /// <param name="mirror">The mirror, which in YAML is one of several.</param>
    /// <param name="words">Names of properties and items, as projects have them.</param>
    public static (int Line, int Column) Find(string file, string mirror, IReadOnlyList<string> words)
    {
        try
        {
            if (!IsYaml(file))
            {
                return words.Count == 0 ? default : InProject(file, words);
            }

            var keys = words.Select(Vocabulary.Find).OfType<Term>().Select(t => t.Key);
            return YamlPlaces.Find(File.ReadAllText(file), mirror, keys) is { } place ? (place.Line, place.Column) : default;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException or YamlDefinitionException)
        {
            // What is wrong with the file is said elsewhere, or it is gone by now.
            return default;
        }
    }

    /// <summary>Whether a definition's file is YAML.</summary>
    public static bool IsYaml(string file) => Path.GetExtension(file) is ".yaml" or ".yml";

    private static (int, int) InProject(string file, IReadOnlyList<string> words)
    {
        var found = new Dictionary<string, (int, int)>(StringComparer.OrdinalIgnoreCase);
        using var xml = XmlReader.Create(file, Plain);
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, Depth: 2 } and IXmlLineInfo place)
            {
                _ = found.TryAdd(xml.LocalName, (place.LineNumber, place.LinePosition));
            }
        }

        return words.Where(found.ContainsKey).Select(w => found[w]).FirstOrDefault();
    }
}
