namespace Chantal.Diagnostics;

// 24xx: definitions in YAML.
internal static partial class DiagnosticCodes
{
    /// <summary>A file is not YAML, or not a definition.</summary>
    public const string YamlMalformed = "CHANTAL2401";

    /// <summary>A key is not known in this place.</summary>
    public const string YamlUnknownKey = "CHANTAL2402";

    /// <summary>A value does not have the type that its key needs.</summary>
    public const string YamlWrongType = "CHANTAL2403";

    /// <summary>A required key is missing.</summary>
    public const string YamlMissingKey = "CHANTAL2404";

    /// <summary>Two repositories have the same name.</summary>
    public const string DuplicateName = "CHANTAL2405";

    /// <summary>A YAML file is too large, too deep, or its aliases make it too large.</summary>
    public const string YamlTooLarge = "CHANTAL2406";

    /// <summary>Mirror names a mirror that is not among the definitions.</summary>
    public const string MirrorUnknown = "CHANTAL2407";

    /// <summary>Warning: a file that would be written exists already, and is not changed.</summary>
    public const string AlreadyThere = "CHANTAL2408";
}
