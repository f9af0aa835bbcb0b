using Chantal.Transfer.Origins;

namespace Chantal.PyPI.Index;

/// <summary>
/// The indices of a mirror, each a trust of its own: a project belongs to the first one that claims it, or else to the first that has it. That an index does not
/// answer never makes another one's project of the same name the mirror's.
/// </summary>
internal sealed class PackageIndices
{
    /// <param name="indices">The indices, in the order in which they are asked; at least one.</param>
    public PackageIndices(IReadOnlyList<PackageIndex> indices)
    {
        All = indices;
        Open = [.. indices.Where(i => i.Projects is null)];
        Addresses = new Upstreams(indices.SelectMany(i => i.Address.Urls));
    }

    /// <summary>The indices of addresses that nothing else is said of.</summary>
    public PackageIndices(Upstreams addresses)
        : this([.. addresses.Urls.Select(u => new PackageIndex(new Upstreams(u)))])
    {
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<PackageIndex> All { get; }

    /// <summary>Those that are asked for what no index claims.</summary>
    public IReadOnlyList<PackageIndex> Open { get; }

    /// <summary>All addresses, for the credentials that files at their origins are fetched with.</summary>
    public Upstreams Addresses { get; }

    /// <summary>Whether there is one index, whose list and serial numbers are those of the mirror.</summary>
    public bool IsSingle => All is [{ Page: null, Projects: null }];

    /// <summary>The indices that are asked for a project, in their order.</summary>
    /// <param name="name">Its normal name.</param>
    public IReadOnlyList<PackageIndex> For(string name) => All.FirstOrDefault(i => i.Claims(name)) is { } claiming ? [claiming] : Open;

    /// <summary>The index that a kept page came from; null if it is not known, or no longer an index of the mirror.</summary>
    public PackageIndex? Of(PageNote note) => note.Index is { } index ? All.FirstOrDefault(i => i.Url == index)
        : All.Where(i => note.Url.AbsoluteUri.StartsWith(i.Url.AbsoluteUri, StringComparison.Ordinal)).FirstOrDefault(IsSingle ? All[0] : null);

    /// <summary>The indices in one line: pages that were fetched from others say nothing about these.</summary>
    public override string ToString() => string.Join(' ', All);
}
