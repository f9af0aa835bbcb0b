using Chantal.Diagnostics;

namespace Chantal.Policy;

/// <summary>What the policy reports.</summary>
internal static class PolicyDiagnostics
{
    private const int MostNamed = 10;

    [Documented(DiagnosticCodes.PolicyRecordDamaged, Severity.Warning,
        "The record of when versions were first seen cannot be read. The mirror begins a new one: what upstream has now counts as old, unless upstream states a date.",
        "Nothing, or restore the file from a backup and sync again. A young version may have entered early.")]
    public static Diagnostic RecordDamaged(string file) => new(
        DiagnosticCodes.PolicyRecordDamaged,
        $"The record of first sights '{file}' is damaged, so the mirror begins a new one. What upstream has now counts as old, unless upstream states a date. To keep the ages, restore the file from a backup and sync again.");

    [Documented(DiagnosticCodes.BlockMatchesNothing, Severity.Warning,
        "A `Block` item matches no version that upstream has. Nothing has to be kept out, or its name or its version is misspelled.",
        "Correct the item, or take it out when it is not needed any more.")]
    public static Diagnostic ItemMatchesNothing(IReadOnlyList<(string Word, string Text)> items) => new(
        DiagnosticCodes.BlockMatchesNothing,
        $"{string.Join(", ", items.Take(MostNamed).Select(i => $"{i.Word} '{Printable.Escape(i.Text)}'"))}{(items.Count > MostNamed ? $" and {items.Count - MostNamed} more" : "")} matches no version that upstream has. If the name or version is misspelled, correct it; else the item is not needed.");

    [Documented(DiagnosticCodes.PolicyOfPlugIn, Severity.Error,
        "A definition says what may enter a mirror whose type is a plug-in's. Plug-ins make their plans themselves, so nothing would be held back.",
        "Take the words out, and let the plug-in leave out what may not enter.")]
    public static MirrorException NotOfPlugIns(string type, IReadOnlyList<string> words) => new(
        DiagnosticCodes.PolicyOfPlugIn,
        $"{string.Join(", ", words)} would have no effect: MirrorType '{type}' is a plug-in's, which makes its plan itself. Take the words out, and let the plug-in leave out what may not enter.");

    [Documented(DiagnosticCodes.MaliciousAccepted, Severity.Warning,
        "`RefuseMalicious` is false: versions that are known to be malicious, and projects in quarantine, enter the mirror.",
        "Take the property out. If an advisory is wrong about a version, report it to its database.")]
    public static Diagnostic MaliciousAccepted(string mirror) => new(
        DiagnosticCodes.MaliciousAccepted,
        $"RefuseMalicious is false, so known malicious versions can enter '{mirror}'. Take the property out as soon as you can.");
}
