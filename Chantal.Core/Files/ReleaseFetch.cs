using Chantal.Files.Releases;
using Chantal.Repositories;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Files;

/// <summary>Fetches the releases of one repository, page by page and by conditional request: pages that did not change do not count against the forge's limit.</summary>
/// <param name="run">What it works with.</param>
/// <param name="upstreams">The mirror's upstreams.</param>
internal sealed class ReleaseFetch(FormatRun run, Upstreams upstreams)
{
    private const int MaxPages = 200;

    /// <summary>The folder of a repository's pages.</summary>
    public static string PartOf(ReleaseItem item) => RootPart.Of("releases", item.Address);

    /// <summary>The pages.</summary>
    public async Task<RootPart> RunAsync(ReleaseItem item, CancellationToken cancellation)
    {
        var disk = new RootDirectory(run.RootsDirectory, PartOf(item));
        var known = disk.Load() is { } state && state.Terms == item.Address ? state : null;
        var requests = new UpstreamRequests(run);
        var files = new Dictionary<string, ReadOnlyMemory<byte>>();
        var states = new Dictionary<string, RootFileState>();
        var hasNext = true;
        for (var page = 1; hasNext; page++)
        {
            var name = page <= MaxPages ? NameOf(page) : throw ReleaseDiagnostics.TooMany(item.Address, MaxPages);
            switch (await requests.GetPageAsync(upstreams, item.Page(page), known?.ValidatorsOf(name), cancellation))
            {
                case RootResponse.Modified modified:
                    var content = ReleaseDocument.WriteAll(ReleaseDocument.ReadAll(modified.Bytes, item.Address));
                    files.Add(name, content);
                    states.Add(name, new RootFileState(RootDirectory.Digest(content), modified.Validators.ETag, modified.Validators.LastModified));
                    hasNext = modified.HasNext;
                    break;
                case RootResponse.NotModified:
                    files.Add(name, await File.ReadAllBytesAsync(disk.PathOf(name), cancellation));
                    states.Add(name, known!.Files[name]);
                    hasNext = known.Files.ContainsKey(NameOf(page + 1));
                    break;
                default:
                    throw ReleaseDiagnostics.NotFound(item.Repository, SafeUrl.Show(item.Api));
            }
        }

        return new RootPart(item.Repository, PartOf(item), files, new RootState { Files = states, Terms = item.Address });
    }

    /// <summary>The releases of a repository, as they are kept.</summary>
    public static IReadOnlyList<ReleaseDocument> Read(ReleaseItem item, string rootsDirectory)
    {
        var disk = new RootDirectory(rootsDirectory, PartOf(item));
        return [.. disk.Require().Files.Keys.Order(StringComparer.Ordinal).SelectMany(name => ReleaseDocument.ReadAll(File.ReadAllBytes(disk.PathOf(name)), item.Address))];
    }

    private static string NameOf(int page) => $"page-{page:D4}.json";
}
