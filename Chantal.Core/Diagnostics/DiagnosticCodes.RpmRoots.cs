namespace Chantal.Diagnostics;

// What leads to an RPM repository, stands around its packages, and signs what is made of it: 220x, 342x, 521x.
internal static partial class DiagnosticCodes
{
    /// <summary>A variable's name, value or use cannot be understood.</summary>
    public const string InvalidVariable = "CHANTAL2201";

    /// <summary>A repository's path or URL uses a variable that has no value.</summary>
    public const string VariableUndefined = "CHANTAL2202";

    /// <summary>Metadata places a file outside of the mirror.</summary>
    public const string LocationOutside = "CHANTAL3421";

    /// <summary>Metadata places a file where the metadata of a repository is.</summary>
    public const string LocationInRepodata = "CHANTAL3422";

    /// <summary>The signing key is missing, cannot be read, or is not allowed to sign.</summary>
    public const string SigningKeyUnusable = "CHANTAL3423";

    /// <summary>The passphrase of the signing key is missing or wrong.</summary>
    public const string SigningKeyLocked = "CHANTAL3424";

    /// <summary>Warning: rewritten metadata is not signed, though upstream's was.</summary>
    public const string RewrittenUnsigned = "CHANTAL3425";

    /// <summary>The program that signs cannot be run, failed, or did not give a good signature.</summary>
    public const string SigningCommandFailed = "CHANTAL3426";

    /// <summary>Metadata that is copied sends clients to another place than the mirror.</summary>
    public const string MetadataPointsElsewhere = "CHANTAL5214";

    /// <summary>A metalink is malformed, or does not mention repomd.xml.</summary>
    public const string MetaLinkMalformed = "CHANTAL5211";

    /// <summary>A .treeinfo is malformed.</summary>
    public const string TreeInfoMalformed = "CHANTAL5212";

    /// <summary>A list of delta RPMs is malformed.</summary>
    public const string DeltaListMalformed = "CHANTAL5213";

    /// <summary>A suseinfo.xml is malformed.</summary>
    public const string SuseInfoMalformed = "CHANTAL5215";

    /// <summary>The index of a service (repoindex.xml) is malformed, or names a repository that cannot be mirrored.</summary>
    public const string ServiceIndexInvalid = "CHANTAL5216";
}
