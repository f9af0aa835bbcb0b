using System.Text.Json.Nodes;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Definitions.Yaml;

namespace Chantal.Core.Tests.Definitions;

/// <summary>The schema for editors and the reader of YAML agree on what a definition is.</summary>
[TestClass]
public sealed class JsonSchemaTests
{
    [TestMethod]
    public async Task What_the_documents_show_is_valid_and_can_be_read()
    {
        var shown = Documents.YamlDefinitions.ToList();

        Assert.ContainsAll(["docs/examples/chantal.yaml", "docs/reference/yaml.md"], shown.Select(d => d.Place.Split(' ')[0]));
        foreach (var (place, text) in shown)
        {
            Assert.IsEmpty(await EditorSchema.FaultsAsync(text), place);
            Assert.IsNotEmpty(YamlReader.Read(text).Mirrors, place);
        }
    }

    [TestMethod]
    [DataRow("repositories: []\nstore_rot: /srv", DisplayName = "unknown key at the top")]
    [DataRow("store_root: /srv", DisplayName = "no repositories")]
    [DataRow("repositories: { name: a, type: apt }", DisplayName = "repositories are not a list")]
    [DataRow("repositories: [debian]", DisplayName = "a repository is a word")]
    [DataRow("- a", DisplayName = "a list of words")]
    [DataRow("defaults: [x]\nrepositories: []", DisplayName = "defaults are a list")]
    [DataRow("repositories: [{ type: apt }]", DisplayName = "no name")]
    [DataRow("repositories: [{ name: a }]", DisplayName = "no type")]
    [DataRow("repositories: [{ name: a, type: deb }]", DisplayName = "unknown type")]
    [DataRow("repositories: [{ name: a, type: apt, sutes: [x] }]", DisplayName = "unknown key")]
    [DataRow("repositories: [{ name: a, type: apt, requirements: [x] }]", DisplayName = "another type's key")]
    [DataRow("repositories: [{ name: a, type: pypi, suites: [x] }]", DisplayName = "yet another type's key")]
    [DataRow("repositories: [{ name: a, type: apt, max_retries: many }]", DisplayName = "a word for a number")]
    [DataRow("repositories: [{ name: a, type: apt, max_retries: -1 }]", DisplayName = "a number below zero")]
    [DataRow("repositories: [{ name: a, type: apt, max_retries: 1.5 }]", DisplayName = "half a number")]
    [DataRow("repositories: [{ name: a, type: apt, include_sources: maybe }]", DisplayName = "a word for a flag")]
    [DataRow("repositories: [{ name: a, type: apt, verify_signatures: [true] }]", DisplayName = "a list for a flag")]
    [DataRow("repositories: [{ name: a, type: apt, user_agent: { x: y } }]", DisplayName = "a mapping for a text")]
    [DataRow("repositories: [{ name: a, type: apt, suites: { x: y } }]", DisplayName = "a mapping for a list")]
    [DataRow("repositories: [{ name: a, type: apt, suites: [[x]] }]", DisplayName = "a list in a list")]
    [DataRow("repositories: [{ name: a, type: apt, link_mode: hrad }]", DisplayName = "not among the choices")]
    [DataRow("repositories: [{ name: a, type: apt, proxy: null }]", DisplayName = "null")]
    [DataRow("repositories: [{ name: a, type: pypi, packages: [{ nam: x }] }]", DisplayName = "unknown key of an entry")]
    [DataRow("repositories: [{ name: a, type: pypi, packages: [{ version: '1' }] }]", DisplayName = "an entry without a name")]
    [DataRow("repositories: [{ name: a, type: rpm, variables: { releasever: [9] } }]", DisplayName = "a list for a variable")]
    public async Task What_the_reader_refuses_an_editor_underlines(string yaml)
    {
        Assert.ThrowsExactly<YamlDefinitionException>(() => YamlReader.Read(yaml));
        Assert.IsNotEmpty(await EditorSchema.FaultsAsync(yaml));
    }

    [TestMethod]
    [DataRow("repositories: []", DisplayName = "none yet")]
    [DataRow("repositories: [{ name: a, type: mine, mirror_type_targets: mine.targets, suites: [x], requirements: [y] }]", DisplayName = "a plug-in's type knows every key")]
    [DataRow("repositories: [{ name: a, type: apt, suites: x, grace_period: 0 }]", DisplayName = "a list of one is a word")]
    [DataRow("repositories: [{ name: a, type: rpm, variables: { releasever: 9 } }]", DisplayName = "variables by name")]
    [DataRow("repositories: [{ name: a, type: pypi, python_versions: 3.12 }]", DisplayName = "a version looks like a number")]
    [DataRow("defaults: { suites: [x] }\nrepositories: [{ name: a, type: pypi }]", DisplayName = "defaults for another type")]
    [DataRow("repositories: [{ name: a, type: rpm, metadata: Regenerate, link_mode: hard }]", DisplayName = "choices as the documents spell them")]
    public async Task What_the_reader_takes_an_editor_leaves_alone(string yaml)
    {
        _ = YamlReader.Read(yaml);
        Assert.IsEmpty(await EditorSchema.FaultsAsync(yaml));
    }

    [TestMethod]
    public void An_editor_is_offered_types_choices_defaults_and_examples()
    {
        var keys = JsonNode.Parse(JsonSchema.Write())!["$defs"]!["mirror"]!["properties"]!;

        Assert.AreSequenceEqual(Vocabulary.Types, keys["type"]!["anyOf"]![0]!["enum"]!.AsArray().Select(t => t!.ToString()));
        Assert.AreEqual("8", keys["max_parallel_downloads"]!["default"]!.ToJsonString());
        Assert.AreEqual("true", keys["verify_signatures"]!["default"]!.ToJsonString());
        Assert.AreEqual("\"3d\"", keys["grace_period"]!["default"]!.ToJsonString());
        Assert.Contains("10M", keys["max_bandwidth"]!["examples"]!.AsArray().Select(e => e!.ToString()));
        Assert.EndsWith(". Default: unlimited.", keys["max_bandwidth"]!["description"]!.ToString());
        Assert.EndsWith(". Required unless VerifySignatures is false; Python indices are not signed.", keys["signed_by"]!["description"]!.ToString());
        foreach (var term in Vocabulary.Terms.Where(t => t.Scope == TermScope.Mirror && t.Default is not null))
        {
            Assert.IsNotNull(keys[term.Key]!["default"], term.Name);
        }
    }

    [TestMethod]
    [DataRow("apt")]
    [DataRow("rpm")]
    [DataRow("pypi")]
    public async Task What_is_written_of_a_project_that_says_everything_is_valid_and_means_the_same(string type)
    {
        var terms = Vocabulary.Terms.Where(t => t.Scope == TermScope.Mirror && t.Name is not ("MirrorName" or "MirrorType") && (t.Types.Count == 0 || t.Types.Contains(type))).ToList();
        var project = new MirrorDefinition(
            "everything",
            [new("MirrorType", type), .. terms.Where(t => !t.IsItem).Select(t => KeyValuePair.Create(t.Name, InProject(t)))],
            [.. terms.Where(t => t.IsItem).SelectMany(t => (DefinitionItem[])[new(t.Name, "one*", []), new(t.Name, "3.10", [.. t.Metadata.Select(m => KeyValuePair.Create(m, ">=2,<3"))])])]);

        var yaml = YamlWriter.Write(new EstateDefinition([], [project]));

        Assert.IsEmpty(await EditorSchema.FaultsAsync(yaml), yaml);
        var read = YamlReader.Read(yaml).Mirrors.Single();
        Assert.AreSequenceEqual(
            project.Properties.Select(p => $"{p.Key}={p.Value.Trim()}").Order(StringComparer.OrdinalIgnoreCase),
            read.Properties.Where(p => p.Key != "MirrorName").Select(p => $"{p.Key}={p.Value}").Order(StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);
        Assert.AreSequenceEqual(project.Items.Select(Text), read.Items.Select(Text));
    }

    // As MSBuild takes it: flags and choices in any case, with white space around the value.
    private static string InProject(Term term) => term.Kind switch
    {
        TermKind.Flag => "True",
        TermKind.Number => "7",
        TermKind.Bytes => "5M",
        TermKind.Share => "7%",
        TermKind.Limit => "7",
        TermKind.Duration => "3d",
        TermKind.Choice => $"\n  {term.Choices[^1]}\n",
        TermKind.List => " one;two ",
        _ => " some/text ",
    };

    private static string Text(DefinitionItem item) => $"{item.Name}={item.Value} {string.Join(' ', item.Metadata.Select(m => $"{m.Key}={m.Value}"))}";
}
