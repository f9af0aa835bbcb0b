using System.Text.RegularExpressions;
using System.Xml.Linq;
using Chantal.Core.Tests.Support;

namespace Chantal.Core.Tests.Diagnostics;

/// <summary>A message that a target makes without a task of Chantal.</summary>
/// <param name="Place">The file and the target.</param>
/// <param name="Code">The code; null if it is missing.</param>
/// <param name="Text">The text, with … where a value is put in.</param>
internal sealed partial record TargetSentence(string Place, string? Code, string Text)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<TargetSentence> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "Chantal.Sdk"), "*.targets", SearchOption.AllDirectories)
            .SelectMany(file => XDocument.Load(file).Descendants().Where(e => e.Name.LocalName is "Error" or "Warning").Select(e => new TargetSentence(
                $"{Path.GetFileName(file)}: {e.Parent!.Attribute("Name")?.Value}", e.Attribute("Code")?.Value, Value().Replace(e.Attribute("Text")!.Value, "…")))),
    ];

    [GeneratedRegex(@"[$@%]\((?:[^()]|\([^()]*\))*\)")]
    private static partial Regex Value();
}
