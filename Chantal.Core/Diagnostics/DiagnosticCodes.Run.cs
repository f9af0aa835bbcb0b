namespace Chantal.Diagnostics;

// 49xx: the run itself.
internal static partial class DiagnosticCodes
{
    /// <summary>The run was interrupted, by Ctrl-C, SIGTERM or the build.</summary>
    public const string Interrupted = "CHANTAL4901";

    /// <summary>The file system rejected an operation: permissions, a read-only or full disk, too many open files.</summary>
    public const string FileSystem = "CHANTAL4902";

    /// <summary>Files of the plan could not be stored; the errors before it name them.</summary>
    public const string Incomplete = "CHANTAL4903";

    /// <summary>The disk has less free space than the sync needs.</summary>
    public const string NotEnoughSpace = "CHANTAL4904";

    /// <summary>What was verified is damaged, missing or foreign; the errors before it name the files.</summary>
    public const string VerificationFailed = "CHANTAL4905";

    /// <summary>The list of what a verification found cannot be read.</summary>
    public const string FindingsUnreadable = "CHANTAL4906";

    /// <summary>Files that no client needs are not there upstream, and were left out.</summary>
    public const string OptionalFilesAbsent = "CHANTAL4907";

    /// <summary>The mirror was published without packages that it should have, as <c>OnBadPackage</c> allows.</summary>
    public const string PackagesLeftOut = "CHANTAL4908";

    /// <summary>Published files were deleted, replaced or altered; the sync repairs them.</summary>
    public const string PublishedDamaged = "CHANTAL4909";

    /// <summary>A step of the user's own in front of publishing failed: the new state is not published.</summary>
    public const string CandidateRefused = "CHANTAL4910";

    /// <summary>The command that <c>BeforePublishCommand</c> gives failed or could not be run.</summary>
    public const string PublishCheckFailed = "CHANTAL4911";
}
