using System.Text;
using Chantal.Plans;
using Chantal.Rpm.Roots;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Rpm;

/// <summary>Where a repository can be fetched from.</summary>
/// <param name="Bases">URLs of the repository itself, the preferred one first.</param>
/// <param name="MetaLink">The metalink that named them, or null.</param>
/// <param name="IsListed">Whether a metalink or mirror list named them, rather than the definition.</param>
internal sealed record RepositorySource(Upstreams Bases, MetaLink? MetaLink, bool IsListed)
{
    // Fedora's metalink is 60 kB.
    private const long MaxListBytes = 4L << 20;

    /// <summary>Asks for the repository's metalink or mirror list, if it has one.</summary>
    public static async Task<RepositorySource> FindAsync(
        RpmRepository repository, Upstreams? upstreams, HttpTransfer transfer, bool bypassCaches, CancellationToken cancellation)
    {
        if (repository.MetaLink is { } link)
        {
            var metaLink = MetaLink.Parse(await GetAsync(link, transfer, bypassCaches, cancellation), $"the metalink of '{repository.Name}'");
            return new RepositorySource(Require(metaLink.Bases, link, repository), metaLink, IsListed: true);
        }

        if (repository.MirrorList is { } list)
        {
            var bases = MirrorList.Parse(Encoding.UTF8.GetString((await GetAsync(list, transfer, bypassCaches, cancellation)).Span));
            return new RepositorySource(Require(bases, list, repository), null, IsListed: true);
        }

        return repository.Url is { } url ? new RepositorySource(new Upstreams(url), null, IsListed: true) : Below(upstreams!, repository.Path);
    }

    /// <summary>The source of a repository that lies below others' URLs.</summary>
    public static RepositorySource Below(Upstreams bases, string path) => new(bases.In(ArtifactPath.ToUrl(path)), null, IsListed: false);

    private static async Task<ReadOnlyMemory<byte>> GetAsync(string url, HttpTransfer transfer, bool bypassCaches, CancellationToken cancellation)
    {
        // The URL stands for itself; the base only has to be there.
        var response = await transfer.GetRootAsync(new Upstreams(url.Split('?')[0]), new RootRequest(url) { MaxBytes = MaxListBytes, BypassCaches = bypassCaches }, cancellation);
        return response is RootResponse.Modified modified
            ? modified.Bytes
            : throw RpmDiagnostics.MirrorListMissing(url);
    }

    private static Upstreams Require(IReadOnlyList<string> bases, string url, RpmRepository repository) => bases.Count > 0
        ? new Upstreams(bases)
        : throw RpmDiagnostics.NoMirrors(url, repository.Name);
}
