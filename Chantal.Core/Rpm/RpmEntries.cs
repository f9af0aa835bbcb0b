using Chantal.Plans;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm;

/// <summary>The lines of a plan for what RPM metadata lists.</summary>
/// <param name="allowWeakChecksums">Whether MD5 and SHA-1 will do.</param>
internal sealed class RpmEntries(bool allowWeakChecksums)
{
    // Each line of such a file names the mirrors.
    private const int MaxMirrors = 4;

    /// <summary>A metadata file of <c>repomd.xml</c>.</summary>
    public PlanEntry OfMetadata(RpmRepository repository, RepomdData data)
    {
        var listedIn = $"'{repository.PathOf(RepositoryFiles.Paths[RepositoryFiles.Repomd])}'";
        var path = RpmLocation.Resolve(repository.Path, data.Location, listedIn, isMetadata: true);
        return Verified(
            new PlanEntry
            {
                Path = path,
                Urls = UrlsOf(repository, path, data.Base, data.Location),
                Size = data.Size,
                Role = FileRole.Metadata,
                Scope = repository.Name,
            },
            data.Checksum,
            listedIn);
    }

    /// <summary>A package of <c>primary.xml</c>.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="package">The package.</param>
    /// <param name="scope">What it is counted under.</param>
    /// <param name="listedIn">The list's name, for messages.</param>
    public PlanEntry OfPackage(RpmRepository repository, PrimaryPackage package, string scope, string listedIn)
    {
        var path = RpmLocation.Resolve(repository.Path, package.Location, listedIn, isMetadata: false);
        return Verified(
            new PlanEntry
            {
                Path = path,
                Urls = UrlsOf(repository, path, package.Base, package.Location),
                Size = package.Size,
                Role = package.Architecture is "src" or "nosrc" ? FileRole.Source : FileRole.Package,
                Package = new PackageIdentity(package.Name, package.Evr.ToString(), package.Architecture),
                Source = SourceOf(package),
                Scope = scope,
            },
            package.Checksum,
            listedIn);
    }

    /// <summary>A delta package; clients that do not find it take the whole package.</summary>
    public PlanEntry OfDelta(RpmRepository repository, DeltaPackage delta, string listedIn)
    {
        var path = RpmLocation.Resolve(repository.Path, delta.Path, listedIn, isMetadata: false);
        return Verified(
            new PlanEntry { Path = path, Size = delta.Size, Role = FileRole.File, Scope = repository.Name, IsOptional = true }, delta.Checksum, listedIn);
    }

    /// <summary>A file of an installable tree; old trees leave out checksums, and then only the connection protects it.</summary>
    public PlanEntry OfTreeFile(RpmRepository repository, TreeFile file, string listedIn)
    {
        var path = RpmLocation.Resolve(repository.Path, file.Path, listedIn, isMetadata: false);
        var entry = new PlanEntry { Path = path, Role = FileRole.File, Scope = repository.Name };
        return file.Checksum is { } checksum ? Verified(entry, checksum, listedIn) : entry;
    }

    private static PackageSource? SourceOf(PrimaryPackage package) =>
        package.Source is { } source && (source.Name != package.Name || source.Evr != package.Evr) ? new PackageSource(source.Name, source.Evr.ToString()) : null;

    private PlanEntry Verified(PlanEntry entry, Checksum? checksum, string listedIn) => checksum switch
    {
        { Kind: HashKind.Sha256 } sha256 => entry with { Sha256 = Sha256Digest.Parse(sha256.Hex) },
        { IsWeak: false } other => entry with { Checksum = other },
        { } weak when allowWeakChecksums => entry with { Checksum = weak },
        _ => throw RpmDiagnostics.ChecksumWeak(listedIn, entry.Path, checksum is not null),
    };

    // xml:base names another place than the repository; the file stands in the mirror as if it lay in it. A file outside of a repository that a list
    // of mirrors named (Amazon Linux keeps packages of all its states together) is outside of it at those mirrors too.
    private static IReadOnlyList<string> UrlsOf(RpmRepository repository, string path, string? @base, string location) =>
        @base is not null ? [$"{@base.Split('?', '#')[0].TrimEnd('/')}/{ArtifactPath.ToUrl(location)}"]
        : repository.Bases.Count == 0 || path.StartsWith(repository.PathOf(""), StringComparison.Ordinal) ? []
        : [.. repository.Bases.Take(MaxMirrors).Select(b => new Uri(new Uri(b.TrimEnd('/') + "/"), ArtifactPath.ToUrl(location)).AbsoluteUri)];
}
