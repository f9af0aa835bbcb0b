namespace Chantal.Diagnostics;

// What a PyPI mirror's definition says, and the requirement and lock files that it names: 230x to 232x.
internal static partial class DiagnosticCodes
{
    /// <summary>A requirements file, or one that it includes, does not exist or cannot be read.</summary>
    public const string RequirementsUnreadable = "CHANTAL2301";

    /// <summary>A line of a requirements file is no requirement, or a hash of it is none.</summary>
    public const string RequirementMalformed = "CHANTAL2302";

    /// <summary>A requirement that no package index can meet: a URL, a checkout, a path, an editable one.</summary>
    public const string RequirementNotOfIndex = "CHANTAL2303";

    /// <summary>A requirements file has an option that is not known.</summary>
    public const string RequirementsOptionUnknown = "CHANTAL2304";

    /// <summary>Requirements files include each other in a circle, or too many of them.</summary>
    public const string RequirementsInclusion = "CHANTAL2305";

    /// <summary>A requirements file asks for hashes, but a requirement has none.</summary>
    public const string RequirementHashMissing = "CHANTAL2306";

    /// <summary>What should be a version of Python is none, or none that wheels exist for.</summary>
    public const string TargetPythonInvalid = "CHANTAL2310";

    /// <summary>What should be a platform is none that wheels are made for.</summary>
    public const string TargetPlatformInvalid = "CHANTAL2311";

    /// <summary>A lock file does not exist or cannot be read.</summary>
    public const string LockUnreadable = "CHANTAL2320";

    /// <summary>A lock file is not TOML, or not what PEP 751 says.</summary>
    public const string LockMalformed = "CHANTAL2321";

    /// <summary>A lock file names a package that no package index has: a checkout, a directory, a local file.</summary>
    public const string LockNotOfIndex = "CHANTAL2322";
}
