namespace Chantal.Diagnostics;

// 26xx: a first definition, and the upstream that it is about.
internal static partial class DiagnosticCodes
{
    /// <summary>Something is missing for a first definition, and there is no terminal to ask on.</summary>
    public const string AnswerMissing = "CHANTAL2601";

    /// <summary>The upstream does not have what a first definition is to name.</summary>
    public const string NotOffered = "CHANTAL2602";

    /// <summary>The upstream does not have what the type of a first definition needs.</summary>
    public const string NothingThere = "CHANTAL2603";

    /// <summary>The upstream is signed with a key that is not known.</summary>
    public const string SignerUnknown = "CHANTAL2604";

    /// <summary>The upstream serves the key that it is signed with, and nobody has confirmed it.</summary>
    public const string KeyUnconfirmed = "CHANTAL2605";

    /// <summary>The upstream is not signed.</summary>
    public const string UpstreamUnsigned = "CHANTAL2606";

    /// <summary>A file is not a configuration of a tool whose definitions can be taken over.</summary>
    public const string ConfigurationUnknown = "CHANTAL2607";
}
