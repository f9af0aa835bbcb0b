using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Transfer.Origins;

namespace Chantal.Advisories;

/// <summary>A source of advisories as a definition names it.</summary>
/// <param name="Location">A path, or a URL.</param>
/// <param name="Ecosystems">Which of its ecosystems are the mirror's.</param>
internal sealed record AdvisoryItem(string Location, IReadOnlyList<string> Ecosystems)
{
    /// <summary>Whether it is fetched.</summary>
    public bool IsUrl => Upstreams.IsAbsolute(Location);

    /// <summary>What is written down of it: a query may be a secret.</summary>
    public string Name => IsUrl ? Location.Split('?')[0] : Location;

    /// <summary>The sources of a definition, in its order; of one that is named twice, the last.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="mirror">The mirror.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.EcosystemUnknown"/>.</exception>
    public static IReadOnlyList<AdvisoryItem> ReadAll(DefinitionValues definition, string mirror) =>
    [
        .. definition.ItemsOf("Advisory").Select(i => new AdvisoryItem(i.Value.Trim(), EcosystemsOf(i, definition, mirror))).GroupBy(i => i.Name, StringComparer.Ordinal).Select(g => g.Last()),
    ];

    private static IReadOnlyList<string> EcosystemsOf(DefinitionItem item, DefinitionValues definition, string mirror)
    {
        var given = DefinitionValues.Split(item["Ecosystem"]);
        if (given.FirstOrDefault(e => new Ecosystem(e).IsWithoutRelease) is { } bare)
        {
            throw AdvisoriesDiagnostics.EcosystemUnknown(mirror, item.Value, $"'{bare}' has one for each release");
        }

        if (given.Count > 0)
        {
            return given;
        }

        var type = definition.Text("MirrorType");
        var (names, found) = type switch
        {
            "pypi" => ([], [Ecosystem.PyPI]),
            "apt" => Told(definition.Items("Suite"), ReleaseNames.OfSuite),
            "apk" => Told(definition.Items("Repository"), ReleaseNames.OfAlpine),
            _ => (Untold: [], Found: (IReadOnlyList<string>)[]),
        };
        return names.Count == 0 && found.Count > 0 ? found
            : throw AdvisoriesDiagnostics.EcosystemUnknown(mirror, item.Value, names.Count > 0 ? $"{string.Join(", ", names.Select(n => $"'{n}'"))} does not say which release it is" : $"a mirror of the type '{type}' does not say which it is");
    }

    private static (IReadOnlyList<string> Untold, IReadOnlyList<string> Found) Told(IReadOnlyList<string> names, Func<string, string?> of) =>
        ([.. names.Where(n => of(n) is null)], [.. names.Select(of).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
}
