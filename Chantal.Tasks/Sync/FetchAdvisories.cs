using Chantal.Advisories;
using Chantal.Mirroring;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Brings the sources of advisories that a definition names into the store, each only if it is another than before.</summary>
[MSBuildMultiThreadableTask]
public sealed class FetchAdvisories : MirrorTask
{
    /// <summary>Takes every source again, however it looks.</summary>
    public bool Distrust { get; set; }

    /// <summary>Files that rest on the sources; they are removed before a change of these is noted.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>The mirror's plan, which rests on the sources where the policy asks them.</summary>
    public string Plan { get; set; } = "";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        _ = await new AdvisoryFetch(Layout, Context.Blobs(trustsHashCache: !Distrust), () => Context.Transfer, MirrorName, Reporter).RunAsync(Values, Distrust, MirrorPolicy.RestsOnAdvisories(Values) ? [.. Outdates, Plan] : Outdates, cancellation);
    }
}
