using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Verification;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>
/// Removes the manifests of a mirror's head and of what its tree still shows that are not what their names say, so that the
/// sync which makes them again does not read them. Those of snapshots stay: nobody can make them again.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class DropDamagedManifests : MirrorTask
{
    private protected override string? Step => null;

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var shards = new Dictionary<Sha256Digest, bool>();
        foreach (var state in new StoredStates(Layout, Refs).Of(MirrorName).Where(s => s.Snapshot is null && Generations.Exists(s.Generation)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!Generations.IsIntact(state.Generation, shards))
            {
                Reporter.Warning(VerificationDiagnostics.ManifestDropped(state));
                File.Delete(Layout.Manifest(state.Generation));
            }
        }

        // A sync writes a shard that is not there.
        foreach (var damaged in shards.Where(s => !s.Value).Select(s => Layout.Shard(s.Key)).Where(File.Exists))
        {
            File.Delete(damaged);
        }

        // The sync takes it again, maybe on another node.
        UnlockMirror();
        return Task.CompletedTask;
    }
}
