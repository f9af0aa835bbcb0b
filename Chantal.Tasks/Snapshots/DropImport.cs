using Chantal.Bundles;
using Chantal.Store;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Removes an import that is not complete. Content that nothing needs then is removed by CollectGarbage.</summary>
[MSBuildMultiThreadableTask]
public sealed class DropImport : MirrorTask
{
    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        var name = Values.Require("ImportName", "-p:ImportName=2025-02");
        using var stay = StoreLock.Share(Layout, Reporter);
        using var alone = StoreLock.TakeImports(Layout);
        var entry = PendingImports.Require(Layout, name);
        PendingImports.Remove(Layout, Path.Combine(Layout.Imports, entry.Id));
        Reporter.Info($"Dropped the import {entry.Id}{(entry.Import is { } import ? $" of '{import.Header.Name}'" : "")}. CollectGarbage removes the content that nothing else needs.");
        return Task.CompletedTask;
    }
}
