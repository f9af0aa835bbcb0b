using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;

namespace Chantal.Rpm;

/// <summary>The modules of a repository, and what a filter means for them. A build's packages belong together.</summary>
internal sealed class RepositoryModules
{
    private readonly IReadOnlyList<ModuleDocument> _documents;
    private readonly HashSet<Nevra> _modular;
    private readonly int _keepVersions;
    private HashSet<ModuleDocument> _heldBack = new(ReferenceEqualityComparer.Instance);
    private List<ModuleDocument> _kept;
    private HashSet<Nevra> _keptArtifacts;

    /// <param name="documents">The repository's documents.</param>
    /// <param name="keepVersions">How many builds of each stream to keep, the newest; 0: all.</param>
    public RepositoryModules(IReadOnlyList<ModuleDocument> documents, int keepVersions)
    {
        _documents = documents;
        _modular = [.. documents.SelectMany(d => d.Artifacts)];

        _keepVersions = keepVersions;
        (_kept, _keptArtifacts) = Keep();
    }

    /// <summary>Holds back the builds that have a package which may not enter: without it, clients could not install them.</summary>
    /// <param name="held">The packages.</param>
    /// <returns>What only these builds have.</returns>
    public IReadOnlySet<Nevra> HoldBack(IReadOnlySet<Nevra> held)
    {
        _heldBack = new(_documents.Where(d => d.IsBuild && d.Artifacts.Any(held.Contains)), ReferenceEqualityComparer.Instance);
        (_kept, _keptArtifacts) = Keep();
        var others = _documents.Where(d => d.IsBuild && !_heldBack.Contains(d)).SelectMany(d => d.Artifacts).ToHashSet();
        return _heldBack.SelectMany(d => d.Artifacts).Where(a => !others.Contains(a)).ToHashSet();
    }

    private (List<ModuleDocument> Kept, HashSet<Nevra> Artifacts) Keep()
    {
        // Versions are compared within a stream, so that "newest" never crosses from one to another. A version is built for each context in which the
        // stream is used, and stays with all of them.
        List<ModuleDocument> kept = [.. _documents
            .Where(d => d.IsBuild && !_heldBack.Contains(d))
            .GroupBy(d => (d.Module, d.Stream, d.Architecture))
            .SelectMany(g => _keepVersions == 0 ? g : NewestOf(g, _keepVersions))];
        return (kept, [.. kept.SelectMany(d => d.Artifacts)]);
    }

    /// <summary>Whether the package belongs to a stream, so that clients see it only where that is enabled.</summary>
    public bool IsModular(Nevra package) => _modular.Contains(package);

    /// <summary>Whether a build that is kept has the package.</summary>
    public bool IsKept(Nevra package) => _keptArtifacts.Contains(package);

    /// <summary>All packages of the builds that have one of these.</summary>
    public IReadOnlySet<Nevra> Together(IReadOnlySet<Nevra> selected) =>
        _kept.Where(d => d.Artifacts.Any(selected.Contains)).SelectMany(d => d.Artifacts).ToHashSet();

    /// <summary>The documents that fit what is left of the repository, as they stood there.</summary>
    /// <param name="available">The repository's packages.</param>
    /// <param name="selected">Those that are left.</param>
    public string Rewrite(IReadOnlySet<Nevra> available, IReadOnlySet<Nevra> selected)
    {
        var builds = _documents.Where(d => d.IsBuild && !_heldBack.Contains(d) && IsLeft(d, available, selected)).ToHashSet(ReferenceEqualityComparer.Instance);
        var modules = _documents.Where(builds.Contains).Select(d => d.Module).ToHashSet(StringComparer.Ordinal);
        return string.Concat(_documents.Where(d => d.IsBuild ? builds.Contains(d) : modules.Contains(d.Module)).Select(d => d.Text));
    }

    // A build goes when all the packages that it had went; one that never had any here stays, as upstream published it so.
    private static bool IsLeft(ModuleDocument build, IReadOnlySet<Nevra> available, IReadOnlySet<Nevra> selected)
    {
        var had = build.Artifacts.Where(available.Contains).ToList();
        return had.Count == 0 || had.Any(selected.Contains);
    }

    private static IEnumerable<ModuleDocument> NewestOf(IEnumerable<ModuleDocument> builds, int count)
    {
        var versions = builds.Select(b => b.Version).Distinct().OrderDescending().Take(count).ToHashSet();
        return builds.Where(b => versions.Contains(b.Version));
    }
}
