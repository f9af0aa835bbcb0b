using Chantal.Store;
using Chantal.Text;

namespace Chantal.Snapshots;

/// <summary>
/// Which estate defines a mirror of the store: estates can share a store, and what another one defines has not left. <c>state/MIRROR/estate</c> has the estate's name and its mirrors,
/// as its last sync or snapshot left them.
/// </summary>
internal sealed class EstateClaims(StoreLayout layout)
{
    /// <summary>Notes that an estate defines these mirrors, and no others.</summary>
    public void Take(string estate, IReadOnlyCollection<string> mirrors)
    {
        ArgumentNullException.ThrowIfNull(mirrors);
        var text = string.Concat(mirrors.Order(StringComparer.Ordinal).Prepend(estate).Select(l => l + "\n"));
        foreach (var mirror in mirrors.Where(m => Directory.Exists(layout.State(m)) && (!File.Exists(FileOf(m)) || File.ReadAllText(FileOf(m)) != text)))
        {
            WholeFile.Write(FileOf(mirror), text);
        }
    }

    /// <summary>The name of the other estate that defines a mirror, or null if none does as far as is known.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="estate">The estate that asks.</param>
    /// <param name="defined">Its mirrors.</param>
    public string? Other(string mirror, string estate, IReadOnlyCollection<string> defined)
    {
        if (!File.Exists(FileOf(mirror)) || File.ReadAllLines(FileOf(mirror)) is not [var name, .. var mirrors])
        {
            return null;
        }

        // Many estates are called after chantal.proj: one with other mirrors is another one. Of one mirror it cannot be told, because it may have been renamed.
        return name != estate || (mirrors.Length > 1 && !mirrors.Intersect(defined).Any()) ? name : null;
    }

    private string FileOf(string mirror) => Path.Combine(layout.State(mirror), "estate");
}
