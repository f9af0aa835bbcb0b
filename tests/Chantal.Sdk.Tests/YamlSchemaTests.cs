using System.Text.Json;
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
        validator = jsonschema.Draft202012Validator(schema)
        print(json.dumps(["\n".join(f"{e.json_path} {e.message}" for e in validator.iter_errors(yaml.safe_load(open(f)))) for f in sys.argv[2:]]))
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

    // One process for all: Python takes longer to start than to look.
    [TestMethod]
    public void What_a_type_requires_the_schema_requires_unless_the_defaults_have_it()
    {
        (string Mirror, string Missing)[] incomplete =
        [
            ("type: apt, suites: [x], signed_by: k", "upstream: 'http://a.example/'"),
            ("type: apt, upstream: 'http://a.example/', signed_by: k", "suites: x"),
            ("type: apt, upstream: 'http://a.example/', suites: x", "signed_by: k"),
            ("type: rpm, signed_by: k", "upstream: 'http://a.example/'"),
            ("type: pypi, upstream: 'http://a.example/'", "packages: [x]"),
            ("type: pypi, packages: [x]", "upstream: 'http://a.example/'"),
            ("type: apk, upstream: 'http://a.example/', signed_by: k", "architectures: [x]"),
            ("type: files, upstream: 'http://a.example/'", "files: ['http://a.example/x']"),
        ];

        var complaints = Complaints([.. incomplete.SelectMany(c => (string[])
        [
            $"repositories: [{{ name: a, {c.Mirror} }}]", $"repositories: [{{ name: a, {c.Mirror}, {c.Missing} }}]", $"defaults: {{ {c.Missing} }}\nrepositories: [{{ name: a, {c.Mirror} }}]",
        ])]);

        for (var i = 0; i < incomplete.Length; i++)
        {
            Assert.AreNotEqual("", complaints[3 * i], incomplete[i].ToString());
            Assert.AreEqual("", complaints[(3 * i) + 1], incomplete[i].ToString());
            Assert.AreEqual("", complaints[(3 * i) + 2], incomplete[i].ToString());
        }
    }

    [TestMethod]
    public void Other_ways_to_say_it_are_enough_and_units_are_known()
    {
        const string Apt = "type: apt, upstream: 'http://a.example/', suites: x, signed_by: k";
        string[] valid =
        [
            "type: apt, upstream: 'http://a.example/', suites: x, verify_signatures: false",
            "type: rpm, meta_link: 'http://a.example/', signed_by: k",
            "type: rpm, repositories: [{ name: x, mirror_list: 'http://a.example/' }], signed_by: k",
            "type: pypi, package_indices: ['http://a.example/'], include_all: true",
            "type: mine, mirror_type_targets: mine.targets",
            $"{Apt}, max_bandwidth: 1.5G, check_share: 2.5%, grace_period: 0, transfer_timeout: 90s",
            $"{Apt}, max_bandwidth: 5000000, check_share: '10 %'",
        ];
        string[] invalid = ["max_bandwidth: fast", "max_bandwidth: 10X", "max_bandwidth: 10 MB", "check_share: 10", "check_share: half", "grace_period: 3 days", "transfer_timeout: 60"];

        var complaints = Complaints([.. valid.Concat(invalid.Select(i => $"{Apt}, {i}")).Select(m => $"repositories: [{{ name: a, {m} }}]")]);

        Assert.AreSequenceEqual(valid.Select(_ => true).Concat(invalid.Select(_ => false)), complaints.Select(c => c.Length == 0), string.Join('\n', complaints));
    }

    private string Complaints(string yaml) => Complaints([yaml])[0];

    private List<string> Complaints(IReadOnlyList<string> yaml)
    {
        var files = yaml.Select((text, at) => (Path: Workspace.PathOf($"{at}.yaml"), Text: text)).ToList();
        files.ForEach(f => File.WriteAllText(f.Path, f.Text));
        var output = Command.Output("/usr/bin/python3", ["-c", Validate, Path.Combine(Checkout.Root, "schemas", "chantal.schema.json"), .. files.Select(f => f.Path)]);
        return [.. JsonDocument.Parse(output).RootElement.EnumerateArray().Select(c => c.GetString()!)];
    }

    [GeneratedRegex("^```yaml\n(.*?repositories:.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
