using System.Text;
using System.Text.Json;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.PyPI.Metadata;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class MetadataTests
{
    [TestMethod]
    public void Names_requirements_and_the_description_are_read()
    {
        var metadata = Parse("""
            Metadata-Version: 2.1
            Name: Foo.Bar
            Version: 1.0
            summary: Something: with a colon
            Requires-Python: >=3.8
            Requires-Dist: a>=1
            Requires-Dist: b ; extra == "x"
            Provides-Extra: x
            Classifier: A
            Classifier: B
            License: line one
                    line two

                  and three

            # Title

            Name: not this
            """);

        Assert.AreEqual("Foo.Bar 1.0 2.1", $"{metadata.Name} {metadata.Version} {metadata.MetadataVersion}");
        Assert.AreEqual(">=3.8", metadata.RequiresPython);
        Assert.AreSequenceEqual(["a>=1", "b ; extra == \"x\""], metadata.RequiresDist);
        Assert.AreSequenceEqual(["x"], metadata.ProvidesExtra);
        Assert.AreSequenceEqual(["A", "B"], metadata.All("classifier"));
        Assert.AreEqual("Something: with a colon", metadata["Summary"]);
        Assert.AreEqual("line one\nline two", metadata["License"]);
        Assert.StartsWith("      and three", metadata.Description!);
        Assert.IsNull(metadata["Author"]);
        Assert.IsEmpty(metadata.All("Author"));
    }

    [TestMethod]
    [DataRow("Metadata-Version: 2.2\r\nName: a\r\nVersion: 1\r\nRequires-Dist: b\r\n\r\ntext", DisplayName = "CRLF")]
    [DataRow("Metadata-Version: 2.2\rName: a\rVersion: 1\rRequires-Dist: b", DisplayName = "CR")]
    [DataRow("\uFEFFMetadata-Version:2.2\nNAME:a\nversion:\t1 \nRequires-Dist:\n b\n", DisplayName = "mark, blanks, capitals, a folded value")]
    [DataRow("Name: a\nName: z\nVersion: 1\nMetadata-Version: 2.2\n:x\nRequires-Dist: b", DisplayName = "the first holds")]
    public void Metadata_is_read_however_it_is_written(string text)
    {
        var metadata = Parse(text);
        Assert.AreEqual("a 1 2.2 b", $"{metadata.Name} {metadata.Version} {metadata.MetadataVersion} {metadata.RequiresDist.Single()}");
    }

    [TestMethod]
    [DataRow("2.1", "", false)]
    [DataRow("2.2", "", true)]
    [DataRow("2.10", "", true)]
    [DataRow("2.4", "Dynamic: requires-dist\n", false)]
    [DataRow("2.4", "Dynamic: License\n", true)]
    [DataRow("new", "", false)]
    public void Dependencies_of_a_source_archive_hold_since_2_2(string version, string more, bool expected) =>
        Assert.AreEqual(expected, Parse($"Metadata-Version: {version}\nName: a\nVersion: 1\n{more}").HasStaticDependencies);

    [TestMethod]
    [DataRow("")]
    [DataRow("Name: a\n")]
    [DataRow("Name:\nVersion: 1\n")]
    [DataRow("<html>\nName: a\nVersion: 1\n")]
    public void Metadata_without_name_or_version_is_refused(string text) =>
        Assert.AreEqual(DiagnosticCodes.CoreMetadataMalformed, Assert.ThrowsExactly<MirrorException>(() => Parse(text)).Code);

    [TestMethod]
    public void Metadata_has_a_largest_size() => Assert.AreEqual(
        DiagnosticCodes.CoreMetadataMalformed,
        Assert.ThrowsExactly<MirrorException>(() => CoreMetadata.Parse(new byte[CoreMetadata.MaxLength + 1], "a.whl")).Code);

    [TestMethod]
    public void Text_that_is_not_utf_8_does_not_keep_the_rest_from_being_read()
    {
        var text = Encoding.Latin1.GetBytes("Name: a\nVersion: 1\nAuthor: J\u00f6rg\nRequires-Dist: b\n");
        Assert.AreEqual("b", CoreMetadata.Parse(text, "a.whl").RequiresDist.Single());
    }

    [TestMethod]
    public void Pythons_parser_of_mail_sees_the_same_fields()
    {
        const string Script = """
            import email.parser, json, sys
            def fields(text):
                return [[k, ' '.join(x.strip() for x in v.splitlines() if x.strip())] for k, v in email.parser.Parser().parsestr(text).items() if k]
            print(json.dumps([fields(t) for t in json.load(open(sys.argv[1]))]))
            """;
        string[] pieces = ["Name: a", "Version: 1", "Requires-Dist: b>=1", "Requires-Dist:c", "Provides-Extra: x", " folded", "\tfolded: too", "no header", "Strange Key: x", ":empty", "K\u00e9y: x", "Summary: s\u00e4", "Description: a\n        b\n       |", "Classifier :: A"];
        var random = new Random(3);
        var texts = Enumerable.Range(0, 300)
            .Select(_ => "Name: a\nVersion: 1\n" + string.Concat(Enumerable.Range(0, 12).Select(_ => pieces[random.Next(pieces.Length)] + (random.Next(4) == 0 ? "\r\n" : "\n"))))
            .ToArray();
        using var directory = new TemporaryDirectory();
        var file = directory.Write("texts.json", JsonSerializer.SerializeToUtf8Bytes(texts));
        var all = JsonSerializer.Deserialize<string[][][]>(Shell.Require(directory.Root, Shell.Python, "-c", Script, file))!;
        foreach (var (text, expected) in texts.Zip(all))
        {
            var metadata = Parse(text);
            foreach (var field in expected.GroupBy(f => f[0], StringComparer.OrdinalIgnoreCase))
            {
                Assert.AreSequenceEqual(field.Select(f => f[1]).ToArray(), metadata.All(field.Key).Select(v => v.Replace('\n', ' ')), text);
            }

            Assert.HasCount(expected.Count(f => f[0] == "Requires-Dist"), metadata.RequiresDist, text);
        }
    }

    private static CoreMetadata Parse(string text) => CoreMetadata.Parse(Encoding.UTF8.GetBytes(text), "a.whl");
}
