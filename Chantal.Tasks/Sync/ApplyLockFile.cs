using Chantal.Locking;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Makes the state that the lock file names the mirror's head, if the store has it. Else the sync has to obtain it, and
/// <see cref="StoreArtifact"/> refuses any other.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ApplyLockFile : MirrorTask
{
    /// <summary>The lock file.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary>Files that rest on the head; they are removed before it moves.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>The state that the lock file names, whichever advisories it goes with.</summary>
    [Output]
    public string Generation { get; private set; } = "";

    /// <summary>Whether the store has it.</summary>
    [Output]
    public bool IsStored { get; private set; }

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var (locked, state) = new LockFile(LockFile).Require(MirrorName);
        Generation = state.ToString();
        IsStored = Generations.Exists(locked);
        if (Refs.Mirror(MirrorName) is { } head && (head == locked || (!IsStored && Generations.Exists(head) && Generations.IsNamed(head, state))))
        {
            IsStored = true;
            return System.Threading.Tasks.Task.CompletedTask;
        }

        foreach (var file in Outdates)
        {
            File.Delete(file);
        }

        if (IsStored)
        {
            Refs.SetMirror(MirrorName, locked, TimeProvider.System.GetUtcNow());
            Reporter.Info($"The lock file asks for generation {locked.ToString()[..12]}, which is the head now.");
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }
}
