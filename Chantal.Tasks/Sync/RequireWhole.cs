using Chantal.Mirroring;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Fails if the mirror was published without packages that it should have, or with parts that stayed as they were: nobody is to take it for complete.</summary>
[MSBuildMultiThreadableTask]
public sealed class RequireWhole : MirrorTask
{
    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        if (RepositoryFormats.Find(MirrorType) is { } format && format.Shortfall(Layout.State(MirrorName), MirrorName) is { } shortfall)
        {
            throw shortfall;
        }

        return LeftOutFiles.Read(Layout, MirrorName) is { Bad: { Count: > 0 } bad } ? throw MirroringDiagnostics.PackagesLeftOut(MirrorName, bad) : System.Threading.Tasks.Task.CompletedTask;
    }
}
