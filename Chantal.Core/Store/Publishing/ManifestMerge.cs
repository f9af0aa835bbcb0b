using Chantal.Plans;

namespace Chantal.Store.Publishing;

/// <summary>Walks several manifests side by side, in the order of their paths and with memory for one entry of each.</summary>
internal static class ManifestMerge
{
    /// <summary>
    /// Every path that any of the sources has, with each source's entry or null. The array is reused: it is valid until
    /// the next step.
    /// </summary>
    public static IEnumerable<(string Path, PlanEntry?[] Entries)> Of(IReadOnlyList<IEnumerable<PlanEntry>> sources)
    {
        var cursors = sources.Select(s => s.GetEnumerator()).ToArray();
        try
        {
            var current = cursors.Select(c => c.MoveNext() ? c.Current : null).ToArray();
            var entries = new PlanEntry?[cursors.Length];
            while (Least(current) is { } path)
            {
                for (var i = 0; i < cursors.Length; i++)
                {
                    var matches = current[i] is { } entry && entry.Path == path;
                    entries[i] = matches ? current[i] : null;
                    if (matches)
                    {
                        current[i] = cursors[i].MoveNext() ? cursors[i].Current : null;
                    }
                }

                yield return (path, entries);
            }
        }
        finally
        {
            foreach (var cursor in cursors)
            {
                cursor.Dispose();
            }
        }
    }

    private static string? Least(PlanEntry?[] entries)
    {
        string? least = null;
        foreach (var entry in entries)
        {
            if (entry is not null && (least is null || ArtifactPath.Compare(entry.Path, least) < 0))
            {
                least = entry.Path;
            }
        }

        return least;
    }
}
