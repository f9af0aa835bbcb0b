using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Definitions.Yaml;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Definitions;

/// <summary>YAML says what projects say, and what is wrong in it is said with its place.</summary>
[TestClass]
public sealed class YamlReaderTests
{
    [TestMethod]
    [DataRow("\"acme-*;billing\"")]
    [DataRow("[\"acme-*\", billing]")]
    public void Metadata_that_is_a_list_may_be_one_in_YAML(string projects)
    {
        var text = $"repositories: [{{ name: a, type: pypi, package_indices: [{{ name: \"https://a.example/simple/\", projects: {projects} }}] }}]";
        var read = YamlReader.Read(text);
        Assert.AreEqual("acme-*;billing", read.Mirrors[0].Items[0]["Projects"]);

        var written = YamlWriter.Write(read);
        Assert.Contains("projects: [\"acme-*\", billing]", written);
        Assert.AreEqual("acme-*;billing", YamlReader.Read(written).Mirrors[0].Items[0]["Projects"]);
    }

    [TestMethod]
    public void Other_metadata_is_one_text() => Assert.AreEqual(
        DiagnosticCodes.YamlWrongType,
        Assert.ThrowsExactly<YamlDefinitionException>(() => YamlReader.Read("repositories: [{ name: a, type: pypi, packages: [{ name: numpy, version: [1, 2] }] }]")).Code);

    [TestMethod]
    public void A_file_is_read_into_the_words_of_projects()
    {
        var estate = YamlReader.Read("""
            store_root: /srv/chantal
            defaults: { max_parallel_downloads: 16, languages: [en] }
            repositories:
              - name: debian
                type: apt
                upstream: [http://one.example/debian/, http://two.example/debian/]
                suites: [bookworm, bookworm-updates]
                packages: ["nginx*"]
                include_dependencies: true
              - name: python
                type: pypi
                upstream: https://index.example/simple/
                max_parallel_downloads: 4
                packages: [{ name: numpy, version: ">=2,<3" }, requests]
            """);

        Assert.AreEqual("/srv/chantal", estate.Properties.Single(p => p.Key == "StoreRoot").Value);
        var (debian, python) = (estate.Mirrors[0], estate.Mirrors[1]);
        Assert.AreEqual("16", Property(debian, "MaxParallelDownloads"));
        Assert.AreEqual("http://one.example/debian/;http://two.example/debian/", Property(debian, "Upstream"));
        Assert.AreSequenceEqual(["en", "bookworm", "bookworm-updates", "nginx*"], debian.Items.Select(i => i.Value));
        Assert.AreEqual("4", Property(python, "MaxParallelDownloads"));
        Assert.AreSequenceEqual(["numpy >=2,<3", "requests "], python.Items.Select(i => $"{i.Value} {string.Join(' ', i.Metadata.Select(m => m.Value))}"));
    }

    [TestMethod]
    [DataRow("repositories: []\nstore_rot: /srv", DiagnosticCodes.YamlUnknownKey, 2, 1, "store_root")]
    [DataRow("repositories:\n  - { name: a, type: apt, sutes: [x] }", DiagnosticCodes.YamlUnknownKey, 2, 27, "a: The key 'sutes' is not allowed here. The nearest key that is allowed is 'suites'")]
    [DataRow("repositories:\n  - { name: a, type: apt, requirements: [x] }", DiagnosticCodes.YamlUnknownKey, 2, 27, "pypi")]
    [DataRow("repositories:\n  - name: a\n    type: apt\n    max_retries: many", DiagnosticCodes.YamlWrongType, 4, 18, "whole number")]
    [DataRow("repositories:\n  - name: a\n    type: apt\n    verify_signatures: [true]", DiagnosticCodes.YamlWrongType, 4, 24, "text")]
    [DataRow("repositories:\n  - name: a\n    type: apt\n    suites: { x: y }", DiagnosticCodes.YamlWrongType, 4, 13, "list")]
    [DataRow("repositories:\n  - name: a\n    type: deb", DiagnosticCodes.YamlWrongType, 3, 11, "apt, rpm, pypi, apk")]
    [DataRow("repositories:\n  - name: ../a\n    type: apt", DiagnosticCodes.InvalidName, 2, 11, "../a")]
    [DataRow("repositories:\n  - name: a", DiagnosticCodes.YamlMissingKey, 2, 5, "type")]
    [DataRow("store_root: /srv", DiagnosticCodes.YamlMissingKey, 1, 1, "repositories")]
    [DataRow("repositories:\n  - { name: a, type: apt }\n  - { name: A, type: rpm }", DiagnosticCodes.DuplicateName, 3, 5, "'A'")]
    [DataRow("repositories: []\nrepositories: []", DiagnosticCodes.YamlMalformed, 2, 1, "'repositories' stands there twice")]
    [DataRow("repositories: [", DiagnosticCodes.YamlMalformed, 1, 15, "[ is not closed")]
    [DataRow("repositories:\n\t- name: a\n", DiagnosticCodes.YamlMalformed, 2, 1, "tab")]
    [DataRow("repositories:\n  - name: a\n   type: apt\n", DiagnosticCodes.YamlMalformed, 3, 4, "indentation")]
    [DataRow("repositories:\n  - name: \"a\n    type: apt\n", DiagnosticCodes.YamlMalformed, 2, 11, "the quote \" is not closed")]
    [DataRow("repositories:\n  - name: a\n    suites: [a, b\n    type: apt\n", DiagnosticCodes.YamlMalformed, 3, 13, "[ is not closed")]
    [DataRow("repositories:\n  - name: a\n    suites: {a: b\n", DiagnosticCodes.YamlMalformed, 3, 13, "{ is not closed")]
    [DataRow("repositories:\n  - name: a\n    type:apt\n    suites: [b]\n", DiagnosticCodes.YamlMalformed, 3, 5, "space is missing after 'type:'")]
    [DataRow("repositories:\n  - name: a: b\n", DiagnosticCodes.YamlMalformed, 2, 12, "quotes")]
    [DataRow("repositories:\n  - name: @a\n", DiagnosticCodes.YamlMalformed, 2, 11, "'@'")]
    [DataRow("repositories:\n  - name: a\n    packages: [*.deb]\n", DiagnosticCodes.YamlMalformed, 3, 16, "quotes")]
    [DataRow("repositories:\n  - name: *a\n", DiagnosticCodes.YamlMalformed, 2, 11, "quotes")]
    [DataRow("repositories:\n  - name: a\n    name: b\n", DiagnosticCodes.YamlMalformed, 3, 5, "'name' stands there twice")]
    [DataRow("repositories:\n- name: a\n  - name: b\n", DiagnosticCodes.YamlMalformed, 3, 3, "indentation")]
    [DataRow("repositories:\n  - name: 'it's'\n", DiagnosticCodes.YamlMalformed, 2, 14, "twice")]
    [DataRow("store_root: \"C:\\d\"\nrepositories: []\n", DiagnosticCodes.YamlMalformed, 1, 16, "single quotes")]
    [DataRow("repositories: !!python/object []", DiagnosticCodes.YamlMalformed, 1, 15, "tag")]
    [DataRow("repositories: []\n---\nrepositories: []", DiagnosticCodes.YamlMalformed, 3, 1, "document")]
    [DataRow("", DiagnosticCodes.YamlMalformed, 1, 1, "empty")]
    [DataRow("- a", DiagnosticCodes.YamlMalformed, 1, 1, "")]
    public void What_is_wrong_is_said_with_its_place(string text, string code, int line, int column, string hint)
    {
        var error = Assert.ThrowsExactly<YamlDefinitionException>(() => YamlReader.Read(text));

        Assert.AreEqual((code, line, column), (error.Code, error.Place.Line, error.Place.Column), error.Message);
        Assert.Contains(hint, error.Message);
    }

    [TestMethod]
    public void Whatever_is_typed_into_a_definition_its_place_is_said()
    {
        const string Good = "store_root: /srv\nrepositories:\n  - name: a\n    type: apt\n    upstream: 'http://a.example/'\n    suites: [x, \"y\"]\n    packages: [{ name: b, version: '>=1' }]\n";
        const string Typed = "[]{}:,\"'-*&!|>%@`#?\\\t\n ab\u0085\uFEFF";
        var random = new Random(20);
        for (var round = 0; round < 5000; round++)
        {
            var text = new StringBuilder(Good);
            for (var change = 0; change <= round % 4; change++)
            {
                var at = random.Next(text.Length);
                _ = random.Next(3) == 0 ? text.Remove(at, 1) : text.Insert(at, Typed[random.Next(Typed.Length)]);
            }

            try
            {
                _ = YamlReader.Read(text.ToString());
            }
            catch (YamlDefinitionException exception)
            {
                Assert.IsGreaterThan(0, exception.Place.Line);
            }
        }
    }

    [TestMethod]
    public async Task A_file_of_a_gigabyte_is_not_read()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.PathOf("chantal.yaml");
        await using (var file = File.Create(path))
        {
            file.SetLength(1L << 30);
        }

        Assert.AreEqual(DiagnosticCodes.YamlTooLarge, (await Assert.ThrowsExactlyAsync<YamlDefinitionException>(() => YamlReader.ReadFileAsync(path, default))).Code);
    }

    [TestMethod]
    [DataRow("\\0")]
    [DataRow("\\n")]
    [DataRow("\\x1b")]
    public void A_control_character_in_a_value_is_named(string escape)
    {
        var refusal = Assert.ThrowsExactly<YamlDefinitionException>(() => YamlReader.Read($"repositories:\n- name: a\n  type: apt\n  upstream: \"http://a{escape}b/\"\n  suites: [x]\n"));

        Assert.AreEqual(DiagnosticCodes.YamlWrongType, refusal.Code);
        Assert.AreEqual(4, refusal.Place.Line);
    }

    [TestMethod]
    public void Aliases_may_repeat_but_not_explode()
    {
        var shared = YamlReader.Read("""
            repositories:
              - { name: a, type: apt, suites: &suites [x, y] }
              - { name: b, type: apt, suites: *suites }
            """);
        Assert.HasCount(2, shared.Mirrors[1].Items);

        var bomb = $"repositories:\n  - name: a\n    type: apt\n    packages: &a [x{string.Concat(Enumerable.Repeat(", x", 99))}]\n"
            + string.Concat(Enumerable.Range(0, 2_000).Select(n => $"  - {{ name: m{n}, type: apt, packages: *a }}\n"));
        Assert.AreEqual(DiagnosticCodes.YamlTooLarge, Assert.ThrowsExactly<YamlDefinitionException>(() => YamlReader.Read(bomb)).Code);
    }

    [TestMethod]
    public void What_nests_without_end_is_refused()
    {
        Assert.AreEqual(DiagnosticCodes.YamlTooLarge, Assert.ThrowsExactly<YamlDefinitionException>(() => YamlReader.Read("repositories: " + new string('[', 100_000))).Code);
    }

    [TestMethod]
    public void Nothing_in_a_value_means_anything_to_MSBuild()
    {
        var text = ProjectText.WriteStandIn(
            new MirrorDefinition("a", [new("UserAgent", "$(HOME) @(x) %41 <&>")], [new("Package", "a;b*$(x)", [])]), "/y.yaml", "/sdk", "/tasks.dll", []);

        Assert.Contains("<UserAgent>%24(HOME) %40(x) %2541 &lt;&amp;&gt;</UserAgent>", text);
        Assert.Contains("Include=\"a%3Bb%2A%24(x)\"", text);
    }

    [TestMethod]
    public void What_is_written_is_read_as_the_same()
    {
        var example = Path.Combine(Repository.Root, "docs", "examples", "chantal.yaml");
        var estate = YamlReader.Read(File.ReadAllText(example));

        var again = YamlReader.Read(YamlWriter.Write(estate));

        Assert.AreSequenceEqual(estate.Mirrors.Select(Text), again.Mirrors.Select(Text));
        static string Text(MirrorDefinition mirror) => ProjectText.Write(mirror);
    }

    private static string Property(MirrorDefinition mirror, string name) => mirror.Properties.Single(p => p.Key == name).Value;
}
