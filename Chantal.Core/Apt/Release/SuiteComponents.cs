namespace Chantal.Apt.Release;

/// <summary>
/// A suite's components and which of them the definition takes. Debian's security archive calls them
/// <c>updates/main</c> in Release, while sources.list and the paths say <c>main</c>: both name the same one.
/// </summary>
internal sealed class SuiteComponents
{
    // Longest prefix first; null: a component that is not taken.
    private readonly List<(string Prefix, string? Taken)> _prefixes;

    /// <summary>Matches the definition's components with the suite's.</summary>
    public SuiteComponents(ReleaseFile release, AptSuite suite, IReadOnlyList<string> requested)
    {
        if (suite.IsFlat)
        {
            _prefixes = [];
            Available = [];
            Missing = [];
            return;
        }

        // What is named counts where it lies, whether or not Components lists it.
        Available = release.Components.Count == 0 ? [.. Inferred(release)] : requested.Count == 0 ? release.Components : [.. release.Components.Union(Inferred(release))];
        Missing = [.. requested.Where(name => !Available.Any(c => Names(name, c)))];
        var available = Available;

        var prefixes = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var component in available)
        {
            prefixes.TryAdd(component, requested.Count == 0 ? Last(component) : requested.FirstOrDefault(r => Names(r, component)));
        }

        // A component's own name wins: where there is a 'main', it is not the tail of 'updates/main'.
        foreach (var component in available)
        {
            prefixes.TryAdd(Last(component), prefixes[component]);
        }

        _prefixes = [.. prefixes.OrderByDescending(p => p.Key.Length).Select(p => (p.Key, p.Value))];
    }

    /// <summary>The suite's components.</summary>
    public IReadOnlyList<string> Available { get; }

    /// <summary>Components that the definition names and the suite does not have.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>
    /// Whether a path of the suite is taken; its component is null for a file of the suite as a whole, and
    /// <paramref name="rest"/> is the path below the component.
    /// </summary>
    public bool Takes(string path, out string? component, out string rest)
    {
        foreach (var (prefix, taken) in _prefixes)
        {
            if (path.Length > prefix.Length && path[prefix.Length] == '/' && path.StartsWith(prefix, StringComparison.Ordinal))
            {
                component = taken;
                rest = path[(prefix.Length + 1)..];
                return taken is not null;
            }
        }

        component = null;
        rest = path;
        return true;
    }

    private static bool Names(string requested, string component) => requested == component || Last(requested) == Last(component)
        && (requested == Last(requested) || component == Last(component));

    private static string Last(string component) => component[(component.LastIndexOf('/') + 1)..];

    // A Release without Components, as small repositories have it: what stands before binary-… and source.
    private static IEnumerable<string> Inferred(ReleaseFile release) => release.Entries
        .Select(e => (e.Path, At: e.Path.IndexOf("/binary-", StringComparison.Ordinal) is var at && at > 0 ? at : e.Path.IndexOf("/source/", StringComparison.Ordinal)))
        .Where(e => e.At > 0)
        .Select(e => e.Path[..e.At])
        .Select(c => c.EndsWith("/debian-installer", StringComparison.Ordinal) ? c[..c.LastIndexOf('/')] : c)
        .Distinct();
}
