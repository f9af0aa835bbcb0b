using System.IO.Enumeration;
using Microsoft.Build.Framework;

namespace FORMAT_NAMESPACE;

/// <summary>What a definition takes: its <c>Package</c> and <c>ExcludePackage</c> items, with <c>*</c> and <c>?</c>.</summary>
/// <param name="items">All items of the definition, as Chantal's <c>DefinitionItem</c> has them.</param>
public sealed class FileSelection(IEnumerable<ITaskItem> items)
{
    private readonly ILookup<string, string> _patterns = items.ToLookup(i => i.GetMetadata("Word"), i => i.ItemSpec);

    /// <summary>Whether a file is taken.</summary>
    public bool Takes(IndexedFile file) => (!_patterns["Package"].Any() || Matches("Package", file)) && !Matches("ExcludePackage", file);

    private bool Matches(string word, IndexedFile file) => _patterns[word].Any(p => FileSystemName.MatchesSimpleExpression(p, file.Name, ignoreCase: false));
}
