using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>A symbolic link in the published tree, which is moved from one target to another in one step.</summary>
internal static class PublishedLink
{
    /// <summary>Where a link leads, as it is written; null if there is none.</summary>
    public static string? TargetOf(string link) => new FileInfo(link).LinkTarget;

    /// <summary>Makes a link lead somewhere else.</summary>
    /// <param name="link">The link.</param>
    /// <param name="target">Where to, relative to its directory.</param>
    /// <param name="publishRoot">The root that it lies in, for the message if something else stands there.</param>
    public static void Set(string link, string target, string publishRoot)
    {
        if (TargetOf(link) == target)
        {
            return;
        }

        if (Path.Exists(link) && TargetOf(link) is null)
        {
            throw new MirrorException(
                DiagnosticCodes.ChannelOccupied,
                $"'{link}' is no link, so it is left alone. Let nothing but Chantal write below '{publishRoot}': move it away, and run again.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        var temporary = Path.Combine(Path.GetDirectoryName(link)!, $".{Path.GetFileName(link)}.{Environment.ProcessId}");
        File.Delete(temporary);
        File.CreateSymbolicLink(temporary, target);
        Posix.Rename(temporary, link);
        Posix.SyncDirectory(Path.GetDirectoryName(link)!);
    }
}
