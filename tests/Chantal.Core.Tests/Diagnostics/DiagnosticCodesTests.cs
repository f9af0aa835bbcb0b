using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Diagnostics;

[TestClass]
public sealed partial class DiagnosticCodesTests
{
    [TestMethod]
    public void Every_code_has_one_row()
    {
        var documented = DocumentedCode.All.Select(d => d.Code).ToList();

        Assert.AreAllDistinct(documented);
        Assert.AreSequenceEqual(Declared().ToList(), documented, SequenceOrder.InAnyOrder);
    }

    [TestMethod]
    public void The_document_has_the_rows_of_the_codes()
    {
        var file = InCheckout("docs/diagnostics.md");
        var text = File.ReadAllText(file);
        var made = text[..(text.IndexOf("\n## ", StringComparison.Ordinal) + 1)] + DocumentedCode.Write();

        if (Environment.GetEnvironmentVariable("CHANTAL_WRITE_SCHEMAS") == "1")
        {
            File.WriteAllText(file, made);
        }

        Assert.AreEqual(made, File.ReadAllText(file), "run the tests once with CHANTAL_WRITE_SCHEMAS=1");
    }

    [TestMethod]
    public void No_code_is_declared_twice() => Assert.AreAllDistinct(Declared().ToList());

    [TestMethod]
    public void Codes_that_targets_raise_are_declared()
    {
        var raised = Directory.EnumerateFiles(InCheckout("Chantal.Sdk"), "*.targets", SearchOption.AllDirectories)
            .SelectMany(file => Raised().Matches(File.ReadAllText(file)))
            .Select(m => m.Groups[1].Value)
            .Distinct()
            .ToList();

        Assert.IsNotEmpty(raised);
        Assert.ContainsAll(raised, Declared());
    }

    [TestMethod]
    public void Every_code_is_raised_somewhere()
    {
        var sources = string.Join('\n', new[] { "Chantal.Core", "Chantal.Tasks", "Chantal.Sdk" }
            .SelectMany(folder => Directory.EnumerateFiles(InCheckout(folder), "*.*", SearchOption.AllDirectories))
            .Where(file => (file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".targets", StringComparison.Ordinal))
                && !file.Contains("/obj/", StringComparison.Ordinal) && !Path.GetFileName(file).StartsWith("DiagnosticCodes", StringComparison.Ordinal))
            .Select(file => Sentence.WithoutRows(File.ReadAllText(file))));

        foreach (var field in Constants())
        {
            Assert.IsTrue(
                sources.Contains($"DiagnosticCodes.{field.Name}", StringComparison.Ordinal) || sources.Contains((string)field.GetRawConstantValue()!, StringComparison.Ordinal),
                field.Name);
        }
    }

    private static IEnumerable<FieldInfo> Constants() => typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral);

    private static IEnumerable<string> Declared() => Constants().Select(f => (string)f.GetRawConstantValue()!);

    private static string InCheckout(string path, [CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", path));

    [GeneratedRegex("Code=\"(CHANTAL\\d{4})\"")]
    private static partial Regex Raised();
}
