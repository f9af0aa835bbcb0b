using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Bundles;

/// <summary>A directory of an import that is not complete.</summary>
/// <param name="Id">The directory's name.</param>
/// <param name="Began">Since when it is there.</param>
/// <param name="Import">The import; null: it cannot be read.</param>
/// <param name="Fault">Why it cannot be read.</param>
internal sealed record PendingEntry(string Id, DateTimeOffset Began, PendingImport? Import, string? Fault);

/// <summary>The imports that are not complete. One that cannot be read is one of them and stands in nobody's way.</summary>
internal static class PendingImports
{
    // What is being put together, or taken away.
    private const string Temporary = BlobStore.TemporaryPrefix;

    /// <summary>All of them, the oldest snapshot first, and at the end those that cannot be read.</summary>
    public static IReadOnlyList<PendingEntry> All(StoreLayout layout) => !Directory.Exists(layout.Imports) ? [] :
    [
        .. Directory.EnumerateDirectories(layout.Imports)
            .Where(d => !Path.GetFileName(d).StartsWith(Temporary, StringComparison.Ordinal))
            .Select(d => Read(layout, d))
            .OrderBy(e => e.Import?.Header.States.Max(s => s.Snapshot.Time) ?? DateTimeOffset.MaxValue).ThenBy(e => e.Id, StringComparer.Ordinal),
    ];

    /// <summary>The one import of a name, which is its own or its snapshot's, or <see cref="DiagnosticCodes.ImportUnknown"/>.</summary>
    public static PendingEntry Require(StoreLayout layout, string name)
    {
        var all = All(layout);
        var found = all.Where(e => e.Id == name).ToList();
        found = found.Count > 0 ? found : [.. all.Where(e => e.Import?.Header.Name == name)];
        return found.Count == 1 ? found[0] : throw (
            found.Count > 0 ? BundleDiagnostics.ImportAmbiguous(name, found.Count, Names(found))
            : all.Count > 0 ? BundleDiagnostics.ImportUnknown(name, Names(all))
            : BundleDiagnostics.NoImports(name));
    }

    /// <summary>Takes an import's directory away: it is there or it is not, whatever happens.</summary>
    public static void Remove(StoreLayout layout, string directory)
    {
        var going = NewTemporary(layout);
        DirectoryTree.Move(directory, going);
        Directory.Delete(going, recursive: true);
    }

    /// <summary>The name of a directory for what is not an import yet, or not any more.</summary>
    public static string NewTemporary(StoreLayout layout) => Path.Combine(layout.Imports, $"{Temporary}{Guid.NewGuid():N}");

    /// <summary>Removes what runs that were killed left; nobody else imports meanwhile.</summary>
    public static void RemoveTemporary(StoreLayout layout)
    {
        if (Directory.Exists(layout.Imports))
        {
            Directory.GetDirectories(layout.Imports, Temporary + "*").ToList().ForEach(d => Directory.Delete(d, recursive: true));
        }
    }

    private static PendingEntry Read(StoreLayout layout, string directory)
    {
        var (id, began) = (Path.GetFileName(directory), new DateTimeOffset(Directory.GetCreationTimeUtc(directory), TimeSpan.Zero));
        try
        {
            return new PendingEntry(id, began, PendingImport.Open(layout, directory), null);
        }
        catch (Exception exception) when (exception is MirrorException or IOException or UnauthorizedAccessException)
        {
            return new PendingEntry(id, began, null, (exception as MirrorException)?.Fault ?? exception.Message);
        }
    }

    private static string Names(IEnumerable<PendingEntry> entries) => string.Join(", ", entries.Select(e => e.Import is { } import ? $"{e.Id} ('{import.Header.Name}')" : e.Id));
}
