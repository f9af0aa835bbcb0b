using System.Text.RegularExpressions;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;

namespace Chantal.Core.Tests.Definitions;

/// <summary>docs/reference/targets.md says of each target what the SDK says.</summary>
[TestClass]
public sealed partial class TargetsDocumentTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "targets.md"));

    private readonly SdkTargets _sdk = new();

    // Words for one run, and those of the store: what stands on command lines.
    private static HashSet<string> Given => [.. Vocabulary.Terms.Where(t => t.Scope != TermScope.Mirror).Select(t => t.Name)];

    // What the page says once, above its tables.
    private static HashSet<string> ReadByAll => [.. Names(Page.Split("\n## ")[0].Split("\n\n").Single(p => p.StartsWith("Read by every target", StringComparison.Ordinal)).Split(". ")[0])];

    private static Dictionary<string, string> Rows => Row().Matches(Page)
        .SelectMany(row => Names(row.Groups["targets"].Value).Select(target => (target, row.Groups["properties"].Value))).ToDictionary();

    [TestMethod]
    public void Every_public_target_has_its_row_and_every_row_its_target() =>
        Assert.AreSequenceEqual(_sdk.Public.ToArray(), Rows.Keys, SequenceOrder.InAnyOrder);

    [TestMethod]
    public void What_a_target_reads_on_the_command_line_stands_in_its_row()
    {
        foreach (var (target, properties) in Rows)
        {
            Assert.AreEqual("", string.Join(", ", _sdk.WordsOf(target).Intersect(Given).Except(ReadByAll).Except(Names(properties))), target);
        }
    }

    [TestMethod]
    public void What_stands_in_a_row_is_read()
    {
        foreach (var (target, properties) in Rows)
        {
            // "as `Sync`" names a target.
            Assert.AreEqual("", string.Join(", ", Names(properties).Except(_sdk.Public).Except(_sdk.WordsOf(target))), target);
        }
    }

    [TestMethod]
    public void Every_word_of_the_command_line_stands_somewhere() =>
        Assert.AreEqual("", string.Join(", ", Given.Except(ReadByAll).Except(Rows.Values.SelectMany(Names))));

    private static IEnumerable<string> Names(string text) => Name().Matches(text).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"^\| (?<targets>`[^|]+) \| [^|]+ \| (?<properties>[^|]+) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Name();
}
