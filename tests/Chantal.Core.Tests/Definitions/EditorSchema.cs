using System.Globalization;
using System.Text.Json.Nodes;
using Chantal.Core.Tests.Support;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Chantal.Core.Tests.Definitions;

/// <summary>The JSON schema as an editor applies it to a YAML file, by a validator that knows nothing of Chantal.</summary>
internal static class EditorSchema
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "schemas", "chantal.schema.json"));

    /// <summary>What an editor would underline.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var document = ToJson(stream.Documents.Single().RootNode);
        var faults = await FaultsAsync(Text, document);
        foreach (var mirror in (document as JsonObject)?["repositories"] as JsonArray ?? [])
        {
            faults.AddRange(await FaultsAsync(OfType((mirror as JsonObject)?["type"]?.ToString()), mirror));
        }

        return faults;
    }

    private static async Task<List<string>> FaultsAsync(string schema, JsonNode? document)
    {
        var validator = await NJsonSchema.JsonSchema.FromJsonAsync(schema);
        return [.. validator.Validate(document?.ToJsonString() ?? "null").Select(fault => fault.ToString())];
    }

    // The validator passes over "if" and "then": what holds for one type is put in its place here.
    private static string OfType(string? type)
    {
        var mirror = JsonNode.Parse(Text)!["$defs"]!["mirror"]!.AsObject();
        foreach (var branch in mirror["allOf"]!.AsArray().Where(b => b!["if"]!["properties"]!["type"]!["const"]!.ToString() == type))
        {
            foreach (var (key, value) in branch!["then"]!["properties"]!.AsObject())
            {
                Assert.IsFalse(value!.GetValue<bool>());
                mirror["properties"]!.AsObject().Remove(key);
            }
        }

        mirror.Remove("allOf");
        return mirror.ToJsonString();
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Select(e => KeyValuePair.Create(((YamlScalarNode)e.Key).Value!, ToJson(e.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value ?? ""),
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };

    // The core schema of YAML 1.2: what an unquoted word is.
    private static JsonValue? Plain(string word) => word switch
    {
        "" or "~" or "null" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) => JsonValue.Create(real),
        _ => JsonValue.Create(word),
    };
}
