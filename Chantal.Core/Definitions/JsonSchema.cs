using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chantal.Definitions;

/// <summary>Writes the vocabulary of YAML definitions as a JSON schema (draft 2020-12), for editors.</summary>
internal static class JsonSchema
{
    /// <summary>The schema's text.</summary>
    public static string Write()
    {
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Chantal: mirrors of package repositories",
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray("repositories"),
            ["properties"] = Top(),
            ["allOf"] = new JsonArray([.. Obligation.All.Select(o => (JsonNode)Require(o))]),
            ["$defs"] = new JsonObject { ["mirror"] = Mirror(), ["defaults"] = Object(Terms(TermScope.Mirror).Where(t => t.Name is not ("MirrorType" or "MirrorName"))) },
        };
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            root.WriteTo(json);
        }

        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }

    private static IEnumerable<Term> Terms(TermScope scope) => Vocabulary.Terms.Where(t => t.Scope == scope);

    private static JsonObject Top()
    {
        var properties = (JsonObject)Object(Terms(TermScope.Store))["properties"]!.DeepClone();
        properties["defaults"] = Ref("defaults", "what every repository says unless it says otherwise");
        properties["repositories"] = new JsonObject { ["type"] = "array", ["items"] = Ref("mirror", null) };
        return properties;
    }

    // What the defaults say, a repository need not say again.
    private static JsonObject Require(Obligation obligation) => new()
    {
        ["if"] = new JsonObject
        {
            ["not"] = new JsonObject { ["required"] = new JsonArray("defaults"), ["properties"] = new JsonObject { ["defaults"] = Says(obligation) } },
        },
        ["then"] = new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["repositories"] = new JsonObject
                {
                    ["items"] = new JsonObject
                    {
                        ["if"] = new JsonObject { ["required"] = new JsonArray("type"), ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = obligation.Type } } },
                        ["then"] = Says(obligation),
                    },
                },
            },
        },
    };

    private static JsonObject Says(Obligation obligation) => obligation.AnyOf is [var only] ? Says(only) : AnyOf([.. obligation.AnyOf.Select(w => (JsonNode)Says(w))]);

    private static JsonObject Says(ObligationWay way)
    {
        var key = Vocabulary.Get(way.Word).Key;
        var says = new JsonObject { ["required"] = new JsonArray(key) };
        if (way.Value is { } value)
        {
            says["properties"] = new JsonObject { [key] = new JsonObject { ["const"] = value } };
        }
        else if (way.Metadatum is { } metadatum)
        {
            says["properties"] = new JsonObject
            {
                [key] = new JsonObject { ["type"] = "array", ["contains"] = new JsonObject { ["type"] = "object", ["required"] = new JsonArray(Term.Snake(metadatum)) } },
            };
        }

        return says;
    }

    // A key that belongs to other types is not allowed for this one.
    private static JsonObject Mirror()
    {
        var mirror = Object(Terms(TermScope.Mirror));
        mirror["required"] = new JsonArray("name", "type");
        mirror["anyOf"] = new JsonArray(
            new JsonObject { ["properties"] = new JsonObject { ["type"] = new JsonObject { ["enum"] = new JsonArray([.. Vocabulary.Types.Select(t => (JsonNode)t)]) } } },
            new JsonObject { ["required"] = new JsonArray("mirror_type_targets") });
        mirror["allOf"] = new JsonArray([.. Vocabulary.Types.Select(type => (JsonNode)new JsonObject
        {
            ["if"] = new JsonObject { ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = type } } },
            ["then"] = new JsonObject
            {
                ["properties"] = new JsonObject(Terms(TermScope.Mirror).Where(t => !t.IsKnownTo(type)).Select(t => KeyValuePair.Create(t.Key, (JsonNode?)JsonValue.Create(false)))),
            },
        })]);
        return mirror;
    }

    private static JsonObject Object(IEnumerable<Term> terms) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(terms.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)Value(t)))),
    };

    private static JsonObject Value(Term term)
    {
        JsonObject value = term switch
        {
            { Name: "Variable" } => AnyOf(List(term), new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = Scalars() } }),
            { Kind: TermKind.List } => AnyOf(new JsonObject { ["type"] = Scalars() }, List(term)),
            { Kind: TermKind.Flag } => new JsonObject { ["type"] = "boolean" },
            { Kind: TermKind.Number } => new JsonObject { ["type"] = "integer", ["minimum"] = term.Least, ["maximum"] = term.Most },
            { Kind: TermKind.Choice } => new JsonObject { ["enum"] = new JsonArray([.. term.Choices.Select(c => c.ToLowerInvariant()).Union(term.Choices).Select(c => (JsonNode)c), .. term.Choices.Where(c => bool.TryParse(c, out _)).Select(c => (JsonNode)bool.Parse(c))]) },
            { Kind: TermKind.Duration } => AnyOf(Pattern(term), new JsonObject { ["const"] = 0 }),
            { Kind: TermKind.Bytes } => AnyOf(Pattern(term), new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0 }),
            { Kind: TermKind.Share } => Pattern(term),
            { Kind: TermKind.Limit } => AnyOf(Pattern(term), new JsonObject { ["type"] = "integer", ["minimum"] = 0 }),
            { Name: "MirrorType" } => AnyOf(new JsonObject { ["enum"] = new JsonArray([.. Vocabulary.Types.Select(t => (JsonNode)t)]) }, Entry()),
            _ => new JsonObject { ["type"] = Scalars() },
        };
        value["description"] = term.DefaultSentence is { } sentence ? $"{term.Description}. {sentence}" : term.Description;
        if (term.Default is { } text)
        {
            value["default"] = term.Kind switch
            {
                TermKind.Flag => bool.Parse(text),
                TermKind.Number => int.Parse(text, CultureInfo.InvariantCulture),
                _ => text,
            };
        }

        if (ValuePattern.Examples(term.Kind) is { Count: > 0 } examples)
        {
            value["examples"] = new JsonArray([.. examples.Select(e => (JsonNode)e)]);
        }

        return value;
    }

    private static JsonObject Pattern(Term term) => new() { ["type"] = "string", ["pattern"] = $"^({ValuePattern.Of(term.Kind)})$" };

    private static JsonObject List(Term term)
    {
        var entry = Entry();
        if (term.Metadata.Count == 0)
        {
            return new JsonObject { ["type"] = "array", ["items"] = entry };
        }

        var named = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray("name"),
            ["properties"] = new JsonObject(term.Metadata.Select(m => KeyValuePair.Create(Term.Snake(m), (JsonNode?)Metadatum(term, m))).Prepend(new("name", Entry()))),
        };
        return new JsonObject { ["type"] = "array", ["items"] = AnyOf(entry, named) };
    }

    private static JsonObject Metadatum(Term term, string name) =>
        term.ListMetadata.Contains(name) ? AnyOf(Entry(), new JsonObject { ["type"] = "array", ["items"] = Entry() }) : Entry();

    private static JsonObject Entry() => new() { ["type"] = Scalars() };

    private static JsonArray Scalars() => new("string", "number", "boolean");

    private static JsonObject AnyOf(params JsonNode[] nodes) => new() { ["anyOf"] = new JsonArray(nodes) };

    private static JsonObject Ref(string definition, string? description)
    {
        var reference = new JsonObject { ["$ref"] = $"#/$defs/{definition}" };
        if (description is not null)
        {
            reference["description"] = description;
        }

        return reference;
    }
}
