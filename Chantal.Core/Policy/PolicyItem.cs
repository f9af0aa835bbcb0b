using Chantal.Definitions;
using Chantal.Text;

namespace Chantal.Policy;

/// <summary>An <c>Allow</c> or <c>Block</c> item: versions of packages that one decision is about.</summary>
internal sealed class PolicyItem
{
    private readonly NamePattern _names;
    private readonly Func<string, bool>? _versions;
    private readonly string _text;

    private PolicyItem(string word, DefinitionItem item, PackageWords words)
    {
        _names = new NamePattern(words.NameOf(item.Value));
        Reason = item["Reason"].Trim();
        var versions = item["Version"].Trim();
        _text = versions.Length == 0 ? item.Value : $"{item.Value} {versions}";
        _versions = versions.Length == 0 ? null : words.ReadVersions(versions) ?? throw DefinitionDiagnostics.Invalid($"Version of the {word} '{item.Value}'", versions, words.VersionsForm);
        Word = word;
    }

    /// <summary>The item's word.</summary>
    public string Word { get; }

    /// <summary>Why, as the definition says it; empty: it does not say.</summary>
    public string Reason { get; }

    /// <summary>Whether it has been about anything.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>Reads the items of a word.</summary>
    public static IReadOnlyList<PolicyItem> ReadAll(DefinitionValues definition, string word, PackageWords words) => [.. definition.ItemsOf(word).Select(i => new PolicyItem(word, i, words))];

    /// <summary>Whether it is about a version.</summary>
    public bool IsAbout(string name, string version)
    {
        var isAbout = _names.IsMatch(name) && _versions?.Invoke(version) != false;
        IsUsed |= isAbout;
        return isAbout;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
