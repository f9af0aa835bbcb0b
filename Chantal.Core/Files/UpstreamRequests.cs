using Chantal.Files.Names;
using Chantal.Repositories;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Files;

/// <summary>Asks for the small files that a plan rests on.</summary>
/// <param name="run">What it works with.</param>
internal sealed class UpstreamRequests(FormatRun run)
{
    private const long MaxBytes = 32L << 20;

    /// <summary>Fetches a file, unless it is what the validators say.</summary>
    /// <param name="upstreams">Where paths are.</param>
    /// <param name="address">The file.</param>
    /// <param name="validators">What is known of it, or null.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <param name="fresh">Whether caches on the way have to ask the origin.</param>
    /// <param name="isOptional">Whether it may be absent, which 401 and 403 say as well then.</param>
    /// <param name="takesPages">Whether the file is a page for people.</param>
    public Task<RootResponse> GetAsync(Upstreams upstreams, FileAddress address, Validators? validators, CancellationToken cancellation, bool fresh = false, bool isOptional = false, bool takesPages = false) =>
        run.Transfer.GetRootAsync(upstreams, Request(address.Request) with { Validators = validators, BypassCaches = fresh || run.Attempt > 1, IsOptional = isOptional, TakesPages = takesPages }, cancellation);

    /// <summary>Fetches a page of a forge's interface.</summary>
    public Task<RootResponse> GetPageAsync(Upstreams upstreams, string url, Validators? validators, CancellationToken cancellation) =>
        run.Transfer.GetRootAsync(upstreams, Request(url) with { Validators = validators, BypassCaches = run.Attempt > 1, Accept = "application/json", IsCounted = true }, cancellation);

    /// <summary>Gives an upstream that is in the middle of an update time to finish it.</summary>
    public Task WaitAsync(int attempt, CancellationToken cancellation) => Task.Delay(attempt * run.Patience, run.Clock, cancellation);

    private static RootRequest Request(string url) => new(url) { MaxBytes = MaxBytes };
}
