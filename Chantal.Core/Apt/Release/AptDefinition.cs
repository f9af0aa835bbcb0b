using Chantal.Definitions;
using Chantal.Repositories;
using Chantal.Text;
using Chantal.Transfer.Origins;

namespace Chantal.Apt.Release;

/// <summary>What a mirror of an APT repository takes, in the words of sources.list.</summary>
internal sealed record AptDefinition
{
    /// <summary>Base URLs of the repository, tried in order, file by file.</summary>
    public required Upstreams Upstreams { get; init; }

    /// <summary>Suites or codenames; one that ends in <c>/</c> is a flat repository's directory.</summary>
    public required IReadOnlyList<string> Suites { get; init; }

    /// <summary>Further names that the suites' Release files may call themselves, as Suite or Codename.</summary>
    public IReadOnlyList<string> ExpectedSuites { get; init; } = [];

    /// <summary>Follows a suite that moves on to another codename or publisher.</summary>
    public bool AllowSuiteChange { get; init; }

    /// <summary>What happens if a suite is no longer what it was.</summary>
    public GuardMode IdentityChange { get; init; }

    /// <summary>How long a Release counts.</summary>
    public ReleaseValidity CheckValidUntil { get; init; } = ReleaseValidity.Default;

    /// <summary>Components; empty: every component that a suite's Release names. Flat repositories do not have any.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>Architectures, to which <c>all</c> is always added; empty: every architecture that a suite's Release names.</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>Takes source packages and their indices too.</summary>
    public bool IncludeSources { get; init; }

    /// <summary>Patterns of package names to keep in the pool; empty: every package.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Packages to leave out of the pool; they win over <see cref="Packages"/> and over dependencies.</summary>
    public IReadOnlyList<PackagePattern> ExcludePackages { get; init; } = [];

    /// <summary>Patterns of files to leave out, by their paths in the mirror; a <c>*</c> matches <c>/</c> too.</summary>
    public IReadOnlyList<string> ExcludeFiles { get; init; } = [];

    /// <summary>
    /// Patterns of index paths to leave out, relative to the suite's directory, such as <c>*/installer-*</c> or
    /// <c>Contents-*</c>; a <c>*</c> matches <c>/</c> too.
    /// </summary>
    public IReadOnlyList<string> ExcludeIndices { get; init; } = [];

    /// <summary>Languages whose <c>Translation-…</c> indices are taken, such as <c>en</c> or <c>pt_BR</c>; empty: all.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Adds what the named packages need: Depends, Pre-Depends and the Essential packages.</summary>
    public bool IncludeDependencies { get; init; }

    /// <summary>Whether the definition blocks packages.</summary>
    public bool Blocks { get; init; }

    /// <summary>With <see cref="IncludeDependencies"/>: follows Recommends too.</summary>
    public bool IncludeRecommends { get; init; }

    /// <summary>Requires a good signature on every Release.</summary>
    public required bool VerifySignatures { get; init; }

    /// <summary>Accepts MD5 and SHA-1 where a Release or an index states nothing better.</summary>
    public bool AllowWeakChecksums { get; init; }

    /// <summary>Makes metadata again, so that it lists what the mirror holds.</summary>
    public bool Regenerates { get; init; }

    /// <summary>With <see cref="Regenerates"/>: how long after its Date a Release is valid; null: without end.</summary>
    public TimeSpan? ReleaseValidFor { get; init; }

    /// <summary>Reads a definition, checked as far as that is possible without the upstream.</summary>
    public static AptDefinition Read(DefinitionValues definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var upstreams = definition.UpstreamsOrNull() ?? throw DefinitionDiagnostics.Missing("Upstream", "<Upstream>http://ftp.debian.org/debian/</Upstream>");
        var suites = definition.Items("Suite");
        if (suites.Count == 0)
        {
            throw DefinitionDiagnostics.Missing("Suite item", "<Suite Include=\"bookworm\" />");
        }

        var regenerates = definition.ChoiceOrNull<MetadataMode>("Metadata") == MetadataMode.Regenerate;
        if (regenerates && definition.List("SigningKey").Count == 0)
        {
            throw DefinitionDiagnostics.Missing("SigningKey, which has to sign what Metadata=Regenerate makes: your secret key, or the public key of a SigningCommand", "<SigningKey>keys/mirror.asc</SigningKey>");
        }

        return new AptDefinition
        {
            Upstreams = upstreams,
            Suites = suites,
            ExpectedSuites = definition.List("ExpectSuite"),
            AllowSuiteChange = definition.Flag("AllowSuiteChange"),
            IdentityChange = Guard.ModeOf(definition, "IdentityChange"),
            CheckValidUntil = ReleaseValidity.Read(definition),
            Components = definition.Items("Component"),
            Architectures = definition.Items("Architecture"),
            Languages = definition.Items("Language"),
            Packages = definition.Items("Package"),
            ExcludePackages = [.. definition.ItemsOf("ExcludePackage").Select(i => new PackagePattern(i.Value, i["Version"]))],
            ExcludeFiles = definition.Items("ExcludeFile"),
            Blocks = definition.Items("Block").Count > 0,
            ExcludeIndices = definition.Items("ExcludeIndex"),
            IncludeSources = definition.Flag("IncludeSources"),
            IncludeDependencies = definition.Flag("IncludeDependencies"),
            IncludeRecommends = definition.Flag("IncludeRecommends"),
            VerifySignatures = definition.Flag("VerifySignatures"),
            AllowWeakChecksums = definition.Flag("AllowWeakChecksums"),
            Regenerates = regenerates,
            ReleaseValidFor = definition.TextOrNull("ReleaseValidFor") is null ? null : definition.Duration("ReleaseValidFor"),
        };
    }
}
