namespace Chantal.Store.Publishing;

/// <summary>Finds the published trees below a directory by their records.</summary>
internal static class PublishedTrees
{
    // As deep as a PublishPath or a snapshot's tree reasonably lies; a tree itself is not searched.
    private const int MaxDepth = 4;

    /// <summary>The records of the trees below a publish root. Links are not followed.</summary>
    public static IEnumerable<TreeRecord> Below(string directory) => Below(directory, MaxDepth);

    private static IEnumerable<TreeRecord> Below(string directory, int depth)
    {
        if (TreeRecord.IsTree(directory))
        {
            return TreeRecord.TryRead(directory) is { } record ? [record] : [];
        }

        return depth == 0 || !Directory.Exists(directory) ? [] : new DirectoryInfo(directory).EnumerateDirectories().Where(d => d.LinkTarget is null).SelectMany(d => Below(d.FullName, depth - 1));
    }
}
