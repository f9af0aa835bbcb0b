using System.Globalization;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Advisories;

/// <summary>
/// What the sources that a state goes with know of packages. This is where advisories meet the packages of every format, by its own order of versions; what a repository lists
/// itself (<c>updateinfo</c>) is joined to it by whoever compares states.
/// </summary>
internal sealed class KnownAdvisories : IDisposable
{
    private readonly IComparer<string> _order;
    private readonly StoreLayout _layout;
    private readonly List<(AdvisoryIndex Index, PlanAdvisories Source, IReadOnlyList<Ecosystem> Ecosystems)> _sources = [];
    private readonly Dictionary<(AdvisoryIndex, long), Advisory> _advisories = [];

    // Files of a state that belong together lie together: the name that is asked for next is mostly the same.
    private readonly Dictionary<(AdvisoryIndex, Ecosystem), (string Name, IReadOnlyList<IndexedAffected> Found)> _last = [];

    private KnownAdvisories(StoreLayout layout, IReadOnlyList<PlanAdvisories> sources, IComparer<string> order, CancellationToken cancellation)
    {
        _layout = layout;
        _order = order;
        var indexes = new AdvisoryIndexes(layout);
        foreach (var source in sources)
        {
            _sources.Add((indexes.Open(source, cancellation), source, [.. source.Ecosystems.Select(e => new Ecosystem(e))]));
        }
    }

    /// <summary>What is known beside a state; null if it goes with no sources.</summary>
    /// <param name="layout">The store.</param>
    /// <param name="sources">The sources, as the state's header has them.</param>
    /// <param name="order">The format's order of versions, the older one first.</param>
    /// <param name="cancellation">Ends the making of an index.</param>
    public static KnownAdvisories? Open(StoreLayout layout, IReadOnlyList<PlanAdvisories> sources, IComparer<string> order, CancellationToken cancellation) =>
        sources.Count == 0 ? null : new KnownAdvisories(layout, sources, order, cancellation);

    /// <summary>The vulnerabilities that a package has, each once, the worst first.</summary>
    public IReadOnlyList<Vulnerability> Of(KnownPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var found = new List<Vulnerability>();
        foreach (var (index, source, ecosystems) in _sources)
        {
            try
            {
                foreach (var ecosystem in For(package, ecosystems))
                {
                    SubjectsOf(package, ecosystem).ToList().ForEach(s => Add(found, index, ecosystem, s));
                }
            }
            catch (InvalidDataException exception)
            {
                throw AdvisoriesDiagnostics.IndexDamaged(_layout.AdvisoryIndex(source.Sha256), exception.Message, exception);
            }
        }

        return found.Count == 0 ? [] : Vulnerability.Merge(found);
    }

    /// <summary>Whether an advisory calls any version of a package malicious, by the package's own name.</summary>
    public bool NamesMalicious(string name) => _sources.Any(s => s.Ecosystems.Any(e => s.Index.Find(e, name).Any(a => s.Index.EntryOf(a).IsMalicious)));

    /// <summary>The vulnerabilities of a package that another version of it does not have.</summary>
    public IReadOnlyList<Vulnerability> Fixed(KnownPackage before, KnownPackage after)
    {
        var had = Of(before);
        var left = had.Count == 0 ? [] : Of(after);
        return [.. had.Where(v => !v.IsAmong(left))];
    }

    /// <summary>The vulnerabilities of packages that a name stands for: an advisory's ID, or another name of it, such as a CVE.</summary>
    /// <param name="name">The name.</param>
    /// <param name="packages">The packages.</param>
    /// <returns>Each package that has it, with the version that fixes it.</returns>
    public IEnumerable<(KnownPackage Package, Vulnerability Vulnerability)> Named(string name, IEnumerable<KnownPackage> packages) =>
        packages.SelectMany(p => Of(p).Where(v => v.Advisory.Id == name || v.Advisory.Names.Contains(name)).Select(v => (p, v)));

    /// <inheritdoc/>
    public void Dispose() => _sources.ForEach(s => s.Index.Dispose());

    // A mirror of several releases has an ecosystem for each, and the part that lists a package says which is its own.
    private static IEnumerable<Ecosystem> For(KnownPackage package, IReadOnlyList<Ecosystem> ecosystems)
    {
        if (ecosystems.Count > 1 && package.Scope is { } scope && (ReleaseNames.OfSuite(scope) ?? ReleaseNames.OfAlpine(scope)) is { } own && ecosystems.FirstOrDefault(e => e.Name == own) is { } one)
        {
            return [one];
        }

        return ecosystems;
    }

    private static IEnumerable<PackageSource> SubjectsOf(KnownPackage package, Ecosystem ecosystem)
    {
        if (!ecosystem.NamesSources)
        {
            yield return new PackageSource(package.Name, package.Version);
        }

        if (ecosystem.NamesSources || (ecosystem.MayNameSources && package.Source.Name != package.Name))
        {
            yield return package.Source;
        }
    }

    private void Add(List<Vulnerability> found, AdvisoryIndex index, Ecosystem ecosystem, PackageSource subject)
    {
        if (!_last.TryGetValue((index, ecosystem), out var last) || last.Name != subject.Name)
        {
            _last[(index, ecosystem)] = last = (subject.Name, index.Find(ecosystem, subject.Name));
        }

        foreach (var affected in last.Found.Where(a => a.Affects(subject.Version, _order)))
        {
            var entry = index.EntryOf(affected);
            var severity = affected.Severity?.Score is null && entry.Severity?.Score is not null ? entry.Severity : affected.Severity ?? entry.Severity;
            if (!_advisories.TryGetValue((index, affected.Place), out var advisory))
            {
                _advisories.Add((index, affected.Place), advisory = ToAdvisory(entry));
            }

            found.Add(new Vulnerability(
                severity is null || severity.Word == advisory.Severity || advisory.Kind == Vulnerability.Malicious ? advisory : advisory with { Severity = severity.Word }, subject, affected.FixedAbove(subject.Version, _order), severity?.Score));
        }
    }

    private static Advisory ToAdvisory(OsvEntry entry) => new(
        entry.Id,
        entry.IsMalicious ? Vulnerability.Malicious : "security",
        entry.IsMalicious ? "critical" : entry.Severity?.Word,
        entry.Summary,
        [.. entry.Aliases.Append(entry.Id).Where(n => n.StartsWith("CVE-", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])
    {
        Issued = entry.Published is { } published ? DateOnly.FromDateTime(published.UtcDateTime) : null,
        Updated = entry.Modified.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        Names = entry.Aliases,
    };
}
