using Chantal.Definitions;
using Chantal.Mirroring;
using Chantal.Repositories;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Fetches the files that a plug-in's plans are made of, by conditional request and with everything that a definition says about the transfer, and verifies
/// their signatures. What does not verify fails, and the old files stay.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class FetchUpstreamFiles : MirrorTask
{
    /// <summary>The files: paths below the upstream, with a <c>Signature</c> and a <c>MaxSize</c> where they have any.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Asks the upstream without validators, and verifies again.</summary>
    public bool Distrust { get; set; }

    /// <summary>Which attempt of this sync it is, from 1; a later one asks past caches.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>Whether there will not be another attempt. It is set where a second look at the upstream found nothing new.</summary>
    [Output]
    public bool IsLastAttempt { get; set; }

    /// <summary>Seconds until an upstream that is in the middle of an update is looked at again; later waits are longer.</summary>
    public int Patience { get; set; } = 1;

    /// <summary>The file whose time stamp says when the files changed last.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    /// <summary>Files that are made from the upstream's; they are removed before one of these changes.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>Fingerprints of the keys whose signatures on the files are good.</summary>
    [Output]
    public string[] Signers { get; private set; } = [];

    private protected override string? Step => "FetchUpstream";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        if (Files.Length == 0)
        {
            throw DefinitionDiagnostics.Missing(UpstreamFile.Word, $"<{UpstreamFile.Word} Include=\"index.json\" /> in the targets of MirrorType '{MirrorType}'");
        }

        LockMirror();
        var files = Files.Select(f => UpstreamFile.Read(f.ItemSpec, f.GetMetadata("Signature"), f.GetMetadata("MaxSize"))).ToList();
        var options = new FormatStepOptions(Values, Distrust, Attempt, Values.Text("Accept"), Outdates) { Patience = TimeSpan.FromSeconds(Patience) };
        var (result, signers) = await new ForeignFormat(Context, options).FetchAsync(files, Stamp, cancellation);
        IsLastAttempt |= Attempt > 1 && !result.Changed;
        Signers = [.. signers];
    }
}
