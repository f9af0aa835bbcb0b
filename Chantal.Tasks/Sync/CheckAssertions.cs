using Chantal.Assertions;
using Chantal.Mirroring;
using Chantal.Store;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Looks whether what has to hold before a state is published holds of the one that was stored.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckAssertions : MirrorTask
{
    /// <summary>The file that names the state.</summary>
    [Required]
    public string Candidate { get; set; } = "";

    /// <summary>The state that is to be the head; empty: the one that the file names.</summary>
    public string State { get; set; } = "";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var check = new AssertionCheck(Layout, Generations, Reporter) { StateOf = Refs.Mirror };
        var errors = await check.RunAsync(MirrorName, AssertionRecord.Of(Values), GenerationId.TryParse(State) ?? CandidateState.Named(Candidate), Refs.Mirror(MirrorName), cancellation);
        if (errors > 0)
        {
            throw AssertionDiagnostics.StateRefused($"The new state of '{MirrorName}'", errors);
        }
    }
}
