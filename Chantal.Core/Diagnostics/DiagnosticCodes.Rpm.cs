namespace Chantal.Diagnostics;

// What is RPM's own: 22xx of the definition, 343x of the roots, 522x of the metadata.
internal static partial class DiagnosticCodes
{
    /// <summary>A Repository item is no directory of a mirror, or shares one with another.</summary>
    public const string RpmRepositoryInvalid = "CHANTAL2211";

    /// <summary>The upstream has no <c>repodata/repomd.xml</c> for a repository.</summary>
    public const string RpmRepositoryNotFound = "CHANTAL2212";

    /// <summary>A package has no signature over its header.</summary>
    public const string PackageUnsigned = "CHANTAL3401";

    /// <summary>A package's header or payload does not have the digest that is stated in it.</summary>
    public const string PackageDamaged = "CHANTAL3402";

    /// <summary>A package is another than the metadata calls it.</summary>
    public const string PackageIsAnother = "CHANTAL3403";

    /// <summary>A package file cannot be read.</summary>
    public const string PackageMalformed = "CHANTAL3404";

    /// <summary>Warning: VerifyPackages is false, so packages are taken without a signature.</summary>
    public const string PackageVerificationOff = "CHANTAL3405";

    /// <summary>No mirror has the repomd.xml whose checksum the metalink states.</summary>
    public const string RpmRepomdOutOfStep = "CHANTAL3431";

    /// <summary>A repository has no list of packages that can be read.</summary>
    public const string RpmPrimaryMissing = "CHANTAL5221";

    /// <summary>A metalink or mirror list names no mirror that can be used.</summary>
    public const string RpmNoMirrors = "CHANTAL5222";

    /// <summary>A repomd.xml is malformed.</summary>
    public const string RepomdMalformed = "CHANTAL5223";

    /// <summary>A list of packages (primary, filelists, other, updateinfo) is malformed.</summary>
    public const string RpmListMalformed = "CHANTAL5224";

    /// <summary>A modules.yaml is malformed.</summary>
    public const string ModulesMalformed = "CHANTAL5227";
}
