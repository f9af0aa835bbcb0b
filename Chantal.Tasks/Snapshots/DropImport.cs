using Chantal.Bundles;
using Chantal.Definitions;
using Chantal.Store;

namespace Chantal.Tasks;

/// <summary>Removes an import that is not complete. Content that nothing needs then is removed by CollectGarbage.</summary>
public sealed class DropImport : StoreTask
{
    /// <summary>The import, by its own name or that of its snapshot.</summary>
    public string ImportName { get; set; } = "";

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        var name = ImportName.Length > 0 ? ImportName : throw PropertyValue.Missing(nameof(ImportName), "-p:ImportName=2025-02");
        using var stay = StoreLock.Share(Layout, Reporter);
        using var alone = StoreLock.TakeImports(Layout);
        var entry = PendingImports.Require(Layout, name);
        PendingImports.Remove(Layout, Path.Combine(Layout.Imports, entry.Id));
        Reporter.Info($"Dropped the import {entry.Id}{(entry.Import is { } import ? $" of '{import.Header.Name}'" : "")}. CollectGarbage removes the content that nothing else needs.");
        return Task.CompletedTask;
    }
}
