using System.Xml;
using System.Xml.Schema;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;

namespace Chantal.Core.Tests.Definitions;

/// <summary>The XML schema takes what MSBuild and Chantal take, and underlines what they refuse.</summary>
[TestClass]
public sealed class XmlSchemaTests
{
    private static readonly XmlSchemaSet Schemas = Load();

    private static IEnumerable<object[]> Projects =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "mirrors"), "*.proj").Append(Path.Combine(Repository.Root, "chantal.proj"))
            .Select(f => (Path.GetRelativePath(Repository.Root, f), File.ReadAllText(f))).Concat(Documents.Projects).Select(p => new object[] { p.Item1, p.Item2 });

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void Every_project_that_is_shown_is_valid(string place, string text) => Assert.IsEmpty(Faults(text), place);

    [TestMethod]
    public void A_project_with_a_property_of_its_own_is_among_them()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "mirrors", "rhel9.proj"));

        Assert.Contains("<Entitlement", text);
        Assert.IsEmpty(Faults(text));
    }

    [TestMethod]
    [DataRow("<PropertyGroup><Mine>x</Mine></PropertyGroup>", DisplayName = "a property of one's own")]
    [DataRow("<ItemGroup><Mine Include='x' Any='y'><More>z</More></Mine></ItemGroup>", DisplayName = "an item of one's own")]
    [DataRow("<PropertyGroup Condition=\"'$(A)' == ''\" Label='x'><VerifySignatures Condition='true'> False </VerifySignatures></PropertyGroup>", DisplayName = "conditions, and a flag in any case")]
    [DataRow("<PropertyGroup><VerifySignatures>$(Mine)</VerifySignatures><MaxRetries>$(Mine)</MaxRetries><LinkMode>$([System.String]::Copy('hard'))</LinkMode></PropertyGroup>", DisplayName = "expressions")]
    [DataRow("<PropertyGroup><LinkMode>Hard</LinkMode><MaxRetries> 7 </MaxRetries><GracePeriod>0</GracePeriod><MaxBandwidth>1.5g</MaxBandwidth><CheckShare>2.5 %</CheckShare><MaxFileSize></MaxFileSize></PropertyGroup>", DisplayName = "values of every kind")]
    [DataRow("<ItemGroup><Package Include='numpy' Version='2' /><Package Include='scipy'><Version>2</Version></Package><Package Remove='numpy' /><Package Update='scipy' Version='1' /></ItemGroup>", DisplayName = "items and metadata")]
    [DataRow("<Choose><When Condition='true'><PropertyGroup><A>x</A></PropertyGroup></When></Choose><Target Name='x'><Exec Command='y' /></Target><ItemDefinitionGroup /><ImportGroup /><Sdk Name='x' />", DisplayName = "what else MSBuild has")]
    [DataRow("<PropertyGroup><Mirror>debian</Mirror></PropertyGroup><ItemGroup><Mirror Include='*.proj' /></ItemGroup>", DisplayName = "a word that is both")]
    public void What_can_be_read_is_left_alone(string content) => Assert.IsEmpty(Faults($"<Project Sdk='Chantal.Sdk'>{content}</Project>"));

    [TestMethod]
    [DataRow("<ItmGroup />", DisplayName = "an element that MSBuild does not have")]
    [DataRow("<PropertyGroup><VerifySignatures>ture</VerifySignatures></PropertyGroup>", DisplayName = "no flag")]
    [DataRow("<PropertyGroup><LinkMode>hrad</LinkMode></PropertyGroup>", DisplayName = "not among the choices")]
    [DataRow("<PropertyGroup><MaxRetries>many</MaxRetries></PropertyGroup>", DisplayName = "no number")]
    [DataRow("<PropertyGroup><MaxRetries>101</MaxRetries></PropertyGroup>", DisplayName = "a number out of bounds")]
    [DataRow("<PropertyGroup><GracePeriod>3 days</GracePeriod></PropertyGroup>", DisplayName = "no duration")]
    [DataRow("<PropertyGroup><MaxBandwidth>fast</MaxBandwidth></PropertyGroup>", DisplayName = "no bytes")]
    [DataRow("<PropertyGroup><CheckShare>10</CheckShare></PropertyGroup>", DisplayName = "no share")]
    [DataRow("<PropertyGroup><Suite>bookworm</Suite></PropertyGroup>", DisplayName = "an item as a property")]
    [DataRow("<ItemGroup><MirrorType Include='apt' /></ItemGroup>", DisplayName = "a property as an item")]
    [DataRow("<ItemGroup><Package Include='numpy' Versoin='2' /></ItemGroup>", DisplayName = "unknown metadata")]
    [DataRow("<ItemGroup><Package Include='numpy'><Versoin>2</Versoin></Package></ItemGroup>", DisplayName = "unknown metadata as an element")]
    public void What_cannot_be_read_is_underlined(string content) => Assert.HasCount(1, Faults($"<Project Sdk='Chantal.Sdk'>{content}</Project>"));

    [TestMethod]
    public void Every_word_has_its_sentence_and_its_default()
    {
        foreach (var term in Vocabulary.Terms)
        {
            var element = (XmlSchemaElement?)Schemas.GlobalElements[new XmlQualifiedName(term.Name)];
            var documentation = string.Concat(element!.Annotation!.Items.OfType<XmlSchemaDocumentation>().Select(d => d.Markup![0]!.Value));
            Assert.StartsWith(term.Description, documentation);
            Assert.EndsWith(term.DefaultSentence ?? "", documentation);
        }
    }

    private static XmlSchemaSet Load()
    {
        var schemas = new XmlSchemaSet();
        _ = schemas.Add(null, Path.Combine(Repository.Root, "schemas", "chantal.xsd"));
        schemas.Compile();
        return schemas;
    }

    private static List<string> Faults(string text)
    {
        var faults = new List<string>();
        var settings = new XmlReaderSettings { Schemas = Schemas, ValidationType = ValidationType.Schema };
        settings.ValidationEventHandler += (_, fault) => faults.Add(fault.Message);
        using var reader = XmlReader.Create(new StringReader(text), settings);
        while (reader.Read())
        {
        }

        return faults;
    }
}
