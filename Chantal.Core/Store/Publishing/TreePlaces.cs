namespace Chantal.Store.Publishing;

/// <summary>
/// Where mirrors may be published: trees, snapshots, channels and stores never lie in one another. Whoever makes a tree or a store looks at the
/// directories above it, so nobody has to search below; the other mirrors of the store are asked as well.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="generations">Its manifests.</param>
internal sealed class TreePlaces(StoreLayout layout, GenerationStore generations)
{
    // What a store keeps for itself; the published trees may lie beside it.
    private static readonly string[] Reserved = ["data", "generations", "shards", "refs", "state", "partial", "imports"];

    /// <summary>Returns a mirror's published directory in full, or throws if its place is not one for a tree.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="directory">The directory, however it is written.</param>
    public string Require(string mirror, string directory)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var below = full.StartsWith(layout.PublishRoot + "/", StringComparison.Ordinal) ? full[(layout.PublishRoot.Length + 1)..] : null;
        if (below is null)
        {
            throw PublishingDiagnostics.OutsidePublishRoot(mirror, full, layout.PublishRoot);
        }

        if (StoreLayout.PublishedFolders.Contains(below.Split('/')[0]) || StoreLayout.PublishedFolders.Any(f => DirectoryPlace.Overlap(Path.Combine(layout.PublishRoot, f), full)))
        {
            throw PublishingDiagnostics.OverSnapshots(mirror, full);
        }

        if (DirectoryPlace.Contains(full, layout.StoreRoot))
        {
            throw PublishingDiagnostics.OverStore(mirror, full, layout.StoreRoot);
        }

        return Reserved.FirstOrDefault(r => DirectoryPlace.Contains(Path.Combine(layout.StoreRoot, r), full)) is { } reserved
            ? throw PublishingDiagnostics.InStore(mirror, full, reserved, layout.StoreRoot)
            : full;
    }

    /// <summary>Throws if a mirror cannot be published in a directory. Writes nothing, so that it can be asked before anything is fetched.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="directory">Its directory.</param>
    /// <param name="takesOver">Whether a directory that is not this mirror's becomes it.</param>
    /// <returns>Whether the directory carries the record that it is to have; otherwise it has to be published.</returns>
    public bool Check(string mirror, string directory, bool takesOver)
    {
        var full = Require(mirror, directory);
        RequireOneMount(mirror, full);
        RequireApart(mirror, full);
        return new TreeOwner(layout, StoreIdentity.Peek(layout)).Claim(full, mirror, null, () => TreeList.Read(layout, mirror).Knows(full, layout), takesOver).Marks(full);
    }

    /// <summary>Throws if what is built below PublishRoot cannot be renamed into a mirror's directory.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="directory">Its directory, in full.</param>
    public void RequireOneMount(string mirror, string directory)
    {
        if (!DirectoryPlace.IsOneMount(layout.PublishRoot, directory))
        {
            throw PublishingDiagnostics.OnAnotherMount(mirror, directory, layout.PublishRoot);
        }
    }

    /// <summary>Throws if a mirror's directory lies in another tree or store, or another mirror's tree in it.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="directory">Its directory, in full.</param>
    public void RequireApart(string mirror, string directory)
    {
        var own = TreeList.Read(layout, mirror).Trees;
        foreach (var above in DirectoryPlace.Above(directory))
        {
            if (TreeRecord.IsTree(above))
            {
                // A mirror that moves may overlap with its own earlier place, which is left then; but not with what is switched there as a whole.
                var record = TreeRecord.TryRead(above);
                var listed = own.FirstOrDefault(t => DirectoryPlace.IsSame(t.In(layout), above));
                var unit = listed is null ? null : UnitWith(Path.GetRelativePath(above, DirectoryPlace.Resolve(directory)), [.. listed.Generations, .. record?.Generations ?? []]);
                if (listed is null || unit is not null)
                {
                    throw PublishingDiagnostics.OverlapsTree(mirror, directory, Path.Combine(above, unit ?? ""), record is null ? "another mirror" : TreeOwner.Name(record));
                }
            }

            if (StoreIdentity.IsStore(above) && !DirectoryPlace.IsSame(above, layout.StoreRoot))
            {
                throw PublishingDiagnostics.OverlapsStore(mirror, directory, above);
            }
        }

        foreach (var other in Mirrors().Where(m => m != mirror))
        {
            // Whether a mirror may have the very same directory is for the tree's record to say.
            foreach (var tree in TreeList.Read(layout, other).Trees.Select(t => t.In(layout)).Where(Directory.Exists))
            {
                if (DirectoryPlace.Overlap(tree, directory) && !DirectoryPlace.IsSame(tree, directory))
                {
                    throw PublishingDiagnostics.OverlapsTree(mirror, directory, tree, $"the mirror '{other}'");
                }
            }
        }
    }

    /// <summary>Throws if two of an estate's mirrors are published in one directory, or one in the other.</summary>
    /// <param name="mirrors">The mirrors, each with its directory.</param>
    public static void RequireApart(IReadOnlyList<(string Mirror, string Directory)> mirrors)
    {
        // In the order of their paths, what lies in a directory comes right behind it.
        var inOrder = mirrors.Select(m => (m.Mirror, Place: DirectoryPlace.Resolve(m.Directory) + "/")).OrderBy(m => m.Place, StringComparer.Ordinal).ToList();
        foreach (var (outer, inner) in inOrder.Zip(inOrder.Skip(1)))
        {
            if (inner.Place.StartsWith(outer.Place, StringComparison.Ordinal))
            {
                throw PublishingDiagnostics.OverlapsTree(inner.Mirror, inner.Place.TrimEnd('/'), outer.Place.TrimEnd('/'), $"the mirror '{outer.Mirror}'");
            }
        }
    }

    // The metadata directory, switched as a whole, that contains a path; null if the path is outside of them.
    private string? UnitWith(string path, IEnumerable<string> shown)
    {
        foreach (var generation in shown.Distinct().Select(GenerationId.TryParse).OfType<GenerationId>().Where(generations.Exists))
        {
            if (generations.Read(generation).Header.Units.FirstOrDefault(u => u.Length == 0 || $"{path}/".StartsWith(u + "/", StringComparison.Ordinal)) is { } unit)
            {
                return unit;
            }
        }

        return null;
    }

    private IEnumerable<string> Mirrors() => Directory.Exists(layout.States) ? Directory.EnumerateDirectories(layout.States).Select(d => Path.GetFileName(d)!) : [];
}
