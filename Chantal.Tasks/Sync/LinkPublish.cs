using Chantal.Snapshots;
using Chantal.Store.Publishing;
using Chantal.Text;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Publishes the mirror's head as a tree of links into the store: packages first, metadata directories as one, removals last.</summary>
[MSBuildMultiThreadableTask]
public sealed class LinkPublish : MirrorTask
{
    /// <summary>Compares every link with what it should be.</summary>
    public bool Distrust { get; set; }

    /// <summary>The file that says which generation is published.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var options = Publishing with { FromScratch = Distrust, RemoveForeign = Values.Flag("RemoveForeign"), TakeOver = Values.Flag("TakeOver") };
        LockMirror();
        var head = Refs.Mirror(MirrorName)
            ?? throw PublishingDiagnostics.NothingStored(MirrorName);
        var result = new Publisher(Layout, Generations, TimeProvider.System, Reporter).Publish(options, head, cancellation);
        new ClientFiles(Layout, Refs, Generations, Reporter).Publish(MirrorName, ReadClientSettings(), head);
        Reporter.Info($"Published in {PublishDirectory}: {Quantity.Count(result.Linked, "file")} linked, {result.Removed} removed, {Quantity.Count(result.UnitsSwitched, "metadata directory", "metadata directories")} switched.");
        if (ShowsLive)
        {
            BuildEngine.LogMessageEvent(TerminalLoggerMessages.Result(Mirror!.GetMetadata("Project"), PublishDirectory));
        }

        await File.WriteAllTextAsync(Stamp, head + "\n", cancellation);
    }
}
