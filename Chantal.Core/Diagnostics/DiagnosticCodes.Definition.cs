namespace Chantal.Diagnostics;

// 2xxx: what the definition says.
internal static partial class DiagnosticCodes
{
    /// <summary>The definition's <c>MirrorType</c> is missing or unknown.</summary>
    public const string UnknownMirrorType = "CHANTAL2001";

    /// <summary>One or more mirrors of <c>chantal.proj</c> failed; the error names them.</summary>
    public const string MirrorsFailed = "CHANTAL2002";

    /// <summary>A property's value cannot be used; the error names the property, the value and what is possible.</summary>
    public const string InvalidProperty = "CHANTAL2003";

    /// <summary>A property or item that the mirror's type needs is missing.</summary>
    public const string MissingValue = "CHANTAL2004";

    /// <summary>The mirror's type was written for a newer contract than this Chantal has.</summary>
    public const string FormatTooNew = "CHANTAL2005";

    /// <summary>A path has <c>~</c> or <c>$VARIABLE</c> in it that is not expanded there, or cannot be.</summary>
    public const string PathNotExpanded = "CHANTAL2006";

    /// <summary>Warning: a name in a project, or on the command line, looks like a word of the vocabulary and is not one.</summary>
    public const string WordDoubtful = "CHANTAL2007";

    /// <summary>Warning: a Package pattern matches no package of the selected indices.</summary>
    public const string PatternMatchesNothing = "CHANTAL2105";

    /// <summary>Warning: ExcludePackage removes what a named package depends on.</summary>
    public const string DependencyExcluded = "CHANTAL2106";
}
