using System.Text.RegularExpressions;
using System.Xml.Linq;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;

namespace Chantal.Core.Tests.Definitions;

/// <summary>The targets of the SDK as its files have them, and the words that each of them comes to read.</summary>
internal sealed partial class SdkTargets
{
    // Every target begins with these: what they read is said once, or only checked.
    private static readonly string[] Beginnings = ["_PrepareTasks", "CheckDefinition"];

    private readonly ILookup<string, XElement> _targets;
    private readonly ILookup<string, XElement> _properties;
    private readonly HashSet<string> _words = [.. Vocabulary.Terms.Select(t => t.Name)];
    private readonly Dictionary<string, string> _tasks;

    public SdkTargets()
    {
        var sdk = Path.Combine(Repository.Root, "Chantal.Sdk");
        var files = ((string[])[sdk, Path.Combine(sdk, "Types"), Path.Combine(sdk, "Sdk")]).SelectMany(d => Directory.EnumerateFiles(d))
            .Where(f => f.EndsWith(".targets", StringComparison.Ordinal) || f.EndsWith(".props", StringComparison.Ordinal))
            .Select(f => XDocument.Load(f).Root!).ToList();
        _targets = files.SelectMany(f => f.Elements("Target")).ToLookup(t => t.Attribute("Name")!.Value);
        _tasks = Directory.EnumerateFiles(Path.Combine(Repository.Root, "Chantal.Tasks"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .GroupBy(f => Path.GetFileName(f).Split('.')[0], File.ReadAllText).ToDictionary(parts => parts.Key, string.Concat);
        // What a target sets is read with that target.
        _properties = files.SelectMany(f => f.Elements("PropertyGroup")).Elements().ToLookup(p => p.Name.LocalName);
    }

    /// <summary>The targets that people and plug-ins may name.</summary>
    public IEnumerable<string> Public => _targets.Select(t => t.Key).Where(name => name[0] != '_');

    /// <summary>The words that a target reads, itself or by what it depends on or calls.</summary>
    public IReadOnlySet<string> WordsOf(string target)
    {
        var read = new HashSet<string>();
        var seen = new HashSet<string>();
        var waiting = new Stack<string>([target]);
        while (waiting.TryPop(out var name))
        {
            if (!seen.Add(name) || (name != target && Beginnings.Contains(name)))
            {
                continue;
            }

            foreach (var text in _targets[name].SelectMany(Texts))
            {
                read.UnionWith(References(text, []).Where(_words.Contains));
            }

            foreach (var task in _targets[name].Elements().Select(e => e.Name.LocalName).Where(_tasks.ContainsKey))
            {
                read.UnionWith(WordsOfTask(task));
            }

            foreach (var called in _targets[name].SelectMany(Calls))
            {
                waiting.Push(called);
            }
        }

        return read;
    }

    // A task reads the words that its class names, and those of the members of its bases that it uses or that are its work.
    private IEnumerable<string> WordsOfTask(string task)
    {
        var text = _tasks[task];
        for (var above = Base(text); above is not null && _tasks.TryGetValue(above, out var bases); above = Base(bases))
        {
            text += string.Concat(bases.Split("\n    private protected ").Skip(1).Where(member => MemberName().Match(member) is { Success: true } name && (name.Groups[1].Value == "ExecuteAsync" || Regex.IsMatch(text, $@"\b{name.Groups[1].Value}\b"))));
        }

        return Literal().Matches(text).Select(m => m.Groups[1].Value).Where(_words.Contains);

        static string? Base(string text) => BaseClass().Match(text) is { Success: true } match ? match.Groups[1].Value : null;
    }

    private IEnumerable<string> Calls(XElement target) => target.Attributes("DependsOnTargets").Concat(target.Descendants("MSBuild").Attributes("Targets"))
        .SelectMany(a => References(a.Value, []).SelectMany(p => _properties[p].Select(d => d.Value)).Prepend(a.Value))
        .SelectMany(text => text.Split(';', StringSplitOptions.TrimEntries)).Where(_targets.Contains);

    // A property that is not a word stands for what it is made of.
    private List<string> References(string text, HashSet<string> seen) => Reference().Matches(text).Select(m => m.Groups[1].Value).Where(seen.Add)
        .SelectMany(name => _words.Contains(name) ? [name] : _properties[name].SelectMany(Texts).SelectMany(t => References(t, seen)).Prepend(name)).ToList();

    private static IEnumerable<string> Texts(XElement element) => element.DescendantsAndSelf().SelectMany(e => e.Attributes().Select(a => a.Value))
        .Concat(element.DescendantNodes().OfType<XText>().Select(t => t.Value))
        .Concat(element.Ancestors().Attributes("Condition").Select(a => a.Value));

    [GeneratedRegex("\"([A-Za-z]+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^[^(={]*?\b([A-Z]\w+)(?= =>|\(|\s*\n?\s*\{)")]
    private static partial Regex MemberName();

    [GeneratedRegex(@"class \w+ : (\w+)")]
    private static partial Regex BaseClass();

    [GeneratedRegex(@"[$@%]\(([A-Za-z_][A-Za-z_0-9]*)")]
    private static partial Regex Reference();
}
