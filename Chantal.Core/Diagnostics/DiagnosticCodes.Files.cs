namespace Chantal.Diagnostics;

// Files that have no repository format: 224x of the definition, 524x of what upstream has.
internal static partial class DiagnosticCodes
{
    /// <summary>The upstream does not have a file, list or repository of releases that the definition names.</summary>
    public const string FilesNotFound = "CHANTAL2241";

    /// <summary>A list of checksums, or a listing of a directory, cannot be read.</summary>
    public const string ChecksumListMalformed = "CHANTAL5241";

    /// <summary>Nothing that a list names, or no release, is what the definition asks for.</summary>
    public const string NothingSelected = "CHANTAL5242";

    /// <summary>Neither a checksum nor a signature says what a file has to be.</summary>
    public const string FileUnverified = "CHANTAL5243";

    /// <summary>The answer of a forge is not a list of releases.</summary>
    public const string ReleasesMalformed = "CHANTAL5244";

    /// <summary>A file that nothing verifies is another one than when it was first seen.</summary>
    public const string PinnedFileChanged = "CHANTAL5245";
}
