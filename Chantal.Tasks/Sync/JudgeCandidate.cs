using Chantal.Mirroring;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Says whether a state that was stored is a new one. A new one is not published before everything that is asked of it holds.</summary>
[MSBuildMultiThreadableTask]
public sealed class JudgeCandidate : MirrorTask
{
    /// <summary>The file that names the state.</summary>
    [Required]
    public string Candidate { get; set; } = "";

    /// <summary>The plan that it came of.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <summary>The state that is to be the head: the one that was stored, one that waited before it, or the head itself where the one that was stored has to wait.</summary>
    [Output]
    public string State { get; private set; } = "";

    /// <summary>The state, if it is not the mirror's head; empty: it is.</summary>
    [Output]
    public string NewState { get; private set; } = "";

    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var (candidate, head) = (CandidateState.Named(Candidate), Refs.Mirror(MirrorName));

        // A state that is locked was approved by its name.
        if (!Values.Flag("Locked") && RepositoryFormats.Find(MirrorType) is { } format && MirrorPolicy.HoldsStates(Values, format))
        {
            candidate = new StateEntry(Context, format, Values).Decide(candidate, cancellation) ?? head!.Value;
        }

        State = candidate.ToString();
        NewState = candidate == head ? "" : State;
        RecordAcceptance(new StateGuards(Context, Values).Judge(candidate, Plan, cancellation));
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
