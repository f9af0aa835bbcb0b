using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Chantal.Definitions.Yaml;

/// <summary>Reads a YAML file to its nodes: one document, no tags, neither deep nor large.</summary>
internal static class YamlText
{
    /// <summary>Characters of a file.</summary>
    public const int MaxLength = 4 << 20;

    /// <summary>Lists and mappings within each other.</summary>
    public const int MaxDepth = 20;

    /// <summary>Refuses a file that has more bytes than a text may have characters.</summary>
    public static void RequireSize(FileInfo file)
    {
        if (file is { Exists: true, Length: > MaxLength })
        {
            throw YamlDiagnostics.TooLong(new YamlPlace(1, 1), MaxLength);
        }
    }

    /// <summary>The root mapping, or a <see cref="YamlDefinitionException"/>.</summary>
    public static YamlMappingNode Read(string text)
    {
        if (text.Length > MaxLength)
        {
            throw YamlDiagnostics.TooLong(new YamlPlace(1, 1), MaxLength);
        }

        try
        {
            YamlShape.Check(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents switch
            {
                [{ RootNode: YamlMappingNode root }] => root,
                [] => throw YamlDiagnostics.Malformed(new YamlPlace(1, 1), "the file is empty"),
                [var only] => throw YamlDiagnostics.Malformed(PlaceOf(only.RootNode.Start), "it does not consist of keys and values"),
                [_, var second, ..] => throw YamlDiagnostics.Malformed(PlaceOf(second.RootNode.Start), "it has more than one document"),
            };
        }
        catch (YamlException exception)
        {
            var (place, reason) = YamlFault.Find(text, PlaceOf(exception.Start));
            throw YamlDiagnostics.Malformed(place, reason, exception);
        }
    }

    /// <summary>The place of a mark.</summary>
    public static YamlPlace PlaceOf(Mark mark) => new(Math.Max((int)mark.Line, 1), Math.Max((int)mark.Column, 1));
}
