using System.Text.RegularExpressions;
using Chantal.Definitions.Yaml;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What a validator that knows all of JSON Schema says of a YAML file is what the reader says.</summary>
[TestClass]
public sealed partial class YamlSchemaTests : EndToEndTest
{
    private const string Validate = """
        import json, sys, jsonschema, yaml
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        for error in jsonschema.Draft202012Validator(schema).iter_errors(yaml.safe_load(open(sys.argv[2]))):
            print(error.json_path, error.message)
        """;

    [TestMethod]
    public void Every_example_is_valid()
    {
        var inDocs = Directory.GetFiles(Path.Combine(Checkout.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Checkout.Root, "README.md")).SelectMany(f => Example().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).ToList();
        Assert.IsGreaterThan(1, inDocs.Count);
        foreach (var text in inDocs.Concat(Directory.GetFiles(Path.Combine(Checkout.Root, "docs", "examples"), "*.yaml").Select(File.ReadAllText)))
        {
            Assert.AreEqual("", Complaints(text), text);
            Assert.IsNotEmpty(YamlReader.Read(text).Mirrors);
        }
    }

    [TestMethod]
    [DataRow("repositories: [{ name: a, type: apt, upstrem: http://example.org/ }]")]
    [DataRow("repositories: [{ name: a, type: apt, requirements: [x] }]")]
    [DataRow("repositories: [{ name: a, type: apt, grace_period: soon }]")]
    [DataRow("repositories: [{ name: a, type: deb }]")]
    public void What_the_reader_refuses_is_invalid(string text)
    {
        Assert.ThrowsExactly<YamlDefinitionException>(() => YamlReader.Read(text));
        Assert.AreNotEqual("", Complaints(text));
    }

    private string Complaints(string yaml)
    {
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), yaml);
        return Command.Output("/usr/bin/python3", "-c", Validate, Path.Combine(Checkout.Root, "schemas", "chantal.schema.json"), Workspace.PathOf("chantal.yaml"));
    }

    [GeneratedRegex("^```yaml\n(.*?repositories:.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
