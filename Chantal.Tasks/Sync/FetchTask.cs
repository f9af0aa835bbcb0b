using Chantal.Mirroring;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Asks the upstream what is new and keeps its verified roots: the same for each format.</summary>
public abstract class FetchTask : MirrorTask
{
    /// <summary>Asks the upstream without validators, and verifies again.</summary>
    public bool Distrust { get; set; }

    /// <summary>Which attempt of this sync it is, from 1; a later one asks past caches.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>
    /// Whether there will not be another attempt. It is set where a second look at the upstream found nothing new: what is missing by now is missing.
    /// </summary>
    [Output]
    public bool IsLastAttempt { get; set; }

    /// <summary>Seconds until an upstream that is in the middle of an update is looked at again; later waits are longer.</summary>
    public int Patience { get; set; } = 1;

    /// <summary>The file whose time stamp says when the roots changed last.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    /// <summary>Files that are made from the roots; they are removed before a root changes.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>The format's <c>MirrorType</c>.</summary>
    private protected abstract string Format { get; }

    private protected sealed override string? Step => "FetchUpstream";

    private protected sealed override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var result = await new FormatSteps(Context, RepositoryFormats.Find(Format)!, new FormatStepOptions(Values, Distrust, Attempt, Values.Text("Accept"), Outdates) { Patience = TimeSpan.FromSeconds(Patience) }).FetchAsync(Stamp, cancellation);
        IsLastAttempt |= Attempt > 1 && !result.Changed;
        RecordAcceptance(result.Accepted);
        RecordAcceptance(new UpstreamGuards(Context, Values).Judge());
    }
}
