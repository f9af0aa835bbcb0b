using Chantal.Diagnostics;
using Chantal.Store.Publishing;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Publishes the mirror's head as a tree of links into the store: packages first, metadata directories as one, removals last.</summary>
public sealed class LinkPublish : MirrorTask
{
    /// <summary>Compares every link with what it should be.</summary>
    public bool Distrust { get; set; }

    /// <summary>The file that says which generation is published.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var options = new PublishOptions
        {
            Mirror = MirrorName,
            Directory = PublishDirectory,
            LinkMode = Values.Choice<LinkMode>("LinkMode"),
            GracePeriod = Values.Duration("GracePeriod"),
            FromScratch = Distrust,
            RemoveForeign = Values.Flag("RemoveForeign"),
            TakeOver = Values.Flag("TakeOver"),
        };
        LockMirror();
        var head = Refs.Mirror(MirrorName)
            ?? throw new MirrorException(DiagnosticCodes.NothingStored, $"The mirror '{MirrorName}' has no generation yet, so there is nothing to publish; run the Sync target.");
        var result = new Publisher(Layout, Generations, TimeProvider.System, Reporter).Publish(options, head, cancellation);
        Reporter.Info($"Published in {PublishDirectory}: {result.Linked} files linked, {result.Removed} removed, {result.UnitsSwitched} metadata directories switched.");
        await File.WriteAllTextAsync(Stamp, head + "\n", cancellation);
    }
}
