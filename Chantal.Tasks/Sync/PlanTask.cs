using Chantal.Locking;
using Chantal.Mirroring;
using Chantal.Repositories;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Turns the verified roots of an upstream and the definition into a plan: the same for each format.</summary>
public abstract class PlanTask : MirrorTask
{
    /// <summary>Reads stored metadata again before it is used.</summary>
    public bool Distrust { get; set; }

    /// <summary>Which attempt of this sync it is, from 1; a later one leaves out what the one before could not get.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>Reports a changed upstream as an error.</summary>
    public bool IsLastAttempt { get; set; }

    /// <summary>The record of the definition.</summary>
    [Required]
    public string DefinitionRecord { get; set; } = "";

    /// <summary>Files that are made from the plan; they are removed before it is written.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>The plan to write.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <summary>Whether the upstream is no longer what the roots say: the sync should start over.</summary>
    [Output]
    public bool UpstreamChanged { get; private set; }

    /// <summary>The format's <c>MirrorType</c>.</summary>
    private protected abstract string Format { get; }

    private protected sealed override string? Step => "ResolvePlan";

    private protected sealed override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        try
        {
            var planned = await new FormatSteps(Context, RepositoryFormats.Find(Format)!, new FormatStepOptions(Values, Distrust, Attempt, Values.Text("Accept"), Outdates) { LockedSights = () => new LockFile(Values.PathOf($"{MirrorName}.lock.json")).FirstSights() }).PlanAsync(DefinitionRecord, Plan, cancellation);
            RecordAcceptance(planned.Accepted);
        }
        catch (UpstreamChangedException exception) when (!IsLastAttempt)
        {
            Reporter.Info($"{exception.Message} The upstream is asked again.");
            UpstreamChanged = true;
        }
    }
}
