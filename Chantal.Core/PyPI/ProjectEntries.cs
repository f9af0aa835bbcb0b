using Chantal.Plans;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Index;
using Chantal.PyPI.Metadata;

namespace Chantal.PyPI;

/// <summary>The lines of a plan that stand for a project's files.</summary>
/// <param name="name">The project's normal name.</param>
/// <param name="allowsWeakChecksums">Whether MD5, SHA-1 or nothing is enough to know a file by.</param>
internal sealed class ProjectEntries(string name, bool allowsWeakChecksums)
{
    /// <summary>A file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="why">The reason for which it is taken, or null.</param>
    public PlanEntry Of(ReleaseFile file, string? why)
    {
        if (!allowsWeakChecksums && file.File.StrongestChecksum is not { Kind: > HashKind.Sha1 })
        {
            throw PyPIDiagnostics.FileChecksumWeak(name, file.File.FileName, file.File.StrongestChecksum?.Kind);
        }

        return new PlanEntry
        {
            Path = FilePlace.Of(file.File),
            Urls = [FileUrls.ForPlan(file.File.Url)],
            Size = file.File.Size,
            Sha256 = file.File.Sha256,
            Checksum = file.File.Sha256 is null ? file.File.StrongestChecksum : null,
            Role = FileRole.Package,
            Package = Identity(file),
            Scope = ScopeOf(file),
            Why = why,
        };
    }

    /// <summary>The metadata beside a file.</summary>
    public PlanEntry OfMetadata(ReleaseFile file)
    {
        var checksum = file.File.CoreMetadata?.Checksum;
        return new PlanEntry
        {
            Path = FilePlace.OfMetadata(file.File),
            Urls = [FileUrls.ForPlan(FileUrls.OfMetadata(file.File.Url))],
            Sha256 = checksum is { Kind: HashKind.Sha256 } ? Sha256Digest.Parse(checksum.Value.Hex) : null,
            Checksum = checksum is { Kind: HashKind.Sha256 } ? null : checksum,
            Role = FileRole.File,
            Package = Identity(file),
            IsOptional = true,
            MaxSize = CoreMetadata.MaxLength,
        };
    }

    /// <summary>Something that was made here or fetched already.</summary>
    public PlanEntry OfMade(string path, FetchedArtifact made, FileRole role) => new()
    {
        Path = path,
        Size = made.Size,
        Sha256 = made.Sha256,
        Role = role,
        Package = new PackageIdentity(name, "", null),
    };

    private PackageIdentity Identity(ReleaseFile file) => new(name, file.Name?.VersionText ?? "", null);

    private static string ScopeOf(ReleaseFile file) => file.Name?.Type switch
    {
        PackageType.Wheel => "wheels",
        PackageType.Sdist => "sources",
        _ => "other",
    };
}
