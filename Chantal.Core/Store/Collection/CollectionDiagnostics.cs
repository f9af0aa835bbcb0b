using Chantal.Diagnostics;

namespace Chantal.Store.Collection;

/// <summary>What garbage collection reports.</summary>
internal static class CollectionDiagnostics
{
    public static MirrorException RefsMissing(string directory) => new(
        DiagnosticCodes.RefUnreadable,
        $"'{directory}' is missing, so it is not known which states the store has to keep. Nothing is collected. Restore it from a backup. Without a backup, sync every mirror and import every snapshot again, then make the directory: what is not needed by then is collected.");

    [Documented(DiagnosticCodes.ImportUnreadable, Severity.Warning,
        "An import that is not complete cannot be read. It is left alone, and `CollectGarbage` does not keep what came with it.",
        "Drop it with `DropImport` and its name as the message gives it; import its bundle again if you need it.")]
    public static Diagnostic ImportUnreadable(string id, string fault) => new(
        DiagnosticCodes.ImportUnreadable,
        $"The pending import '{id}' cannot be read: {fault}. Drop it with the DropImport target and ImportName={id}, and import its bundle again if you need it. CollectGarbage does not keep what came with it.");
}
