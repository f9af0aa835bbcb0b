using YamlDotNet.Core;
using YamlDotNet.Core.Events;
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
            CheckShape(text);
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
            var message = exception.InnerException?.Message ?? exception.Message;
            throw YamlDiagnostics.Malformed(PlaceOf(exception.Start), message.TrimEnd('.'), exception);
        }
    }

    /// <summary>The place of a mark.</summary>
    public static YamlPlace PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    // Before nodes are made: they nest as deep as the text does.
    private static void CheckShape(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth)
            {
                throw YamlDiagnostics.TooDeep(PlaceOf(parser.Current.Start), MaxDepth);
            }

            if (parser.Current is NodeEvent { Tag.IsEmpty: false } tagged)
            {
                throw YamlDiagnostics.Malformed(PlaceOf(tagged.Start), $"the tag '{tagged.Tag}' is not supported");
            }
        }
    }
}
