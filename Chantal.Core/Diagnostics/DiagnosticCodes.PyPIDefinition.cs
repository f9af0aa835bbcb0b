namespace Chantal.Diagnostics;

// What a PyPI mirror's definition says, and the requirement and lock files that it names: 230x to 232x.
internal static partial class DiagnosticCodes
{
    /// <summary>A requirements file, or one that it includes, does not exist or cannot be read.</summary>
    public const string RequirementsUnreadable = "CHANTAL2301";

    /// <summary>A line of a requirements file is not a valid requirement, or a hash in it is not valid.</summary>
    public const string RequirementMalformed = "CHANTAL2302";

    /// <summary>A requirement that a package index cannot meet: a URL, a checkout, a path, an editable one.</summary>
    public const string RequirementNotOfIndex = "CHANTAL2303";

    /// <summary>A requirements file has an option that is unknown or misplaced.</summary>
    public const string RequirementsOptionUnknown = "CHANTAL2304";

    /// <summary>Requirements files include each other in a circle, or there are too many.</summary>
    public const string RequirementsInclusion = "CHANTAL2305";

    /// <summary>A requirements file asks for hashes, but a requirement does not have one.</summary>
    public const string RequirementHashMissing = "CHANTAL2306";

    /// <summary>A version of Python is not valid, or wheels do not exist for it.</summary>
    public const string TargetPythonInvalid = "CHANTAL2310";

    /// <summary>A platform is not one that wheels are made for.</summary>
    public const string TargetPlatformInvalid = "CHANTAL2311";

    /// <summary>A lock file does not exist or cannot be read.</summary>
    public const string LockUnreadable = "CHANTAL2320";

    /// <summary>A lock file is not TOML, or does not follow PEP 751.</summary>
    public const string LockMalformed = "CHANTAL2321";

    /// <summary>A lock file names what a package index does not have: a checkout, a directory, a local file.</summary>
    public const string LockNotOfIndex = "CHANTAL2322";
}
