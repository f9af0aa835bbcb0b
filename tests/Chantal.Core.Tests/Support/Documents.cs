using System.Text.RegularExpressions;

namespace Chantal.Core.Tests.Support;

/// <summary>What the documents and templates show to readers, who copy it.</summary>
internal static partial class Documents
{
    private static IEnumerable<string> Pages => [Path.Combine(Repository.Root, "README.md"), .. Below("docs", "*.md"), .. Below("templates", "*.md")];

    /// <summary>Every definition in YAML, with its place.</summary>
    public static IEnumerable<(string Place, string Text)> YamlDefinitions =>
        Below("docs", "*.yaml").Concat(Below("templates", "*.yaml")).Select(f => (Place(f), File.ReadAllText(f)))
            .Concat(Blocks("yaml")).Where(d => d.Item2.Contains("repositories:", StringComparison.Ordinal));

    /// <summary>Every definition as a project that stands in a page or a template, with its place.</summary>
    public static IEnumerable<(string Place, string Text)> Projects =>
        Below("templates", "*.proj").Select(f => (Place(f), File.ReadAllText(f)))
            .Concat(Blocks("xml").Where(b => b.Text.Contains("Sdk=\"Chantal.Sdk\"", StringComparison.Ordinal)));

    private static IEnumerable<(string Place, string Text)> Blocks(string language) => Pages.SelectMany(page => Block().Matches(File.ReadAllText(page))
        .Where(m => m.Groups["language"].Value == language).Select(m => ($"{Place(page)} at {m.Index}", m.Groups["text"].Value)));

    // What a build left beside the sources is not an example.
    private static IEnumerable<string> Below(string directory, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, directory), pattern, SearchOption.AllDirectories)
            .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string Place(string file) => Path.GetRelativePath(Repository.Root, file);

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
