using Chantal.Definitions;
using Chantal.Text;
using Chantal.Transfer.Origins;

namespace Chantal.Rpm;

/// <summary>What a mirror of RPM repositories takes.</summary>
internal sealed record RpmDefinition
{
    /// <summary>Base URLs below which the repositories lie, tried in order; null where each names a metalink or mirror list.</summary>
    public Upstreams? Upstreams { get; init; }

    /// <summary>The repositories, as the definition writes them; empty: <see cref="Upstreams"/> itself.</summary>
    public IReadOnlyList<RepositoryItem> Repositories { get; init; } = [];

    /// <summary>Services whose indices name more repositories.</summary>
    public IReadOnlyList<ServiceItem> Services { get; init; } = [];

    /// <summary>Architectures, which <c>$basearch</c> and <c>$arch</c> expand over; where a repository names neither, they filter its packages.</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>Variables of repository paths and URLs, such as <c>releasever</c>; one with several values stands for a repository each.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Variables { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Requires a good signature on every <c>repomd.xml</c>.</summary>
    public required bool VerifySignatures { get; init; }

    /// <summary>What happens if a repository is past the date that its <c>suseinfo</c> gives.</summary>
    public ExpiredMetadata ExpiredMetadata { get; init; }

    /// <summary>Takes <c>.treeinfo</c> and the installer images that it names.</summary>
    public required bool IncludeTree { get; init; }

    /// <summary>Accepts MD5 and SHA-1 where metadata states nothing better.</summary>
    public bool AllowWeakChecksums { get; init; }

    /// <summary>Patterns of package names to keep; empty: every package.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Packages to leave out; they win over <see cref="Packages"/> and over dependencies.</summary>
    public IReadOnlyList<PackagePattern> ExcludePackages { get; init; } = [];

    /// <summary>Patterns of paths in the mirror to leave out.</summary>
    public IReadOnlyList<string> ExcludeFiles { get; init; } = [];

    /// <summary>Patterns of the types of metadata to leave out, and <see cref="RpmFilter.Deltas"/>.</summary>
    public IReadOnlyList<string> ExcludeData { get; init; } = [];

    /// <summary>Whether the definition blocks packages, which is a filter too.</summary>
    public bool Blocks { get; init; }

    /// <summary>How many versions of each package to keep, the newest; 0: all.</summary>
    public int KeepVersions { get; init; }

    /// <summary>Keeps source packages when packages are filtered.</summary>
    public bool IncludeSources { get; init; }

    /// <summary>Adds what the named packages need, across all repositories.</summary>
    public bool IncludeDependencies { get; init; }

    /// <summary>With <see cref="IncludeDependencies"/>: follows Recommends too.</summary>
    public bool IncludeRecommends { get; init; }

    /// <summary>Keeps metadata byte for byte even where packages are filtered, or rewrites it even where they are not; null: it is rewritten where packages are filtered.</summary>
    public MetadataMode? Metadata { get; init; }

    /// <summary>The same with the repositories that its services name.</summary>
    public RpmDefinition With(IEnumerable<ServiceRepositories> services) => this with { Repositories = [.. Repositories, .. services.SelectMany(s => s.Items)] };

    /// <summary>Reads a definition, checked as far as that is possible without the upstream.</summary>
    public static RpmDefinition Read(DefinitionValues definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var architectures = definition.Items("Architecture");
        var variables = definition.ItemsOf("Variable").GroupBy(v => v.Value, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(v => v["Value"]).Distinct(StringComparer.Ordinal)], StringComparer.Ordinal);
        var (upstreams, folder) = UpstreamTemplate.Read(definition, architectures, variables);
        IReadOnlyList<ServiceItem> services = [.. definition.ItemsOf("Service").Select(ServiceItem.Read).DistinctBy(s => s.Path)];
        var items = definition.ItemsOf("Repository");
        IReadOnlyList<RepositoryItem> repositories = [.. (services.Count > 0 ? items : items.DefaultIfEmpty(new DefinitionItem("Repository", ""))).Select(item => RepositoryItem.Read(item, definition))];
        if (upstreams is null && (services.Count > 0 || repositories.Any(r => r.IsBelowUpstream)))
        {
            throw DefinitionDiagnostics.Missing("Upstream, MetaLink or MirrorList", "<Upstream>https://dl.rockylinux.org/pub/rocky/9/</Upstream>");
        }

        return new RpmDefinition
        {
            Upstreams = upstreams,
            Repositories = folder.Length == 0 ? repositories : [.. repositories.Select(r => r.IsBelowUpstream ? r with { Path = $"{folder}/{r.Path}" } : r)],
            Services = services,
            Architectures = architectures,
            Variables = variables,
            VerifySignatures = definition.Flag("VerifySignatures"),
            ExpiredMetadata = definition.Choice<ExpiredMetadata>("ExpiredMetadata"),
            IncludeTree = definition.Flag("IncludeTree"),
            Packages = definition.Items("Package"),
            ExcludePackages = [.. definition.ItemsOf("ExcludePackage").Select(i => new PackagePattern(i.Value, i["Version"]))],
            ExcludeFiles = definition.Items("ExcludeFile"),
            Blocks = definition.Items("Block").Count > 0,
            ExcludeData = definition.Items("ExcludeData"),
            KeepVersions = definition.NumberOrNull("KeepVersions") ?? 0,
            IncludeSources = definition.Flag("IncludeSources"),
            IncludeDependencies = definition.Flag("IncludeDependencies"),
            IncludeRecommends = definition.Flag("IncludeRecommends"),
            AllowWeakChecksums = definition.Flag("AllowWeakChecksums"),
            Metadata = definition.ChoiceOrNull<MetadataMode>("Metadata"),
        };
    }
}

/// <summary>A <c>Repository</c> item.</summary>
/// <param name="Path">Directory that holds <c>repodata/</c>, below the upstream and in the mirror alike; may hold variables.</param>
/// <param name="MetaLink">URL of a metalink that stands for the upstream, or null.</param>
/// <param name="MirrorList">URL of a mirror list that stands for the upstream, or null.</param>
internal sealed record RepositoryItem(string Path, string? MetaLink = null, string? MirrorList = null)
{
    /// <summary>URL of the repository itself where a service names one outside of the upstreams, or null; may hold variables.</summary>
    public string? Url { get; init; }

    /// <summary>Whether it lies below the definition's upstreams.</summary>
    public bool IsBelowUpstream => MetaLink is null && MirrorList is null && Url is null;

    /// <summary>Reads an item; what the definition says for all counts for one that names neither.</summary>
    public static RepositoryItem Read(DefinitionItem item, DefinitionValues definition)
    {
        var (metaLink, mirrorList) = (item["MetaLink"], item["MirrorList"]);
        return metaLink.Length == 0 && mirrorList.Length == 0
            ? new RepositoryItem(item.Value, definition.TextOrNull("MetaLink"), definition.TextOrNull("MirrorList"))
            : new RepositoryItem(item.Value, metaLink.Length == 0 ? null : metaLink, mirrorList.Length == 0 ? null : mirrorList);
    }
}
