using System.Text.RegularExpressions;
using Chantal.Core.Tests.Definitions;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Diagnostics;

/// <summary>A message that tells people to run or set something has a test that does so and sees that it helps.</summary>
[TestClass]
public sealed partial class AdviceTests
{
    // What helps lies outside of the product.
    private static readonly Dictionary<string, string> Outside = new()
    {
        [nameof(DiagnosticCodes.DiskWriteFailed)] = "room on the disk; that a download resumes is a test of the transfer",
        [nameof(DiagnosticCodes.FileSystem)] = "whatever the file system refuses",
        [nameof(DiagnosticCodes.DistributionUnreadable)] = "a file that changed while it was read",
    };

    [TestMethod]
    public void Every_advice_is_followed_by_a_test()
    {
        var advised = Advices().ToList();
        var followed = Marked();

        Assert.IsGreaterThan(30, advised.Select(a => a.Code).Distinct().Count());
        Assert.AreEqual("", string.Join('\n', advised.Where(a => a.Code is null).Select(a => $"{a.Place}: which code has this advice?")));
        Assert.AreEqual("", string.Join('\n', advised.Where(a => a.Code is { } code && !Outside.ContainsKey(code) && !followed.Contains(Value(code))).Select(a => $"{a.Place}: no test follows the advice of {Value(a.Code!)}: {a.Text}")));
    }

    [TestMethod]
    public void Every_mark_is_of_a_code_that_there_is() =>
        Assert.IsEmpty(Marked().Except(typeof(DiagnosticCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!)));

    private static IEnumerable<(string Place, string? Code, string Text)> Advices()
    {
        var targets = string.Join('|', new SdkTargets().Public);
        var words = string.Join('|', Vocabulary.Terms.Select(t => t.Name));
        var advice = new Regex(
            $@"\b(the ({targets}) target|[Rr]un (the )?({targets})\b|Verify with|[Dd]elete it\b|({words})=(true|false|Verbatim|[0-9])|([Ss]et|with|without) ({words})\b|name an Upstream|[Ss]ync again|[Rr]un again|Promote another|Run: chmod|Import (volume|')|[Ii]mport the snapshot)|-p:");
        foreach (var sentence in Sentence.All)
        {
            foreach (var text in sentence.Texts.Where(t => advice.IsMatch(t)))
            {
                yield return (sentence.Place, sentence.Codes.SingleOrDefault(), text);
            }
        }

        foreach (var file in Sources("Chantal.*", "*.cs").Where(f => !f.Contains("/Hosts/", StringComparison.Ordinal) && !f.Contains("/Chantal.Core/Diagnostics/", StringComparison.Ordinal) && Path.GetFileName(f) != "Vocabulary.cs").Except(Sentence.Files()))
        {
            var lines = File.ReadAllLines(file);
            for (var at = 0; at < lines.Length; at++)
            {
                var line = lines[at].Trim();
                var text = string.Concat(Literal().Matches(line).Select(m => m.Value));
                if (text.Contains(' ', StringComparison.Ordinal) && !line.StartsWith("//", StringComparison.Ordinal) && IsMessage(line, file) && advice.IsMatch(text))
                {
                    yield return ($"{Path.GetFileName(file)}:{at + 1}", CodeAt(lines, at), text);
                }
            }
        }

        foreach (var sentence in TargetSentence.All.Where(t => t.Code is not null && advice.IsMatch(t.Text)))
        {
            yield return (sentence.Place, typeof(DiagnosticCodes).GetFields().Single(f => (string)f.GetRawConstantValue()! == sentence.Code).Name, sentence.Text);
        }
    }

    // Examples of values that are missing, notes in the log, and what is shown of a page are not advice.
    private static bool IsMessage(string line, string file) =>
        !line.Contains("DefinitionDiagnostics.", StringComparison.Ordinal) && !line.Contains(".Require(", StringComparison.Ordinal) && !line.Contains("Option", StringComparison.Ordinal) && !line.Contains(".Info(", StringComparison.Ordinal)
        && !file.Contains("/Reports/", StringComparison.Ordinal) && !file.Contains("/Chantal.Cli/", StringComparison.Ordinal);

    private static string? CodeAt(string[] lines, int at) => Enumerable.Range(0, Math.Min(8, at + 1)).Select(back => lines[at - back])
        .Where(l => !l.TrimStart().StartsWith("///", StringComparison.Ordinal)).Select(l => Code().Match(l)).FirstOrDefault(m => m.Success)?.Groups[1].Value;

    private static string Value(string code) => (string)typeof(DiagnosticCodes).GetField(code)!.GetRawConstantValue()!;

    private static HashSet<string> Marked() => [.. Sources("tests", "*.cs").SelectMany(f => Mark().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))];

    private static IEnumerable<string> Sources(string folders, string pattern) => Directory.EnumerateDirectories(Repository.Root, folders)
        .SelectMany(d => Directory.EnumerateFiles(d, pattern, SearchOption.AllDirectories))
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)")]
    private static partial Regex Literal();

    [GeneratedRegex(@"DiagnosticCodes\.(\w+)")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[TestProperty\(""Advice"", ""(CHANTAL\d{4})""\)\]")]
    private static partial Regex Mark();
}
