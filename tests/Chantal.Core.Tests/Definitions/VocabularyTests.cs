using System.Text.RegularExpressions;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Mirroring;

namespace Chantal.Core.Tests.Definitions;

/// <summary>The vocabulary, the SDK, the documents and the schemas say the same.</summary>
[TestClass]
public sealed partial class VocabularyTests
{
    [TestMethod]
    public void Every_public_property_and_item_of_the_SDK_is_a_word()
    {
        var words = Vocabulary.Terms.SelectMany(t => (string[])[t.Name, t.Variable]).ToHashSet();
        var foreign = (string[])
        [
            "CHANTAL_STORE", "ChantalSdkRoot", "ChantalTasksAssembly", "UsingChantalSdk", "ImportDirectoryBuildProps", "ImportDirectoryBuildTargets", "TargetFramework", "TasksAssembly",
        ];

        var used = Directory.EnumerateFiles(Path.Combine(Repository.Root, "Chantal.Sdk"), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".props", StringComparison.Ordinal) || f.EndsWith(".targets", StringComparison.Ordinal))
            .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => Reference().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Where(n => n[0] != '_' && !n.StartsWith("MSBuild", StringComparison.Ordinal)).Distinct();

        Assert.IsEmpty(used.Except(words).Except(foreign).Except(FormatContract.Of("property", "item")));
    }

    [TestMethod]
    public void The_types_are_those_of_the_formats() => Assert.AreSequenceEqual(RepositoryFormats.All.Select(f => f.Name), Vocabulary.Types);

    [TestMethod]
    public void Every_word_stands_in_the_documents()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "definitions.md"));

        Assert.IsEmpty(Vocabulary.Terms.Select(t => t.Name).Where(name => !text.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Every_default_is_a_value_that_can_be_read()
    {
        foreach (var term in Vocabulary.Terms.Where(t => t.Default is not null))
        {
            Assert.IsTrue(
                term.Kind switch
                {
                    TermKind.Flag => term.Default is "true" or "false",
                    TermKind.Number => PropertyValue.TryNumber(term.Default, term.Least, term.Most) is not null,
                    TermKind.Duration => PropertyValue.TryDuration(term.Default!) is not null,
                    TermKind.Choice => term.Choices.Contains(term.Default!),
                    _ => true,
                },
                term.Name);
        }
    }

    [TestMethod]
    public void A_variable_of_a_word_is_no_other_variable_of_Chantal() =>
        Assert.IsEmpty(Vocabulary.Terms.Select(t => t.Variable).Intersect(["CHANTAL_STORE", "CHANTAL_INDEX", "CHANTAL_OPTIONS", "CHANTAL_RUN", "CHANTAL_SIGNING_PASSPHRASE", "CHANTAL_WRITE_SCHEMAS", "CHANTAL_SHOW_PAGE", "CHANTAL_COMMENT_LIMIT"]));

    [TestMethod]
    public void Keys_are_distinct() =>
        Assert.HasCount(Vocabulary.Terms.Count, Vocabulary.Terms.Select(t => t.Key).Distinct());

    [TestMethod]
    [DataRow("schemas/chantal.schema.json")]
    [DataRow("schemas/chantal.xsd")]
    [DataRow("Chantal.Sdk/Vocabulary.props")]
    [DataRow("Chantal.Sdk/Vocabulary.targets")]
    [DataRow("docs/reference/definitions.md")]
    public void What_is_generated_is_what_the_vocabulary_gives(string name)
    {
        var file = Path.Combine(Repository.Root, name);
        var made = Path.GetFileName(name) switch
        {
            "chantal.schema.json" => JsonSchema.Write(),
            "chantal.xsd" => Chantal.Definitions.XmlSchema.Write(),
            "Vocabulary.props" => SdkVocabulary.Props(),
            "Vocabulary.targets" => SdkVocabulary.Targets(),
            _ => DocumentTables.Update(File.ReadAllText(file)),
        };

        if (Environment.GetEnvironmentVariable("CHANTAL_WRITE_SCHEMAS") == "1")
        {
            File.WriteAllText(file, made);
        }

        Assert.AreEqual(made, File.ReadAllText(file), "run the tests once with CHANTAL_WRITE_SCHEMAS=1");
    }

    [GeneratedRegex(@"[$@]\(([A-Za-z_][A-Za-z_0-9]*)")]
    private static partial Regex Reference();
}
