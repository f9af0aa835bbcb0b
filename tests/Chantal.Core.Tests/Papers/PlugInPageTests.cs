using System.Text.RegularExpressions;
using Chantal.Core.Tests.Support;

namespace Chantal.Core.Tests.Papers;

/// <summary>The examples of a type of one's own, as the page shows them, are the ones that the tests run.</summary>
[TestClass]
public sealed partial class PlugInPageTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "how-to", "write-a-format.md");

    [TestMethod]
    public void The_page_has_the_files_that_are_tested()
    {
        var text = Example().Replace(File.ReadAllText(Page), example => $"{example.Groups["mark"].Value}\n{Fenced(example.Groups["file"].Value)}");

        if (Environment.GetEnvironmentVariable("CHANTAL_WRITE_SCHEMAS") == "1")
        {
            File.WriteAllText(Page, text);
        }

        Assert.AreEqual(text, File.ReadAllText(Page), "run the tests once with CHANTAL_WRITE_SCHEMAS=1");
        Assert.Contains("type\":\"sha256sums", text);
    }

    private static string Fenced(string file)
    {
        var language = Path.GetExtension(file) switch
        {
            ".sh" => "sh",
            ".py" => "python",
            _ => "xml",
        };
        return $"\n```{language}\n{File.ReadAllText(Path.Combine(Repository.Root, file)).TrimEnd('\n')}\n```\n";
    }

    [GeneratedRegex("^(?<mark><!-- (?<file>tests/PlugIns/[^ ]+) -->)\n(\n```[a-z]+\n.*?\n```\n)?", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
