using Chantal.OpenPgp;
using Chantal.Reports;
using Chantal.Runs;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>Begins the report of a sync: from here on, whatever ends the sync leaves one.</summary>
[MSBuildMultiThreadableTask]
public sealed class BeginRun : MirrorTask
{
    private protected override string? Step => null;

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        // Asked for here: it is needed when this task is gone.
        var index = Index;
        var (signedBy, directory) = (Values.Text("SignedBy"), Path.GetDirectoryName(DefinitionFile)!);
        RunLog!.Sync = new RunRecorder(Layout, MirrorName, RunLog.Run, TimeProvider.System)
        {
            MetricsDirectory = Values.PathOrNull("MetricsDirectory"),
            StoreBytes = index.Blobs.StoredBytes,
            Facts = () => new MirrorFactsReader(Layout, Refs, Generations).Read(MirrorName, KeyringFile.ParseList(signedBy, directory), TimeProvider.System.GetUtcNow()),
        };
        return Task.CompletedTask;
    }
}
