using Chantal.Mirroring;
using Chantal.Store;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Makes a state that was stored, and of which everything holds that is asked of it, the mirror's head.</summary>
[MSBuildMultiThreadableTask]
public sealed class AdmitCandidate : MirrorTask
{
    /// <summary>The file that names the state.</summary>
    [Required]
    public string Candidate { get; set; } = "";

    /// <summary>The state that is to be the head; empty: the one that the file names.</summary>
    public string State { get; set; } = "";

    /// <summary>Whether a step of the user's own in front of publishing failed.</summary>
    public bool IsRefused { get; set; }

    /// <summary>The file that says which generation was admitted.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    /// <summary>Files that rest on the head; they are removed before it moves.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>The file that says by which check the head's packages were passed.</summary>
    [Required]
    public string CheckRecord { get; set; } = "";

    private protected override string? Step => null;

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var candidate = GenerationId.TryParse(State) ?? CandidateState.Named(Candidate);
        var tree = new CandidateTree(Layout, Generations, MirrorName, Reporter);
        if (IsRefused)
        {
            throw MirroringDiagnostics.CandidateRefused(MirrorName, tree.Root);
        }

        if (WaitingState.Read(Layout, MirrorName) is not null && candidate == Refs.Mirror(MirrorName) && candidate != CandidateState.Named(Candidate))
        {
            // The head stays while another state waits: for this build, nothing is out of date.
            Refs.Touch(MirrorName);
        }
        else
        {
            new CandidateState(Context, CheckRecord).Admit(candidate, Outdates, RunLog?.Sync?.AcceptedOfState());
            if (!Values.Flag("Locked") && RepositoryFormats.Find(MirrorType) is { } format && MirrorPolicy.HoldsStates(Values, format))
            {
                new StateEntry(Context, format, Values).Conclude(candidate, CandidateState.Named(Candidate), cancellation);
            }
            else
            {
                WaitingState.Remove(Layout, MirrorName);
            }
        }

        tree.Remove();
        await File.WriteAllTextAsync(Stamp, candidate + "\n", cancellation);
    }
}
