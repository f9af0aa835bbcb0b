using Chantal.Diagnostics;

namespace Chantal.Store.Collection;

/// <summary>What is said of an import that is not complete and cannot be read: it fails nothing, and somebody has to drop it.</summary>
internal static class UnreadableImport
{
    /// <summary>Warns.</summary>
    /// <param name="log">Where to.</param>
    /// <param name="id">The import's directory.</param>
    /// <param name="fault">Why it cannot be read.</param>
    public static void Warn(ILog log, string id, string fault) => log.Warning(
        DiagnosticCodes.ImportUnreadable,
        $"The pending import '{id}' cannot be read: {fault}. Drop it with the DropImport target and ImportName={id}, and import its bundle again if you need it. CollectGarbage does not keep what came with it.");
}
