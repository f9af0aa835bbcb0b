namespace Chantal.Diagnostics;

// What may enter a mirror: 620x.
internal static partial class DiagnosticCodes
{
    /// <summary>Warning: the record of first sights is damaged, and a new one is begun.</summary>
    public const string PolicyRecordDamaged = "CHANTAL6201";

    /// <summary>Warning: a Block item matches nothing.</summary>
    public const string BlockMatchesNothing = "CHANTAL6202";

    /// <summary>Warning: RefuseMalicious is off.</summary>
    public const string MaliciousAccepted = "CHANTAL6203";

    /// <summary>A definition says what may enter a mirror of a plug-in's type.</summary>
    public const string PolicyOfPlugIn = "CHANTAL6204";

    /// <summary>A head, snapshot or channel has a version that is known to be malicious.</summary>
    public const string MaliciousFound = "CHANTAL6205";

    /// <summary>A state that would be published as it is has a version that is known to be malicious.</summary>
    public const string MaliciousState = "CHANTAL6206";

    /// <summary>A snapshot on top of another one would take what may not enter.</summary>
    public const string TakeRefused = "CHANTAL6207";
}
