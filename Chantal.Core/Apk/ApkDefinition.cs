using Chantal.Definitions;
using Chantal.Text;
using Chantal.Transfer.Origins;

namespace Chantal.Apk;

/// <summary>What a mirror of Alpine repositories takes.</summary>
internal sealed record ApkDefinition
{
    /// <summary>Base URLs below which the repositories lie, tried in order.</summary>
    public required Upstreams Upstreams { get; init; }

    /// <summary>The repositories, as the definition writes them; empty: <see cref="Upstreams"/> itself.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>Architectures: each repository has a directory for each.</summary>
    public required IReadOnlyList<string> Architectures { get; init; }

    /// <summary>Requires a good signature on every index. Default: yes.</summary>
    public bool VerifySignatures { get; init; } = true;

    /// <summary>Patterns of package names to keep; empty: every package.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Packages to leave out; they win over <see cref="Packages"/> and over dependencies.</summary>
    public IReadOnlyList<PackagePattern> ExcludePackages { get; init; } = [];

    /// <summary>Patterns of paths in the mirror to leave out.</summary>
    public IReadOnlyList<string> ExcludeFiles { get; init; } = [];

    /// <summary>Whether the definition blocks packages, which is a filter too.</summary>
    public bool Blocks { get; init; }

    /// <summary>How many versions of each package to keep, the newest; 0: all.</summary>
    public int KeepVersions { get; init; }

    /// <summary>Adds what the named packages need, across all repositories of their architecture. Default: no.</summary>
    public bool IncludeDependencies { get; init; }

    /// <summary>Keeps indices byte for byte even where packages are filtered, or rewrites them even where they are not; null: they are rewritten where packages are filtered.</summary>
    public MetadataMode? Metadata { get; init; }

    /// <summary>Whether packages are filtered.</summary>
    public bool IsFiltered => Packages.Count > 0 || ExcludePackages.Count > 0 || KeepVersions > 0 || Blocks;

    /// <summary>Whether indices are made again.</summary>
    public bool Rewrites => Metadata == MetadataMode.Regenerate || (IsFiltered && Metadata != MetadataMode.Verbatim);

    /// <summary>Reads a definition, checked as far as that is possible without the upstream.</summary>
    public static ApkDefinition Read(DefinitionValues definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var architectures = definition.Items("Architecture");
        return new ApkDefinition
        {
            Upstreams = definition.UpstreamsOrNull() ?? throw DefinitionDiagnostics.Missing("Upstream", "<Upstream>https://mirrors.edge.kernel.org/alpine/</Upstream>"),
            Repositories = definition.Items("Repository"),
            Architectures = architectures.Count > 0 ? architectures : throw DefinitionDiagnostics.Missing("Architecture item", "<Architecture Include=\"x86_64\" />"),
            VerifySignatures = definition.Flag("VerifySignatures"),
            Packages = definition.Items("Package"),
            ExcludePackages = [.. definition.ItemsOf("ExcludePackage").Select(i => new PackagePattern(i.Value, i["Version"]))],
            ExcludeFiles = definition.Items("ExcludeFile"),
            Blocks = definition.Items("Block").Count > 0,
            KeepVersions = definition.NumberOrNull("KeepVersions") ?? 0,
            IncludeDependencies = definition.Flag("IncludeDependencies"),
            Metadata = definition.ChoiceOrNull<MetadataMode>("Metadata"),
        };
    }
}
