using Chantal.Definitions;

namespace Chantal.Assertions;

/// <summary>A package that has to be installable from a state.</summary>
/// <param name="Package">Its name.</param>
/// <param name="Suites">APT: suites that clients use together; none: those of one release, for each release.</param>
/// <param name="Repositories">RPM: repositories that clients use together, by their paths; none: all.</param>
/// <param name="Architectures">For which machines; none: for each of the mirror.</param>
/// <param name="With">Other mirrors that clients use together with this one.</param>
internal sealed record AssertItem(string Package, IReadOnlyList<string> Suites, IReadOnlyList<string> Repositories, IReadOnlyList<string> Architectures, IReadOnlyList<string> With)
{
    /// <summary>The name of the word.</summary>
    public const string Word = "Assert";

    /// <summary>What a definition says.</summary>
    public static AssertItem Read(DefinitionItem item) => new(
        item.Value.Trim(), DefinitionValues.Split(item["Suite"]), DefinitionValues.Split(item["Repository"]), DefinitionValues.Split(item["Architecture"]), DefinitionValues.Split(item["With"]));
}
