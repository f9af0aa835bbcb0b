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

    public SdkTargets()
    {
        var sdk = Path.Combine(Repository.Root, "Chantal.Sdk");
        var files = ((string[])[sdk, Path.Combine(sdk, "Types"), Path.Combine(sdk, "Sdk")]).SelectMany(d => Directory.EnumerateFiles(d))
            .Where(f => f.EndsWith(".targets", StringComparison.Ordinal) || f.EndsWith(".props", StringComparison.Ordinal))
            .Select(f => XDocument.Load(f).Root!).ToList();
        _targets = files.SelectMany(f => f.Elements("Target")).ToLookup(t => t.Attribute("Name")!.Value);
        _properties = files.SelectMany(f => f.Descendants("PropertyGroup")).Elements().ToLookup(p => p.Name.LocalName);
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

            foreach (var called in _targets[name].SelectMany(Calls))
            {
                waiting.Push(called);
            }
        }

        return read;
    }

    // An estate's verb calls the mirrors' target of the same name, which is looked at anyway.
    private IEnumerable<string> Calls(XElement target) => target.Attributes("DependsOnTargets").Concat(target.Descendants("MSBuild").Attributes("Targets"))
        .Where(a => a.Value != "$(_Verb)")
        .SelectMany(a => References(a.Value, []).SelectMany(p => _properties[p].Select(d => d.Value)).Prepend(a.Value))
        .SelectMany(text => text.Split(';', StringSplitOptions.TrimEntries)).Where(_targets.Contains);

    // A property that is no word stands for what it is made of.
    private List<string> References(string text, HashSet<string> seen) => Reference().Matches(text).Select(m => m.Groups[1].Value).Where(seen.Add)
        .SelectMany(name => _words.Contains(name) ? [name] : _properties[name].SelectMany(Texts).SelectMany(t => References(t, seen)).Prepend(name)).ToList();

    private static IEnumerable<string> Texts(XElement element) => element.DescendantsAndSelf().SelectMany(e => e.Attributes().Select(a => a.Value))
        .Concat(element.DescendantNodes().OfType<XText>().Select(t => t.Value))
        .Concat(element.Ancestors().Attributes("Condition").Select(a => a.Value));

    [GeneratedRegex(@"[$@%]\(([A-Za-z_][A-Za-z_0-9]*)")]
    private static partial Regex Reference();
}
