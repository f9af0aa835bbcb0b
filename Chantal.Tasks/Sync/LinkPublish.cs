using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Store.Publishing;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Publishes the mirror's head as a tree of links into the store: packages first, metadata directories as one, removals last.</summary>
public sealed class LinkPublish : StoreTask
{
    /// <summary>The mirror's published directory.</summary>
    [Required]
    public string PublishDirectory { get; set; } = "";

    /// <summary><c>hard</c>, <c>symbolic</c> or <c>copy</c>.</summary>
    [Required]
    public string LinkMode { get; set; } = "";

    /// <summary>How long files outlive the generation that named them, such as <c>3d</c>.</summary>
    [Required]
    public string GracePeriod { get; set; } = "";

    /// <summary>true compares every link with what it should be.</summary>
    public string TrustNothing { get; set; } = "";

    /// <summary><c>true</c>, with <see cref="TrustNothing"/>: files in the tree that Chantal did not put there are removed.</summary>
    public string RemoveForeign { get; set; } = "";

    /// <summary><c>true</c>: the directory becomes this mirror's, whatever lies in it.</summary>
    public string TakeOver { get; set; } = "";

    /// <summary>The file that says which generation is published.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var options = new PublishOptions
        {
            Mirror = MirrorName,
            Directory = PublishDirectory,
            LinkMode = PropertyValue.Choice<Store.Publishing.LinkMode>(nameof(LinkMode), LinkMode),
            GracePeriod = PropertyValue.Duration(nameof(GracePeriod), GracePeriod),
            FromScratch = PropertyValue.Flag(nameof(TrustNothing), TrustNothing),
            RemoveForeign = PropertyValue.Flag(nameof(RemoveForeign), RemoveForeign),
            TakeOver = PropertyValue.Flag(nameof(TakeOver), TakeOver),
        };
        LockMirror();
        var head = Refs.Mirror(MirrorName)
            ?? throw new MirrorException(DiagnosticCodes.NothingStored, $"The mirror '{MirrorName}' has no generation yet, so there is nothing to publish; run the Sync target.");
        var result = new Publisher(Layout, Generations, TimeProvider.System, Reporter).Publish(options, head, cancellation);
        Reporter.Info($"Published in {PublishDirectory}: {result.Linked} files linked, {result.Removed} removed, {result.UnitsSwitched} metadata directories switched.");
        await File.WriteAllTextAsync(Stamp, head + "\n", cancellation);
    }
}
