namespace Chantal.Diagnostics;

// 49xx: the run itself.
public static partial class DiagnosticCodes
{
    /// <summary>The run was interrupted, by Ctrl-C, SIGTERM or the build.</summary>
    public const string Interrupted = "CHANTAL4901";

    /// <summary>The file system refused something: permissions, a read-only or full disk, too many open files.</summary>
    public const string FileSystem = "CHANTAL4902";
}
