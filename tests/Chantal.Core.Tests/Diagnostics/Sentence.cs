using System.Text.RegularExpressions;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Diagnostics;

/// <summary>A member of one of the <c>…Diagnostics</c> classes, as its source has it.</summary>
/// <param name="Class">The class.</param>
/// <param name="Member">The method; empty for constants.</param>
/// <param name="IsPublic">Whether other classes use it.</param>
/// <param name="Codes">The names of the codes that its messages have; of the command's, which have none, the exit codes.</param>
/// <param name="Texts">Its literals, each with … where a value is put in.</param>
internal sealed partial record Sentence(string Class, string Member, bool IsPublic, IReadOnlyList<string> Codes, IReadOnlyList<string> Texts)
{
    /// <summary>The folders of the product's sources.</summary>
    public static readonly IReadOnlyList<string> Folders = ["Chantal.Core", "Chantal.Tasks", "Chantal.Cli"];

    private static readonly HashSet<string> Known = [.. typeof(DiagnosticCodes).GetFields().Select(f => f.Name)];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Sentence> All { get; } = [.. Files().SelectMany(Read)];

    public string Place => $"{Class}.{Member}";

    /// <summary>Whether it says what another message says, under that one's code.</summary>
    public bool PassesOn => Source.Contains("(reason.Code, ", StringComparison.Ordinal);

    /// <summary>The files in which they are.</summary>
    public static IEnumerable<string> Files() => Sources().Where(f => f.EndsWith("Diagnostics.cs", StringComparison.Ordinal));

    /// <summary>The product's C# sources.</summary>
    public static IEnumerable<string> Sources() => Folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    /// <summary>Source without the rows of the document, which are not messages.</summary>
    public static string WithoutRows(string source) => Row().Replace(source, "");

    private static IEnumerable<Sentence> Read(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var source = Comment().Replace(WithoutRows(File.ReadAllText(file)), "");
        var members = Between().Split(source[(source.IndexOf("\n{", StringComparison.Ordinal) + 2)..])
            .Select(m => new Sentence(name, Name().Match(m).Groups[1].Value, m.Contains("public static ", StringComparison.Ordinal), [.. CodesIn(m)], Literals.In(m)) { Source = m }).ToList();

        // What several methods have in common is in one of the class' own, and so may be the code.
        return members.Select(m => m.Codes.Count > 0 || !m.IsPublic ? m : m with { Codes = [.. members.Where(h => !h.IsPublic && h.Member.Length > 0 && m.Source.Contains(h.Member + "(", StringComparison.Ordinal)).SelectMany(h => h.Codes)] });
    }

    private string Source { get; init; } = "";

    // An exception of its own class has the code of the same name.
    private static IEnumerable<string> CodesIn(string member)
    {
        var named = Code().Matches(member).Select(m => m.Groups[1].Value).Distinct().ToList();
        return named.Count > 0 ? named : Type().Matches(member).Select(m => m.Groups[1].Value).Where(Known.Contains).Distinct();
    }

    [GeneratedRegex(@"^ *\[Documented\((?:[^""]|""(?:[^""\\]|\\.)*"")*?\)\]\n", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("^ *//.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\n\n(?=    \S)")]
    private static partial Regex Between();

    [GeneratedRegex(@"static \w+\?? (\w+)\(")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?:DiagnosticCodes|ExitCode)\.(\w+)")]
    private static partial Regex Code();

    [GeneratedRegex(@"\b(\w+)Exception\b")]
    private static partial Regex Type();
}
