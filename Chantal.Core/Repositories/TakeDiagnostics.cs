using Chantal.Diagnostics;

namespace Chantal.Repositories;

/// <summary>What the taking of packages from one state into another reports, of every format.</summary>
internal static class TakeDiagnostics
{
    private const int MostNames = 10;

    [Documented(DiagnosticCodes.TakeUnsatisfied, Severity.Error,
        "A package that a snapshot takes needs something that neither its base nor the source has.",
        "Name another state with `From`, or sync the mirror first.")]
    public static MirrorException Unsatisfied(string mirror, IReadOnlyList<string> chains) => new(
        DiagnosticCodes.TakeUnsatisfied,
        $"What is taken of the mirror '{mirror}' needs what neither the base nor the source has: {string.Join("; ", chains.Take(MostNames))}{(chains.Count > MostNames ? $"; and {chains.Count - MostNames} more" : "")}. Name another state with From, or sync the mirror and run again.");

    [Documented(DiagnosticCodes.TakeConflicts, Severity.Error,
        "A package of the base needs the version of another one that a snapshot replaces, or it and a package that the snapshot takes cannot be installed together; and the source has no newer version of it that fits.",
        "Name another state with `From`, or sync the mirror first.")]
    public static MirrorException LeftBehind(string taken, string left, string relation, string chain) => new(
        DiagnosticCodes.TakeConflicts,
        $"{taken} cannot be taken: '{left}' of the base needs '{relation}', and the source has no newer version of '{left}' that does not need it ({chain}). Name another state with From, or sync the mirror and run again.");

    public static MirrorException Conflicts(string taken, string left, string relation, string chain) => new(
        DiagnosticCodes.TakeConflicts,
        $"{taken} cannot be taken: it and '{left}' of the base cannot be installed together ({relation}), and the source has no newer version of '{left}' that fits ({chain}). Name another state with From, or sync the mirror and run again.");

    [Documented(DiagnosticCodes.TakeUnsupported, Severity.Error,
        "`Take`, `Only`, `Until` or `Severity` ask for something of a mirror of which single packages cannot be taken into another state, such as an APT mirror with the metadata that upstream signed.",
        "For an APT mirror, set `Metadata=Regenerate` and `SigningKey`, sync it and make the next base. Otherwise limit the run to other mirrors with `Mirror`, or make a snapshot of the whole state.")]
    public static MirrorException Unsupported(string mirror, string asked, string reason, string remedy) => new(
        DiagnosticCodes.TakeUnsupported,
        $"{asked} of the mirror '{mirror}' cannot be taken by itself: {reason}. {remedy}, or limit the run to other mirrors with Mirror.");

    [Documented(DiagnosticCodes.TakeWithoutAdvisories, Severity.Warning,
        "`Only`, `Until` and `Severity` choose by advisories, and a mirror has none, so nothing is taken of it.",
        "Name its packages in `Take`, or make a snapshot of its whole state.")]
    public static Diagnostic WithoutAdvisories(string mirror) => new(
        DiagnosticCodes.TakeWithoutAdvisories,
        $"The mirror '{mirror}' has no advisories, so Only, Until and Severity choose nothing of it. Name its packages in Take, or make a snapshot of its whole state.");
}
