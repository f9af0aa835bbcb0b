using Chantal.Locking;
using Chantal.Mirroring;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Makes the state that the lock file names the mirror's candidate, if the store has it and it is not the head. Else the sync has to obtain it, and
/// <see cref="StoreArtifact"/> refuses any other.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ApplyLockFile : MirrorTask
{
    /// <summary>The lock file.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary>Files that rest on the candidate; they are removed before it changes.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>The file that names the candidate.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    /// <summary>The file that says by which check the head's packages were passed.</summary>
    [Required]
    public string CheckRecord { get; set; } = "";

    /// <summary>The state that the lock file names, whichever advisories it goes with.</summary>
    [Output]
    public string Generation { get; private set; } = "";

    /// <summary>Whether the store has it.</summary>
    [Output]
    public bool IsStored { get; private set; }

    /// <summary>Whether it is the candidate now, because it was not the head.</summary>
    [Output]
    public bool IsCandidate { get; private set; }

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

        IsCandidate = IsStored;
        if (IsStored)
        {
            new CandidateState(Context, CheckRecord).Keep(locked, StoredShards.None, null, Outdates);
            File.WriteAllText(Stamp, locked + "\n");
            Reporter.Info($"The lock file asks for generation {locked.ToString()[..12]}, which the store has.");
        }
        else
        {
            Outdates.ToList().ForEach(File.Delete);
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }
}
