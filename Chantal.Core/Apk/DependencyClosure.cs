using Chantal.Apk.Packages;
using Chantal.Diagnostics;

namespace Chantal.Apk;

/// <summary>
/// Adds to the named packages of one architecture what they need (<c>D:</c>), so that they install on a machine that has nothing else, and what apk installs
/// by itself where certain packages are together (<c>i:</c>). Conflicts are not weighed: a mirror holds every side of them.
/// </summary>
internal sealed class DependencyClosure
{
    private const int MaxWarnings = 20;

    private readonly IReadOnlyList<CandidatePackage> _packages;
    private readonly ILog _log;
    private readonly ProvideTable _provides;
    private readonly Dictionary<CandidatePackage, CandidatePackage> _broughtBy = [];
    private readonly HashSet<(CandidatePackage Package, CandidatePackage By)> _needs = [];
    private readonly Queue<CandidatePackage> _open = new();
    private readonly Dictionary<string, Diagnostic> _warnings = new(StringComparer.Ordinal);

    /// <param name="packages">The packages of all repositories.</param>
    /// <param name="log">Hears what cannot be had, with the path that leads to it.</param>
    public DependencyClosure(IEnumerable<CandidatePackage> packages, ILog log)
    {
        _packages = [.. packages.Where(p => p.IsEligible)];
        _log = log;
        _provides = new ProvideTable(_packages);
    }

    /// <summary>Which packages are needed by which others, each pair once.</summary>
    public IReadOnlyCollection<(CandidatePackage Package, CandidatePackage By)> Needs => _needs;

    /// <summary>Selects everything that the selected packages need.</summary>
    public void Complete(CancellationToken cancellation)
    {
        foreach (var package in _packages.Where(p => p.IsSelected))
        {
            _open.Enqueue(package);
        }

        var conditional = _packages.Where(p => p is { IsSelected: false, IsExcluded: false }).Select(p => (Package: p, If: ApkRelation.ParseList(p.Record.Field('i')))).Where(p => p.If.Count > 0).ToList();
        while (_open.Count > 0)
        {
            while (_open.TryDequeue(out var package))
            {
                cancellation.ThrowIfCancellationRequested();
                Follow(package);
            }

            foreach (var (package, conditions) in conditional.Where(c => !c.Package.IsSelected && c.If.All(IsMet)))
            {
                Select(package, _provides.Satisfying(conditions[0]).Select(p => p.Package).FirstOrDefault(p => p.IsSelected));
            }
        }

        Warn();
    }

    private void Follow(CandidatePackage package)
    {
        foreach (var relation in ApkRelation.ParseList(package.Record.Field('D')).Where(r => !r.IsConflict))
        {
            if (_provides.Choose(relation) is not { } chosen)
            {
                _warnings.TryAdd(relation.ToString(), PackageDiagnostics.DependencyUnsatisfiable(PathTo(package), relation.ToString()));
            }
            else if (chosen.Package.IsExcluded)
            {
                _warnings.TryAdd(chosen.Package.Record.Name, PackageDiagnostics.DependencyExcluded(chosen.Package.Record.Name, PathTo(package)));
            }
            else
            {
                Select(chosen.Package, package);
            }
        }
    }

    // A conflict can always be met: on a machine that does not have the other package.
    private bool IsMet(ApkRelation condition) => condition.IsConflict || _provides.Satisfying(condition).Any(p => p.Package.IsSelected);

    private void Select(CandidatePackage package, CandidatePackage? by)
    {
        if (by is not null && by != package)
        {
            _needs.Add((package, by));
        }

        if (package.IsSelected)
        {
            return;
        }

        package.IsSelected = true;
        _open.Enqueue(package);
        if (by is not null)
        {
            _broughtBy.Add(package, by);
        }
    }

    private void Warn()
    {
        foreach (var warning in _warnings.Values.Take(MaxWarnings))
        {
            _log.Warning(warning);
        }

        if (_warnings.Count > MaxWarnings)
        {
            _log.Warning(PackageDiagnostics.MoreUnsatisfiable(_warnings.Count - MaxWarnings, MaxWarnings));
        }
    }

    private string PathTo(CandidatePackage package)
    {
        var names = new List<string> { package.Record.Name };
        while (_broughtBy.TryGetValue(package, out var by) && names.Count < 20)
        {
            names.Add(by.Record.Name);
            package = by;
        }

        names.Reverse();
        return string.Join(" -> ", names);
    }
}
