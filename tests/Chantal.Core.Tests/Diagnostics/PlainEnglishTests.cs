using System.Text.RegularExpressions;
using Chantal.Core.Tests.Support;

namespace Chantal.Core.Tests.Diagnostics;

/// <summary>Whatever somebody reads - messages, pages, comments - is in the English of today.</summary>
[TestClass]
public sealed class PlainEnglishTests
{
    private static readonly string[] Extensions = [".cs", ".targets", ".props", ".proj", ".csproj", ".md", ".sh", ".yaml", ".yml", ".json", ".xml"];

    // Scripts in these folders have no extension.
    private static readonly string[] Scripts = ["pipelines", ".ci", "benchmarks"];

    // The words that nobody would say, and what people say.
    private static readonly (Regex Rejected, string Better)[] Words =
    [
        (new(@"(?<![Tt]here )\b(?:is|are|was|were) no (?!longer\b|more\b)\w+"), "is not a"),
        (new(@"(?<![Tt]here )\b(?:is|are|was|were) none\b"), "is not one"),
        (new(@"\bif there is none\b"), "otherwise"),
        (new(@"\b(?:has|have|had) not\b(?= (?:a|an|any|the|yet)\b|[.,;:)])"), "does not have"),
        (new(@"\black(?:s|ed|ing)?\b"), "is missing"),
        (new(@"\bmend(?:s|ed|ing)?\b"), "fix, repair"),
        (new(@"\bof itself\b"), "by default, about itself"),
        (new(@"\bvouch(?:es|ed)?\b"), "sign, list, guarantee"),
        (new(@"\bat any instant\b"), "at any time"),
        (new(@"\bto be had\b"), "available"),
        (new(@"\bbelongs? into\b"), "belongs in, on"),
        (new(@"\bfor ever\b"), "forever, always"),
        (new(@"\bcounts? as if\b"), "is assumed"),
        (new(@"\banew\b"), "again"),
        (new(@"\bbe it\b"), "whether"),
    ];

    [TestMethod]
    public void Sources_and_pages_are_in_plain_English()
    {
        var found = Files().SelectMany(file => File.ReadLines(file).SelectMany((line, at) => Faults(line).Select(f => $"{Relative(file)}:{at + 1}: {f}")));

        Assert.AreEqual("", string.Join('\n', found));
    }

    [TestMethod]
    [DataRow("It is no version.")]
    [DataRow("Null if it is none.")]
    [DataRow("Paths that the head has not.")]
    [DataRow("Nothing lacks.")]
    [DataRow("It belongs into a file.")]
    public void A_rejected_word_is_found(string text) => Assert.IsNotEmpty(Faults(text));

    [TestMethod]
    [DataRow("There is no version.")]
    [DataRow("It is no longer there.")]
    [DataRow("It has not ended.")]
    [DataRow("There are none.")]
    public void An_ordinary_word_is_not(string text) => Assert.IsEmpty(Faults(text));

    [TestMethod]
    public void Scripts_without_an_extension_are_read_too() =>
        Assert.IsEmpty(new[] { ".ci/run", "pipelines/scripts/common", "benchmarks/run", "tests/install-tools" }.Except(Files().Select(Relative)));

    private static IEnumerable<string> Faults(string line) => Words.Select(w => (Match: w.Rejected.Match(line), w.Better)).Where(w => w.Match.Success).Select(w => $"'{w.Match.Value}': {w.Better}");

    // What is built, and what is generated from sources that are looked at, is left out; so is the list itself.
    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Repository.Root, "*", new EnumerationOptions { RecurseSubdirectories = true })
        .Where(f => Extensions.Contains(Path.GetExtension(f)) && Path.GetFileName(f) != $"{nameof(PlainEnglishTests)}.cs")
        .Concat(Scripts.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)).Where(f => Path.GetExtension(f).Length == 0))
        .Where(f => !Relative(f).Split('/').Any(folder => folder is "bin" or "obj" or "artifacts" or "store" or "schemas"))
        .Append(Path.Combine(Repository.Root, "tests", "install-tools"));

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file);
}
