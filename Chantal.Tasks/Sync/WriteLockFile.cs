using Chantal.Locking;
using Chantal.Mirroring;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Writes which state the mirror has to its lock file; one that says so already is not touched.</summary>
[MSBuildMultiThreadableTask]
public sealed class WriteLockFile : MirrorTask
{
    /// <summary>The lock file.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        if (Refs.Mirror(MirrorName) is { } head && new LockFile(LockFile).Write(MirrorName, head, Generations, Values.Flag("LockPackages"), MirrorPolicy.FirstSeenFile(Layout, MirrorName), cancellation))
        {
            Reporter.Info($"Wrote '{LockFile}'.");
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }
}
