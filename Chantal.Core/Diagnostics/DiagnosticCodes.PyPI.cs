namespace Chantal.Diagnostics;

// PyPI mirrors: the definition (233x) and what an index has for it (531x).
internal static partial class DiagnosticCodes
{
    /// <summary>IncludeDependencies without target environments, which decide what is needed.</summary>
    public const string TargetsMissing = "CHANTAL2330";

    /// <summary>A Package item is no requirement that an index can meet.</summary>
    public const string PackageItemInvalid = "CHANTAL2331";

    /// <summary>The index, or a project that the definition names, is not there.</summary>
    public const string ProjectNotFound = "CHANTAL5310";

    /// <summary>The index is at an earlier change than it was before.</summary>
    public const string IndexWentBack = "CHANTAL5311";

    /// <summary>The index lists a project that it has no page of.</summary>
    public const string ListedProjectMissing = "CHANTAL5312";

    /// <summary>A selected file has no checksum that counts.</summary>
    public const string FileChecksumWeak = "CHANTAL5313";

    /// <summary>Nothing on the index meets what the definition asks for.</summary>
    public const string RequirementUnmet = "CHANTAL5314";

    /// <summary>For some target environments nothing meets what the definition asks for.</summary>
    public const string RequirementUnmetSomewhere = "CHANTAL5315";

    /// <summary>Nothing on the index meets what a selected release needs.</summary>
    public const string DependencyUnmet = "CHANTAL5316";

    /// <summary>What a release needs is not known.</summary>
    public const string DependenciesUnknown = "CHANTAL5317";

    /// <summary>More files are gone from the index than MaxRemovals allows.</summary>
    public const string TooManyRemovals = "CHANTAL5318";
}
