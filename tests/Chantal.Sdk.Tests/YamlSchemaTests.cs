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

    [TestMethod]
    [DataRow("type: apt, suites: [x], signed_by: k", "upstream", DisplayName = "apt without upstream")]
    [DataRow("type: apt, upstream: 'http://a.example/', signed_by: k", "suites", DisplayName = "apt without suites")]
    [DataRow("type: apt, upstream: 'http://a.example/', suites: x", "signed_by", DisplayName = "apt without keys")]
    [DataRow("type: rpm, signed_by: k", "upstream", DisplayName = "rpm without upstream")]
    [DataRow("type: pypi, upstream: 'http://a.example/'", "packages", DisplayName = "pypi without packages")]
    [DataRow("type: apk, upstream: 'http://a.example/', signed_by: k", "architectures", DisplayName = "apk without architectures")]
    [DataRow("type: files, upstream: 'http://a.example/'", "files", DisplayName = "files without files")]
    public void What_a_type_requires_the_schema_requires(string mirror, string missing)
    {
        Assert.Contains(missing, Complaints($"repositories: [{{ name: a, {mirror} }}]"));

        // Defaults can say it for all.
        var value = missing switch { "upstream" => "http://a.example/", "files" => "[{ name: 'http://a.example/x' }]", _ => "[x]" };
        Assert.AreEqual("", missing is "files" or "packages" ? "" : Complaints($"defaults: {{ {missing}: {value} }}\nrepositories: [{{ name: a, {mirror} }}]"));
    }

    [TestMethod]
    [DataRow("type: apt, upstream: 'http://a.example/', suites: x, verify_signatures: false", DisplayName = "apt without signatures")]
    [DataRow("type: rpm, meta_link: 'http://a.example/', signed_by: k", DisplayName = "rpm with a metalink")]
    [DataRow("type: rpm, repositories: [{ name: x, mirror_list: 'http://a.example/' }], signed_by: k", DisplayName = "rpm with a list for a repository")]
    [DataRow("type: pypi, package_indices: ['http://a.example/'], include_all: true", DisplayName = "pypi with another index")]
    [DataRow("type: mine, mirror_type_targets: mine.targets", DisplayName = "a plug-in requires nothing")]
    [DataRow("type: apt, upstream: 'http://a.example/', suites: x, signed_by: k, max_bandwidth: 1.5G, check_share: 2.5%, grace_period: 0, transfer_timeout: 90s", DisplayName = "units")]
    public void What_is_enough_is_valid(string mirror) => Assert.AreEqual("", Complaints($"repositories: [{{ name: a, {mirror} }}]"));

    [TestMethod]
    [DataRow("max_bandwidth: fast")]
    [DataRow("max_bandwidth: 10X")]
    [DataRow("max_bandwidth: 10 MB")]
    [DataRow("check_share: 10")]
    [DataRow("check_share: half")]
    [DataRow("grace_period: 3 days")]
    [DataRow("transfer_timeout: 60")]
    public void A_unit_that_is_none_is_invalid(string entry) =>
        Assert.AreNotEqual("", Complaints($"repositories: [{{ name: a, type: apt, upstream: 'http://a.example/', suites: x, signed_by: k, {entry} }}]"));

    private string Complaints(string yaml)
    {
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), yaml);
        return Command.Output("/usr/bin/python3", "-c", Validate, Path.Combine(Checkout.Root, "schemas", "chantal.schema.json"), Workspace.PathOf("chantal.yaml"));
    }

    [GeneratedRegex("^```yaml\n(.*?repositories:.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
