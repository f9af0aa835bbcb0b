using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>The link by which a channel shows a snapshot of a mirror.</summary>
internal sealed class ChannelLink(StoreLayout layout, string channel, string mirror)
{
    private const string Snapshots = "../../snapshots/";

    /// <summary>Where the link is.</summary>
    public string Path => layout.PublishedChannel(channel, mirror);

    /// <summary>Whether it leads to the tree of a snapshot, which may be missing.</summary>
    public bool Shows(string snapshot) => PublishedLink.TargetOf(Path) == TargetOf(snapshot);

    /// <summary>Makes it lead to the tree of a snapshot.</summary>
    public void Show(string snapshot) => PublishedLink.Set(Path, TargetOf(snapshot), Snapshots, layout);

    /// <summary>Takes it away; anything else that stands there stays.</summary>
    public void Remove()
    {
        if (PublishedLink.TargetOf(Path)?.StartsWith(Snapshots, StringComparison.Ordinal) == true)
        {
            File.Delete(Path);
        }
    }

    private string TargetOf(string snapshot) => $"{Snapshots}{snapshot}/{mirror}";
}
