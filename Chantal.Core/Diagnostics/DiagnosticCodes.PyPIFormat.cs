namespace Chantal.Diagnostics;

// What a Python package index and its files say: 530x to 532x.
internal static partial class DiagnosticCodes
{
    /// <summary>A page of the index follows neither PEP 503 nor PEP 691.</summary>
    public const string SimplePageMalformed = "CHANTAL5301";

    /// <summary>A page of the index is larger, or lists more, than any real one.</summary>
    public const string SimplePageTooLarge = "CHANTAL5302";

    /// <summary>The index uses a later major version of its interface, or its answer is not one of its pages.</summary>
    public const string SimpleApiUnknown = "CHANTAL5303";

    /// <summary>A METADATA or PKG-INFO file has no name or version, or is larger than any real one.</summary>
    public const string CoreMetadataMalformed = "CHANTAL5304";

    /// <summary>A wheel or source archive cannot be opened to read its metadata.</summary>
    public const string DistributionUnreadable = "CHANTAL5305";
}
