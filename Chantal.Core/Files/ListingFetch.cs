using System.Text;
using Chantal.Files.Lists;
using Chantal.Repositories;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Files;

/// <summary>Fetches the listing of a directory; what is kept of it is the names.</summary>
/// <param name="run">What it works with.</param>
/// <param name="upstreams">The mirror's upstreams.</param>
internal sealed class ListingFetch(FormatRun run, Upstreams upstreams)
{
    private const string Names = "names";

    /// <summary>The listing.</summary>
    public async Task<RootPart> RunAsync(ListItem item, CancellationToken cancellation)
    {
        var name = item.Address.ToString();
        var page = await new UpstreamRequests(run).GetAsync(upstreams, item.Address, null, cancellation, takesPages: true) as RootResponse.Modified ?? throw FilesDiagnostics.ListNotFound(name);
        ReadOnlyMemory<byte> names = Encoding.UTF8.GetBytes(string.Join('\n', DirectoryListing.Read(page.Bytes.Span, name)));
        var state = new RootState { Files = new Dictionary<string, RootFileState> { [Names] = new(RootDirectory.Digest(names.Span)) }, Terms = SafeUrl.ForRecord(item.Address.Text) };
        return new RootPart(item.Address.ToString(), item.Part, new Dictionary<string, ReadOnlyMemory<byte>> { [Names] = names }, state);
    }

    /// <summary>The names that a listing had, as it was just fetched.</summary>
    public static IReadOnlyList<string> NamesOf(RootPart part) => Encoding.UTF8.GetString(part.Files![Names].Span).Split('\n');

    /// <summary>The names that a listing had, as it is kept.</summary>
    public static IReadOnlyList<string> NamesOf(ListItem item, string rootsDirectory)
    {
        var disk = new RootDirectory(rootsDirectory, item.Part);
        _ = disk.Require();
        return File.ReadAllText(disk.PathOf(Names)).Split('\n');
    }
}
