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

    /// <summary>The state, if it is not the mirror's head; empty: it is.</summary>
    [Output]
    public string NewState { get; private set; } = "";

    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var candidate = CandidateState.Named(Candidate);
        NewState = candidate == Refs.Mirror(MirrorName) ? "" : candidate.ToString();
        RecordAcceptance(new StateGuards(Context, Values).Judge(candidate, Plan, cancellation));
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
