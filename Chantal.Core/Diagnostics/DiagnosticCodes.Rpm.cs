namespace Chantal.Diagnostics;

// What is RPM's own: 22xx of the definition, 343x of the roots, 522x of the metadata.
internal static partial class DiagnosticCodes
{
    /// <summary>A Repository item is not a directory of a mirror, or two share one.</summary>
    public const string RpmRepositoryInvalid = "CHANTAL2211";

    /// <summary>The upstream does not have <c>repodata/repomd.xml</c> for a repository.</summary>
    public const string RpmRepositoryNotFound = "CHANTAL2212";

    /// <summary>The upstream does not have the index of a service, or none of the repositories in it is taken.</summary>
    public const string ServiceNotFound = "CHANTAL2213";

    /// <summary>A package is not signed.</summary>
    public const string PackageUnsigned = "CHANTAL3401";

    /// <summary>A package's header or payload does not have the digest that the package states.</summary>
    public const string PackageDamaged = "CHANTAL3402";

    /// <summary>A package is not the one that the metadata describes.</summary>
    public const string PackageIsAnother = "CHANTAL3403";

    /// <summary>A package file cannot be read.</summary>
    public const string PackageMalformed = "CHANTAL3404";

    /// <summary>Warning: VerifyPackages is false, so the signatures of packages are not verified.</summary>
    public const string PackageVerificationOff = "CHANTAL3405";

    /// <summary>No mirror has the repomd.xml with the metalink's checksum.</summary>
    public const string RpmRepomdOutOfStep = "CHANTAL3431";

    /// <summary>A repository is past the date until which its suseinfo says that it is current; a warning unless ExpiredMetadata is error.</summary>
    public const string RepositoryExpired = "CHANTAL3432";

    /// <summary>A repository does not have a list of packages that can be read.</summary>
    public const string RpmPrimaryMissing = "CHANTAL5221";

    /// <summary>A metalink or mirror list is missing, or does not name a mirror that can be used.</summary>
    public const string RpmNoMirrors = "CHANTAL5222";

    /// <summary>A repomd.xml is malformed.</summary>
    public const string RepomdMalformed = "CHANTAL5223";

    /// <summary>A list of packages (primary, filelists, other, updateinfo) is malformed.</summary>
    public const string RpmListMalformed = "CHANTAL5224";

    /// <summary>A modules.yaml is malformed.</summary>
    public const string ModulesMalformed = "CHANTAL5227";
}
