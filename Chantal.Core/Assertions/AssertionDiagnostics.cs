using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Assertions;

/// <summary>What the room tells users.</summary>
internal static class AssertionDiagnostics
{
    [Documented(DiagnosticCodes.AssertFailed, Severity.Error,
        "A package that an `Assert` item names cannot be installed from the new state, or from the snapshot that is promoted. The message shows what breaks.",
        "What was published before is still served. Wait for upstream to repair it and sync again, or add the mirror that has what is missing to `With`.")]
    public static Diagnostic NotInstallable(string mirror, string package, string view, IReadOnlyList<string> reasons) => new(
        DiagnosticCodes.AssertFailed,
        $"'{Printable.Escape(package)}' cannot be installed from '{mirror}' ({Printable.Escape(view)}): {string.Join("; ", reasons)}. Sync again when upstream has repaired it, or name the mirror that has what is missing in With of the Assert item.");

    /// <summary>The search was given up.</summary>
    public static Diagnostic NotDecided(string mirror, string package, string view) => new(
        DiagnosticCodes.AssertFailed,
        $"It could not be decided whether '{Printable.Escape(package)}' can be installed from '{mirror}' ({Printable.Escape(view)}): the search took too long. This counts as a failure. Take the Assert item out, or name fewer mirrors in With of the Assert item.");

    [Documented(DiagnosticCodes.AssertUnusable, Severity.Error,
        "An `Assert` item names a suite, a repository or an architecture that the state does not have, or a mirror in `With` that was never synced or is not in the snapshot.",
        "Correct the item, or sync the other mirror first.")]
    public static Diagnostic NothingToAssert(string mirror, string package) => new(
        DiagnosticCodes.AssertUnusable,
        $"The state of '{mirror}' does not have the suite, repository or architecture for which 'Assert' names '{Printable.Escape(package)}'. Correct the item.");

    /// <summary>The other mirror does not have a state.</summary>
    public static MirrorException MirrorWithoutState(string mirror, string package, string other) => new(
        DiagnosticCodes.AssertUnusable,
        $"Assert '{Printable.Escape(package)}' of '{mirror}' needs '{Printable.Escape(other)}', which does not have a state. Sync or snapshot that mirror first, or correct With of the Assert item.");

    [Documented(DiagnosticCodes.ClosureBroken, Severity.Error,
        "Packages that could be installed from the state before cannot be installed from the new one (`CheckClosure`). The message shows what breaks. With `CheckClosure=warn` it is a warning, and the state is published.",
        "What was published before is still served. Wait for upstream to repair it and sync again, or set `CheckClosure=warn`.")]
    public static Diagnostic NoLongerInstallable(string mirror, string view, int count, IReadOnlyList<string> lines) => new(
        DiagnosticCodes.ClosureBroken,
        $"{Quantity.Count(count, "package")} of '{mirror}' ({Printable.Escape(view)}) can no longer be installed: {string.Join("; ", lines)}{(count > lines.Count ? "; …" : "")}. Sync again when upstream has repaired it, or set CheckClosure=warn.");

    [Documented(DiagnosticCodes.StateRefused, Severity.Error,
        "Something that has to hold before a state is published does not hold: an `Assert` item, or `CheckClosure`.",
        "The errors before this one say what. What was published before is still served.")]
    public static MirrorException StateRefused(string what, int errors) => new(
        DiagnosticCodes.StateRefused,
        $"{what} is not published, because {Quantity.Count(errors, "check")} failed: the errors above say which. What was published before is still served.");
}
