namespace Chantal.Diagnostics;

// 24xx: definitions in YAML.
internal static partial class DiagnosticCodes
{
    /// <summary>A file is not YAML, or not that of a definition.</summary>
    public const string YamlMalformed = "CHANTAL2401";

    /// <summary>A key is not known where it stands.</summary>
    public const string YamlUnknownKey = "CHANTAL2402";

    /// <summary>A value is of another type than its key needs.</summary>
    public const string YamlWrongType = "CHANTAL2403";

    /// <summary>A key that is needed is missing.</summary>
    public const string YamlMissingKey = "CHANTAL2404";

    /// <summary>Two repositories have one name.</summary>
    public const string DuplicateName = "CHANTAL2405";

    /// <summary>A file is too large, too deep, or grows too much by its aliases.</summary>
    public const string YamlTooLarge = "CHANTAL2406";

    /// <summary>The mirror that a run is about is not among the definitions.</summary>
    public const string MirrorUnknown = "CHANTAL2407";

    /// <summary>Warning: a file that would be written is there already, and stays.</summary>
    public const string AlreadyThere = "CHANTAL2408";
}
