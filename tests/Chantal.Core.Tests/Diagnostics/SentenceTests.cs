using System.Reflection;
using System.Text.RegularExpressions;
using Chantal.Core.Tests.Definitions;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Diagnostics;

/// <summary>Sentences are in the <c>…Diagnostics</c> classes, and name only what there is.</summary>
[TestClass]
public sealed partial class SentenceTests
{
    // What messages name besides words of a definition and targets.
    private static readonly string[] Names = ["InRelease", "BaseOS", "BeforePublish"];

    [TestMethod]
    public void A_message_is_made_in_a_class_for_messages()
    {
        var elsewhere = Sentence.Sources().Except(Sentence.Files())
            .Where(f => !f.Contains("/Chantal.Core/Diagnostics/", StringComparison.Ordinal))
            .Where(f => Made().IsMatch(File.ReadAllText(f)));

        Assert.AreEqual("", string.Join('\n', elsewhere.Select(f => Path.GetRelativePath(Repository.Root, f))));
    }

    [TestMethod]
    public void Every_message_has_one_code() =>
        Assert.AreEqual("", string.Join('\n', Sentence.All.Where(s => s.IsPublic && s.Codes.Count != 1 && !s.PassesOn).Select(s => $"{s.Place}: {string.Join(", ", s.Codes)}")));

    [TestMethod]
    public void Every_message_is_used()
    {
        var sources = string.Join('\n', Sentence.Sources().Select(File.ReadAllText));

        Assert.AreEqual("", string.Join('\n', Sentence.All.Where(s => s.IsPublic && !Regex.IsMatch(sources, $@"\b{Regex.Escape(s.Place)}\b")).Select(s => s.Place)));
    }

    [TestMethod]
    public void A_message_of_a_target_is_whole_sentences_under_a_code()
    {
        var errors = TargetSentence.All;

        Assert.IsNotEmpty(errors);
        Assert.AreEqual("", string.Join('\n', errors.Where(t => t.Code is null || !char.IsUpper(t.Text[0]) || !t.Text.EndsWith('.')).Select(t => $"{t.Place}: {t.Text}")));
    }

    [TestMethod]
    public void A_row_stands_on_a_message_of_its_code()
    {
        var codes = Sentence.All.ToLookup(s => s.Place, s => s.Codes);
        foreach (var method in DocumentedCode.Methods)
        {
            foreach (var row in method.GetCustomAttributes<DocumentedAttribute>())
            {
                var name = typeof(DiagnosticCodes).GetFields().Single(f => (string)f.GetRawConstantValue()! == row.Code).Name;

                Assert.Contains(name, codes[$"{method.DeclaringType!.Name}.{method.Name}"].SelectMany(c => c).ToList());
                Assert.IsTrue(row.Severity == Severity.Error || method.ReturnType == typeof(Diagnostic), $"{name}: only what is logged can be a warning");
            }
        }
    }

    [TestMethod]
    public void Messages_name_only_words_that_there_are()
    {
        var known = Vocabulary.Terms.SelectMany(t => t.Metadata.Prepend(t.Name)).Concat(new SdkTargets().Public).Concat(FormatContract.Of("property", "item")).Concat(Names).ToHashSet();
        var unknown = Texts().SelectMany(t => Word().Matches(t.Text).Select(m => (t.Place, Word: m.Groups["word"].Value))).Where(w => !known.Contains(w.Word)).ToList();

        Assert.AreEqual("", string.Join('\n', unknown.Select(w => $"{w.Place}: {w.Word}")));
    }

    [TestMethod]
    [DataRow("Leave it out with ExcludeIndices.", "ExcludeIndices")]
    [DataRow("Run once with -p:Word=1.", "Word")]
    [DataRow("Set Word to a directory.", "Word")]
    [DataRow("Word=true says so.", "Word")]
    [DataRow("Run the Word target.", "Word")]
    [DataRow("Then run Word again.", "Word")]
    [DataRow("Add it to `Word`.", "Word")]
    public void A_word_is_recognised(string text, string word) => Assert.AreEqual(word, Word().Match(text).Groups["word"].Value);

    [TestMethod]
    public void Literals_are_read_with_what_is_put_into_them()
    {
        Assert.AreSequenceEqual(
            ["a", "one … {x} two", "\""],
            Literals.In("""f('"', $"one {(y ? "a" : z)} {{x}} two", "\"")"""));
    }

    private static IEnumerable<(string Place, string Text)> Texts() => Sentence.All.SelectMany(s => s.Texts.Select(t => (s.Place, t)))
        .Concat(DocumentedCode.All.SelectMany(d => new[] { (d.Code, d.Happened), (d.Code, d.Advice) }))
        .Concat(TargetSentence.All.Select(t => (t.Place, t.Text)));

    [GeneratedRegex(@"new (?:Mirror|YamlDefinition|Command)Exception\(|new\(\s*(?:DiagnosticCodes|ExitCode)\.|\.(?:Warning|Error)\(\s*DiagnosticCodes\.")]
    private static partial Regex Made();

    // Two words in one, or a word where only the name of a property, an item or a target makes sense.
    [GeneratedRegex(@"(?<![\w./])(?<word>[A-Z][a-z]+(?:[A-Z]+[a-z]*)+)\b|-p:(?<word>\w+)|\b[Ss]et (?<word>[A-Z]\w+)|\b(?<word>[A-Z]\w+)=(?:true|false|[0-9])|\bthe (?<word>[A-Z]\w+) target|\b[Rr]un (?<word>[A-Z]\w+)|`(?<word>[A-Z][a-z]\w*)[`=]")]
    private static partial Regex Word();
}
