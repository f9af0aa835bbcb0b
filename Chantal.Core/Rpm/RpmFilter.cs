using Chantal.Rpm.Packages;
using Chantal.Text;

namespace Chantal.Rpm;

/// <summary>Which packages a definition lets through, as far as one package by itself tells.</summary>
internal sealed class RpmFilter
{
    private readonly NamePatterns _named;
    private readonly NamePatterns _excluded;
    private readonly HashSet<string> _architectures;
    private readonly bool _thinsAll;
    private readonly bool _includeSources;

    public RpmFilter(RpmDefinition definition)
    {
        _named = new NamePatterns(definition.Packages);
        _excluded = new NamePatterns(definition.ExcludePackages);
        _architectures = [.. definition.Architectures, "noarch"];
        _includeSources = definition.IncludeSources;
        _thinsAll = definition.Packages.Count > 0 || definition.ExcludePackages.Count > 0 || definition.KeepVersions > 0;
        NamesArchitectures = definition.Architectures.Count > 0;
    }

    /// <summary>Whether the definition names architectures.</summary>
    private bool NamesArchitectures { get; }

    /// <summary>Whether packages are named; otherwise all are wanted.</summary>
    public bool IsNaming => !_named.IsEmpty;

    /// <summary>Patterns of packages that have matched none.</summary>
    public IEnumerable<string> Unmatched => _named.Unmatched;

    /// <summary>Whether a repository's packages are filtered at all.</summary>
    public bool Thins(RpmRepository repository) => _thinsAll || (NamesArchitectures && !repository.IsForOneArchitecture);

    /// <summary>Whether the architecture is wanted: a repository for one architecture has just what that one needs.</summary>
    public bool IsForUs(RpmRepository repository, PrimaryPackage package) =>
        package.Architecture is "src" or "nosrc"
            ? _includeSources
            : repository.IsForOneArchitecture || !NamesArchitectures || _architectures.Contains(package.Architecture);

    /// <summary>Whether the definition leaves the name out, whatever else asks for it.</summary>
    public bool IsExcluded(string name) => _excluded.IsMatch(name);

    /// <summary>Whether the definition asks for the name.</summary>
    public bool IsNamed(string name) => _named.IsEmpty || _named.IsMatch(name);
}
