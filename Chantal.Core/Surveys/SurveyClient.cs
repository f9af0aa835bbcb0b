using Chantal.Diagnostics;
using Chantal.Files.Lists;
using Chantal.Plans;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Surveys;

/// <summary>Asks an upstream for small files and listings of directories. It asks a limited number of times: a survey looks around, and does not search everything.</summary>
/// <param name="transfer">Sends the requests.</param>
/// <param name="upstreams">The upstream.</param>
internal sealed class SurveyClient(HttpTransfer transfer, Upstreams upstreams)
{
    private const int MostListings = 120;
    private const long MaxBytes = 64L << 20;

    private readonly Dictionary<string, (IReadOnlyList<string> Directories, IReadOnlyList<string> Files)> _listings = new(StringComparer.Ordinal);

    /// <summary>That a page for people came in place of a file, if that happened: many servers answer so to what they do not have, and then the survey finds other files. Else null.</summary>
    public MirrorException? Page { get; private set; }

    /// <summary>The upstream's first address, as people wrote it.</summary>
    public string Address => SafeUrl.Show(upstreams.Urls[0]);

    /// <summary>A file; null if it is not there.</summary>
    /// <param name="path">Its path below the upstream.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <exception cref="MirrorException">No upstream answered.</exception>
    public Task<RootResponse.Modified?> GetAsync(string path, CancellationToken cancellation) =>
        AskAsync(new RootRequest(ArtifactPath.ToUrl(path)) { MaxBytes = MaxBytes }, cancellation);

    /// <summary>The page of a directory, or null if the upstream does not have it.</summary>
    /// <param name="directory">Its path below the upstream with a slash at its end; empty: the upstream itself.</param>
    /// <param name="cancellation">Ends the request.</param>
    public Task<RootResponse.Modified?> GetPageAsync(string directory, CancellationToken cancellation) =>
        AskAsync(new RootRequest(ArtifactPath.ToUrl(directory)) { TakesPages = true, MaxBytes = MaxBytes }, cancellation);

    /// <summary>The directories and files of a directory; nothing where the upstream does not list it.</summary>
    /// <param name="directory">Its path below the upstream, without a slash at its end; empty: the upstream itself.</param>
    /// <param name="cancellation">Ends the request.</param>
    public async Task<(IReadOnlyList<string> Directories, IReadOnlyList<string> Files)> ListAsync(string directory, CancellationToken cancellation)
    {
        if (_listings.TryGetValue(directory, out var known))
        {
            return known;
        }

        if (_listings.Count >= MostListings)
        {
            return ([], []);
        }

        return _listings[directory] = await ReadAsync(directory, cancellation);
    }

    private async Task<RootResponse.Modified?> AskAsync(RootRequest request, CancellationToken cancellation)
    {
        try
        {
            return await transfer.GetRootAsync(upstreams, request, cancellation) as RootResponse.Modified;
        }
        catch (MirrorException exception) when (exception.Code == DiagnosticCodes.PageInsteadOfFile)
        {
            Page ??= exception;
            return null;
        }
        catch (ArtifactDeniedException)
        {
            // As storages answer that do not list what they have.
            return null;
        }
    }

    private async Task<(IReadOnlyList<string> Directories, IReadOnlyList<string> Files)> ReadAsync(string directory, CancellationToken cancellation)
    {
        try
        {
            var page = await GetPageAsync(directory.Length == 0 ? "" : directory + "/", cancellation);
            return page is { ContentType: null or "text/html" } ? (DirectoryListing.ReadDirectories(page.Bytes.Span, directory), FilesOf(page, directory)) : ([], []);
        }
        catch (MirrorException exception) when (exception is not UpstreamUnreachableException)
        {
            return ([], []);
        }
    }

    private static IReadOnlyList<string> FilesOf(RootResponse.Modified page, string directory)
    {
        try
        {
            return DirectoryListing.Read(page.Bytes.Span, directory);
        }
        catch (MirrorException)
        {
            return [];
        }
    }
}
