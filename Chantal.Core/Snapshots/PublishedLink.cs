using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>A symbolic link in the published tree, which is moved from one target to another in one step.</summary>
internal static class PublishedLink
{
    /// <summary>Where a link leads, as it is written; null if nothing is there.</summary>
    public static string? TargetOf(string link) => new FileInfo(link).LinkTarget;

    /// <summary>Makes a link lead somewhere else.</summary>
    /// <param name="link">The link.</param>
    /// <param name="target">Where to, relative to its directory.</param>
    /// <param name="folder">The folder that all targets of such links lie in, as the target is written; a link that leads elsewhere is not ours.</param>
    /// <param name="layout">The store whose link it is.</param>
    /// <exception cref="MirrorException">Something else stands there.</exception>
    public static void Set(string link, string target, string folder, StoreLayout layout)
    {
        var before = TargetOf(link);
        if (before == target)
        {
            return;
        }

        if (before is null ? Path.Exists(link) : !before.StartsWith(folder, StringComparison.Ordinal))
        {
            throw SnapshotDiagnostics.ChannelOccupied(link, before);
        }

        ServedDirectory.Create(Path.GetDirectoryName(link)!, layout.PublishMode);
        var temporary = Path.Combine(Path.GetDirectoryName(link)!, $".{Path.GetFileName(link)}.{Environment.ProcessId}");
        foreach (var left in new DirectoryInfo(Path.GetDirectoryName(link)!).EnumerateFiles($".{Path.GetFileName(link)}.*").Where(f => f.LinkTarget is not null))
        {
            left.Delete();
        }

        File.CreateSymbolicLink(temporary, target);
        Posix.Rename(temporary, link);
        layout.Durability.FlushDirectory(Path.GetDirectoryName(link)!);
    }
}
