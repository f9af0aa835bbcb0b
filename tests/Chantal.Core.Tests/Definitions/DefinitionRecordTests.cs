using Chantal.Core.Tests.Support;
using Chantal.Definitions;

namespace Chantal.Core.Tests.Definitions;

/// <summary>What makes a build up to date: every word of the vocabulary counts for what it affects, and for nothing else.</summary>
[TestClass]
public sealed class DefinitionRecordTests
{
    private static IEnumerable<object[]> Words => Vocabulary.Types.Append("mine").SelectMany(type => Vocabulary.Terms.Where(t => t.Scope != TermScope.Estate && t.IsKnownTo(type)).Select(t => new object[] { type, t.Name }));

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DynamicData(nameof(Words))]
    public async Task A_changed_word_outdates_what_it_affects(string type, string word)
    {
        var term = Vocabulary.Get(word);
        var (before, after) = (Definition(type, term, changed: false), Definition(type, term, changed: true));

        Assert.AreEqual(term.Effect == TermEffect.Plan, await RecordAsync(before, TermEffect.Plan) != await RecordAsync(after, TermEffect.Plan), "the plan");
        Assert.AreEqual(term.Effect == TermEffect.Publishing, await RecordAsync(before, TermEffect.Publishing) != await RecordAsync(after, TermEffect.Publishing), "the tree");
    }

    [TestMethod]
    public async Task Every_metadatum_of_an_item_counts()
    {
        foreach (var (term, metadatum) in Vocabulary.Terms.Where(t => t.Effect == TermEffect.Plan).SelectMany(t => t.Metadata.Select(m => (t, m))))
        {
            var records = await Task.WhenAll(((string[])["", "a", "b"]).Select(value => RecordAsync(
                new DefinitionValues(_ => "", [new DefinitionItem(term.Name, "x", value.Length == 0 ? [] : [new(metadatum, value)])], "/"), TermEffect.Plan)));
            Assert.HasCount(3, records.Distinct(), $"{term.Name}.{metadatum}");
        }
    }

    [TestMethod]
    public async Task The_query_of_a_URL_counts_and_is_not_written_down()
    {
        var records = await Task.WhenAll(((string[])["", "?s3cret", "?0ther"]).Select(query => RecordAsync(
            new DefinitionValues(word => word == "Upstream" ? $"https://a.example/{query}" : "", [new DefinitionItem("Repository", "x", [new("MetaLink", $"https://b.example/m{query}"), new("MirrorList", "https://c.example/l")])], "/"), TermEffect.Plan)));

        Assert.HasCount(3, records.Distinct());
        Assert.DoesNotContain("s3cret", records[1]);
        Assert.Contains("https://c.example/l", records[1]);
    }

    [TestMethod]
    public async Task Words_of_other_types_do_not_count() =>
        Assert.AreEqual(await RecordAsync(Definition("apt", Vocabulary.Get("Provenance"), changed: false), TermEffect.Plan), await RecordAsync(Definition("apt", Vocabulary.Get("Provenance"), changed: true), TermEffect.Plan));

    [TestMethod]
    public async Task What_is_said_as_the_default_is_what_is_not_said()
    {
        foreach (var term in Vocabulary.Terms.Where(t => t.Default is not null))
        {
            var said = new DefinitionValues(word => word == term.Name ? $" {term.Default}\n" : "", [], "/");
            Assert.AreEqual(await RecordAsync(new DefinitionValues(_ => "", [], "/"), term.Effect), await RecordAsync(said, term.Effect), term.Name);
        }
    }

    [TestMethod]
    public async Task What_a_plug_in_adds_counts_and_files_count_by_their_content()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.PathOf("key");
        await File.WriteAllTextAsync(file, "one", TestContext.CancellationToken);
        var nothing = new DefinitionValues(_ => "", [], "/");

        var first = await DefinitionRecord.DescribeAsync(nothing, TermEffect.Plan, [new("Flavour", "a")], [file], TestContext.CancellationToken);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(1));
        Assert.AreEqual(first, await DefinitionRecord.DescribeAsync(nothing, TermEffect.Plan, [new("Flavour", "a")], [file], TestContext.CancellationToken));
        Assert.AreNotEqual(first, await DefinitionRecord.DescribeAsync(nothing, TermEffect.Plan, [new("Flavour", "b")], [file], TestContext.CancellationToken));
        await File.WriteAllTextAsync(file, "two", TestContext.CancellationToken);
        Assert.AreNotEqual(first, await DefinitionRecord.DescribeAsync(nothing, TermEffect.Plan, [new("Flavour", "a")], [file], TestContext.CancellationToken));
    }

    [TestMethod]
    public async Task Another_build_of_the_same_code_records_the_same() =>
        Assert.StartsWith("chantal=1\n", await RecordAsync(new DefinitionValues(_ => "", [], "/"), TermEffect.Plan));

    private static DefinitionValues Definition(string type, Term term, bool changed)
    {
        var value = changed ? SampleValues.Other(term) : "";
        return new DefinitionValues(
            word => word == term.Name && !term.IsItem && value.Length > 0 ? value : word == "MirrorType" ? type : "",
            changed && term.IsItem ? [new DefinitionItem(term.Name, "changed")] : [],
            "/");
    }

    private static async Task<string> RecordAsync(DefinitionValues definition, TermEffect effect) => (await DefinitionRecord.DescribeAsync(definition, effect, [], [], CancellationToken.None)).Text;
}
