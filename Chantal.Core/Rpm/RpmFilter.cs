using Chantal.Definitions;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Roots;
using Chantal.Text;

namespace Chantal.Rpm;

/// <summary>Which packages a definition lets through, as far as one package by itself tells.</summary>
internal sealed class RpmFilter
{
    /// <summary>What <c>ExcludeData</c> calls the delta RPMs.</summary>
    public const string Deltas = "deltas";

    private readonly NamePatterns _named;
    private readonly PackagePatterns _excluded;
    private readonly NamePatterns _data;
    private readonly HashSet<string> _architectures;
    private readonly bool _filtersAll;
    private readonly MetadataMode? _metadata;
    private readonly bool _includeSources;

    public RpmFilter(RpmDefinition definition)
    {
        _named = new NamePatterns(definition.Packages);
        _excluded = new PackagePatterns(definition.ExcludePackages, knowsFullNames: true);
        _data = new NamePatterns(definition.ExcludeData);
        ExcludedFiles = new NamePatterns(definition.ExcludeFiles);
        _architectures = [.. definition.Architectures, "noarch"];
        _includeSources = definition.IncludeSources;
        _metadata = definition.Metadata;
        _filtersAll = definition.Packages.Count > 0 || definition.ExcludePackages.Count > 0 || definition.KeepVersions > 0 || definition.Blocks;
        NamesArchitectures = definition.Architectures.Count > 0;
    }

    /// <summary>Whether the definition names architectures.</summary>
    private bool NamesArchitectures { get; }

    /// <summary>Whether packages are named; otherwise all are wanted.</summary>
    public bool IsNaming => !_named.IsEmpty;

    /// <summary>Patterns of packages that have matched none.</summary>
    public IEnumerable<string> Unmatched => _named.Unmatched;

    /// <summary>What is left out of the mirror by its path.</summary>
    public NamePatterns ExcludedFiles { get; }

    /// <summary>Paths of packages that upstream does not have as the metadata describes them.</summary>
    public IReadOnlySet<string> BadFiles { get; init; } = new HashSet<string>();

    /// <summary>Whether every repository is planned package by package because some are: what may enter would else get around through the others.</summary>
    public bool RewritesAll { get; set; }

    /// <summary>Whether single files are left out.</summary>
    public bool LeavesOutFiles => BadFiles.Count > 0 || !ExcludedFiles.IsEmpty;

    /// <summary>Exclusions that have matched nothing, each with its word.</summary>
    public IEnumerable<(string Word, string Text)> UselessExclusions =>
    [
        .. _excluded.Unmatched.Select(p => ("ExcludePackage", p.ToString())),
        .. ExcludedFiles.Unmatched.Select(p => ("ExcludeFile", p)),
        .. _data.Unmatched.Select(p => ("ExcludeData", p)),
    ];

    /// <summary>Whether delta RPMs are wanted; asked where there are some.</summary>
    public bool TakesDeltas() => !_data.IsMatch(Deltas);

    /// <summary>Whether a repository is planned package by package: they are filtered, or its metadata is made again.</summary>
    public bool Thins(RpmRepository repository) => _metadata == MetadataMode.Regenerate || RewritesAll || Filters(repository);

    /// <summary>Whether a repository's metadata is made again.</summary>
    public bool Rewrites(RpmRepository repository) => _metadata != MetadataMode.Verbatim && Thins(repository);

    /// <summary>Whether a repository's packages are filtered at all.</summary>
    private bool Filters(RpmRepository repository) => _filtersAll || (NamesArchitectures && !repository.IsForOneArchitecture);

    /// <summary>Whether the architecture is wanted: a repository for one architecture has just what that one needs.</summary>
    public bool IsForUs(RpmRepository repository, PrimaryPackage package) =>
        package.Architecture is "src" or "nosrc"
            ? _includeSources || !Filters(repository)
            : repository.IsForOneArchitecture || !NamesArchitectures || _architectures.Contains(package.Architecture);

    /// <summary>Whether a metadata file is wanted; without <c>primary</c> there is no repository.</summary>
    public bool Takes(RpmRepository repository, RepomdData data) =>
        data.Type == "primary"
        || !(_data.IsMatch(data.Type) | ExcludedFiles.IsMatch(RpmLocation.Resolve(repository.Path, data.Location, $"the repomd.xml of '{repository.Name}'", isMetadata: true)));

    /// <summary>Whether the definition leaves the package out, whatever else asks for it.</summary>
    public bool IsExcluded(PrimaryPackage package) =>
        _excluded.IsMatch(package.Name, _excluded.KnowsVersions ? package.Evr.ToString() : "", package.Architecture);

    /// <summary>Whether the package's file is one that the mirror is to be without, so that another version counts in its place.</summary>
    public bool IsFileLeftOut(RpmRepository repository, PrimaryPackage package)
    {
        if (!LeavesOutFiles)
        {
            return false;
        }

        var path = RpmLocation.Resolve(repository.Path, package.Location, repository.Name);
        return BadFiles.Contains(path) || ExcludedFiles.IsMatch(path);
    }

    /// <summary>The pattern by which the definition asks for a name; null: it does not.</summary>
    public string? PatternOf(string name) => _named.Matching(name);

    /// <summary>Whether the definition asks for the name.</summary>
    public bool IsNamed(string name) => _named.IsEmpty || _named.IsMatch(name);
}
