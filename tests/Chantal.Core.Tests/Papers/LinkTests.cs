using System.Text.RegularExpressions;
using Chantal.Core.Tests.Support;

namespace Chantal.Core.Tests.Papers;

/// <summary>Links between pages lead somewhere, and pages that code names exist.</summary>
[TestClass]
public sealed partial class LinkTests
{
    private static readonly string[] NamingPages = [".cs", ".csproj", ".props", ".targets", ".proj", ".yml", ".json", ""];

    [TestMethod]
    public void Every_relative_link_of_a_page_leads_to_a_file_and_to_a_heading_in_it()
    {
        var pages = Files().Where(f => f.EndsWith(".md", StringComparison.Ordinal)).ToList();
        Assert.IsGreaterThan(20, pages.Count);

        var broken = pages.SelectMany(page => Link().Matches(WithoutCode(File.ReadAllText(page)))
            .Where(link => !link.Groups["file"].Value.Contains("://", StringComparison.Ordinal) && !Leads(page, link.Groups["file"].Value, link.Groups["heading"].Value))
            .Select(link => $"{Path.GetRelativePath(Repository.Root, page)}: {link.Value}"));

        Assert.AreEqual("", string.Join('\n', broken));
    }

    [TestMethod]
    public void Every_page_of_the_documentation_is_in_its_index()
    {
        var docs = Path.Combine(Repository.Root, "docs");
        var index = Path.Combine(docs, "README.md");
        var listed = Link().Matches(File.ReadAllText(index)).Select(link => Path.GetFullPath(link.Groups["file"].Value, docs)).ToHashSet(StringComparer.Ordinal);

        Assert.IsEmpty(Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories).Where(page => page != index && !listed.Contains(page)));
    }

    [TestMethod]
    public void Every_page_that_code_and_pipelines_name_exists()
    {
        var missing = Files().Where(f => NamingPages.Contains(Path.GetExtension(f)))
            .SelectMany(file => NamedPage().Matches(File.ReadAllText(file)).Where(m => !File.Exists(Path.Combine(Repository.Root, m.Value)))
                .Select(m => $"{Path.GetRelativePath(Repository.Root, file)}: {m.Value}"));

        Assert.AreEqual("", string.Join('\n', missing));
    }

    private static bool Leads(string page, string file, string heading)
    {
        var target = file.Length == 0 ? page : Path.GetFullPath(file, Path.GetDirectoryName(page)!);
        return heading.Length == 0 ? Path.Exists(target) : File.Exists(target) && Headings(File.ReadAllText(target)).Contains(heading);
    }

    // As forges make them: lower case, hyphens for spaces, and no other punctuation.
    private static IEnumerable<string> Headings(string page) => Heading().Matches(page).Select(m => Punctuation().Replace(m.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    private static string WithoutCode(string page) => Code().Replace(page, "");

    // What Git keeps, more or less: no results of builds, and no other checkouts.
    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Repository.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Where(f => !Path.GetRelativePath(Repository.Root, f).Split('/').Any(s => s is "bin" or "obj" or ".git" or "artifacts" or "store" or "work" or "TestResults"));

    [GeneratedRegex(@"\[[^\]]*\]\((?<file>[^)#\s]*)(?:#(?<heading>[^)\s]*))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("^```.*?^```$|^    [^\n]*$|(?<!`)`[^`\n]+`(?!`|\\]\\()", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\bdocs/[\w./-]+\.md\b")]
    private static partial Regex NamedPage();
}
