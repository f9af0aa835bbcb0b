using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Schema;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;

namespace Chantal.Core.Tests.Definitions;

/// <summary>The vocabulary, the SDK, the documents and the schemas say the same.</summary>
[TestClass]
public sealed partial class VocabularyTests
{
    [TestMethod]
    public void Every_public_property_and_item_of_the_SDK_is_a_word()
    {
        var words = Vocabulary.Terms.Select(t => t.Name).ToHashSet();
        var foreign = (string[])
        [
            "CHANTAL_STORE", "ChantalSdkRoot", "ChantalTasksAssembly", "UsingChantalSdk", "ImportDirectoryBuildProps", "ImportDirectoryBuildTargets", "RecordDefinitionDependsOn",
            "DefinitionValues", "DefinitionFile", "SyncDependsOn", "TargetFramework", "TasksAssembly",
        ];

        var used = Directory.EnumerateFiles(Path.Combine(Repository.Root, "Chantal.Sdk"), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".props", StringComparison.Ordinal) || f.EndsWith(".targets", StringComparison.Ordinal))
            .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => Reference().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Where(n => n[0] != '_' && !n.StartsWith("MSBuild", StringComparison.Ordinal)).Distinct();

        Assert.IsEmpty(used.Except(words).Except(foreign));
    }

    [TestMethod]
    public void Every_word_stands_in_the_documents()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "definitions.md"));

        Assert.IsEmpty(Vocabulary.Terms.Select(t => t.Name).Where(name => !text.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Keys_are_distinct() =>
        Assert.HasCount(Vocabulary.Terms.Count, Vocabulary.Terms.Select(t => t.Key).Distinct());

    [TestMethod]
    [DataRow("chantal.schema.json")]
    [DataRow("chantal.xsd")]
    public void The_schemas_are_what_the_vocabulary_gives(string name)
    {
        var made = name.EndsWith(".json", StringComparison.Ordinal) ? JsonSchema.Write() : Chantal.Definitions.XmlSchema.Write();
        var file = Path.Combine(Repository.Root, "schemas", name);

        if (Environment.GetEnvironmentVariable("CHANTAL_WRITE_SCHEMAS") == "1")
        {
            File.WriteAllText(file, made);
        }

        Assert.AreEqual(made, File.ReadAllText(file), "run the tests once with CHANTAL_WRITE_SCHEMAS=1");
    }

    [TestMethod]
    public void Definitions_are_valid_by_the_XML_schema()
    {
        var schemas = new XmlSchemaSet();
        _ = schemas.Add(null, Path.Combine(Repository.Root, "schemas", "chantal.xsd"));
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "mirrors"), "*.proj").Append(Path.Combine(Repository.Root, "chantal.proj"));
        foreach (var (place, text) in files.Select(f => (f, File.ReadAllText(f))).Concat(Documents.Projects))
        {
            // A property of one's own is no word of the vocabulary.
            Assert.IsEmpty(Faults(text).Where(f => !f.Contains("'Entitlement'", StringComparison.Ordinal)), place);
        }

        Assert.HasCount(1, Faults("<Project><PropertyGroup><MirorType>apt</MirorType></PropertyGroup></Project>"));
        Assert.HasCount(1, Faults("<Project><ItemGroup><Sute Include=\"stable\" /></ItemGroup></Project>"));
        Assert.HasCount(1, Faults("<Project><ItemGroup><Package Include=\"numpy\" Versoin=\"2\" /></ItemGroup></Project>"));
        Assert.HasCount(1, Faults("<Project><ItmGroup /></Project>"));

        List<string> Faults(string text)
        {
            var faults = new List<string>();
            var settings = new XmlReaderSettings { Schemas = schemas, ValidationType = ValidationType.Schema };
            settings.ValidationEventHandler += (_, fault) => faults.Add(fault.Message);
            using var reader = XmlReader.Create(new StringReader(text), settings);
            while (reader.Read())
            {
            }

            return faults;
        }
    }

    [GeneratedRegex(@"[$@]\(([A-Za-z_][A-Za-z_0-9]*)")]
    private static partial Regex Reference();
}
