namespace Chantal.Diagnostics;

// PyPI mirrors: the definition (233x) and what an index has for it (531x).
internal static partial class DiagnosticCodes
{
    /// <summary>IncludeDependencies without the environments that decide what is needed.</summary>
    public const string TargetsMissing = "CHANTAL2330";

    /// <summary>A Package item is not a requirement that an index can meet.</summary>
    public const string PackageItemInvalid = "CHANTAL2331";

    /// <summary>A project that the definition names does not exist.</summary>
    public const string ProjectNotFound = "CHANTAL5310";

    /// <summary>The index is at an earlier change than it was before.</summary>
    public const string IndexWentBack = "CHANTAL5311";

    /// <summary>Warning: the index lists a project but does not have its page.</summary>
    public const string ListedProjectMissing = "CHANTAL5312";

    /// <summary>A selected file does not have a checksum that is strong enough.</summary>
    public const string FileChecksumWeak = "CHANTAL5313";

    /// <summary>Nothing in the index matches what the definition asks for.</summary>
    public const string RequirementUnmet = "CHANTAL5314";

    /// <summary>Warning: for some target environments, nothing matches what the definition asks for.</summary>
    public const string RequirementUnmetSomewhere = "CHANTAL5315";

    /// <summary>Warning: nothing in the index matches what a selected release needs.</summary>
    public const string DependencyUnmet = "CHANTAL5316";

    /// <summary>Warning: the dependencies of a release are not known.</summary>
    public const string DependenciesUnknown = "CHANTAL5317";

    /// <summary>More files are gone from the index than MaxRemovals allows.</summary>
    public const string TooManyRemovals = "CHANTAL5318";

    /// <summary>Warning: the index promises metadata beside files, and does not have it.</summary>
    public const string MetadataAbsent = "CHANTAL5319";

    /// <summary>Projects of a whole index could not be had and stayed as they were published last.</summary>
    public const string ProjectsHeldBack = "CHANTAL5320";

    /// <summary>So many projects of a whole index could not be had that nothing was published.</summary>
    public const string TooManyProjectsFailed = "CHANTAL5321";

    /// <summary>A file has other content than the published one of the same name.</summary>
    public const string FileReplaced = "CHANTAL5322";

    /// <summary>A project that came from one index would come from another one.</summary>
    public const string ProjectMoved = "CHANTAL5323";

    /// <summary>Warning: two indices have a project of the same name.</summary>
    public const string ProjectAmbiguous = "CHANTAL5324";

    /// <summary>Warning: details of a page cannot be used and were passed over.</summary>
    public const string PageDetailsSkipped = "CHANTAL5325";

    /// <summary>Warning: archives of sources do not say what they depend on.</summary>
    public const string DependenciesDynamic = "CHANTAL5326";

    /// <summary>There is no index at an address of the definition.</summary>
    public const string IndexNotFound = "CHANTAL5327";
}
