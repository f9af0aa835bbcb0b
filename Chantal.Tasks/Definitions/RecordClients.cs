using Chantal.Diagnostics;
using Chantal.Snapshots;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>Notes what files for hosts rest on, for a mirror that has snapshots and no head, as behind an air gap. A sync does so when it publishes.</summary>
[MSBuildMultiThreadableTask]
public sealed class RecordClients : MirrorTask
{
    private protected override string? Step => null;

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        if (Refs.Mirrors().Contains(MirrorName) || !Refs.KnownMirrors().Contains(MirrorName))
        {
            return Task.CompletedTask;
        }

        try
        {
            new ClientFiles(Layout, Refs, Generations, Reporter).Record(MirrorName, ReadClientSettings());
        }
        catch (MirrorException exception)
        {
            // The key that signs is on the other side, maybe.
            Reporter.Info($"{MirrorName}: there are no files for hosts, because what they need is not here: {exception.Message}");
        }

        return Task.CompletedTask;
    }
}
