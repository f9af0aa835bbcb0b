using Chantal.Plans;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Repositories;

/// <summary>Asks a mirror's upstreams for root files.</summary>
/// <param name="transfer">Sends the requests.</param>
/// <param name="upstreams">The mirror's upstreams.</param>
/// <param name="bypassCaches">Whether every request asks the origin.</param>
/// <param name="time">The clock.</param>
internal sealed class RootRequests(HttpTransfer transfer, Upstreams upstreams, bool bypassCaches, TimeProvider time)
{
    /// <summary>How long the first wait for an upstream in mid-update takes; later ones take longer.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Fetches a file by its path, unless it is what the validators say.</summary>
    /// <param name="path">The file.</param>
    /// <param name="validators">What is known of it, or null.</param>
    /// <param name="fresh">Whether caches on the way have to ask the origin.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <param name="isOptional">Whether it may be absent, which 401 and 403 say as well then.</param>
    public Task<RootResponse> GetAsync(string path, Validators? validators, bool fresh, CancellationToken cancellation, bool isOptional = false) =>
        transfer.GetRootAsync(upstreams, new RootRequest(ArtifactPath.ToUrl(path)) { Validators = validators, BypassCaches = bypassCaches || fresh, IsOptional = isOptional }, cancellation);

    /// <summary>Gives an upstream that is in the middle of an update time to finish it.</summary>
    public Task WaitAsync(int attempt, CancellationToken cancellation) => Task.Delay(attempt * Patience, time, cancellation);
}
