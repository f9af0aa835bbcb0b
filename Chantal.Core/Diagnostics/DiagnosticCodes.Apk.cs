namespace Chantal.Diagnostics;

// What is Alpine's own: 223x of the definition, 523x of the files.
internal static partial class DiagnosticCodes
{
    /// <summary>The upstream does not have an <c>APKINDEX.tar.gz</c> for a repository and architecture.</summary>
    public const string ApkRepositoryNotFound = "CHANTAL2231";

    /// <summary>An APKINDEX.tar.gz is malformed.</summary>
    public const string ApkIndexMalformed = "CHANTAL5231";

    /// <summary>An index or package is of apk version 3.</summary>
    public const string ApkVersion3 = "CHANTAL5232";
}
