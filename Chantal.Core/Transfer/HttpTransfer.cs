using Chantal.Diagnostics;
using Chantal.Transfer.Limits;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>
/// Fetches files over HTTP (RFC 9110): conditional, resumed, retried, limited, verified. One for a build: it holds the
/// connections and remembers which upstreams do not answer. Safe to use from many threads.
/// </summary>
internal sealed class HttpTransfer : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly Sender _sender;
    private readonly Dispatcher _dispatcher;
    private readonly DeadlineClock _clock;
    private readonly Workspace.Pool _workspaces;
    private readonly BandwidthLimiter? _limiter;
    private readonly SemaphoreSlim _slots;
    private readonly TimeProvider _time;

    /// <summary>Downloads at a time.</summary>
    public int Parallelism { get; }

    /// <summary>Prepares transfers; connects to nothing yet.</summary>
    /// <param name="options">How to transfer.</param>
    /// <param name="log">Hears about retries and upstreams that are put aside, not about each file.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="handler">What sends requests in place of the network, for tests; null for the network.</param>
    /// <param name="bandwidthFile">The file through which processes share <see cref="TransferOptions.MaxBandwidth"/>; null for the user's own.</param>
    /// <exception cref="MirrorException">A file or URL the options name cannot be used.</exception>
    public HttpTransfer(TransferOptions options, ILog log, TimeProvider? time = null, HttpMessageHandler? handler = null, string? bandwidthFile = null)
        : this(options, log, time, handler, bandwidthFile, Random.Shared.NextDouble)
    {
    }

    internal HttpTransfer(TransferOptions options, ILog log, TimeProvider? time, HttpMessageHandler? handler, string? bandwidthFile, Func<double> jitter)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        _time = time ?? TimeProvider.System;
        Parallelism = options.MaxParallelDownloads;
        var netrc = Netrc.Load(options.NetrcFile, log);
        var access = AccessFile.Load(options.AccessFile, Environment.GetEnvironmentVariable, log);
        var proxy = new ProxySetting(options.Proxy, Environment.GetEnvironmentVariable, netrc);
        _http = new HttpMessageInvoker(handler ?? new FileHandler(HandlerFactory.Create(options, proxy, _time, log)), disposeHandler: handler is null);
        _sender = new Sender(_http, options, netrc, access);
        _dispatcher = new Dispatcher(new RetryPolicy(options.MaxRetries, jitter), new UpstreamHealth(_time), proxy, _time, log);
        _clock = new DeadlineClock(_time, options.Timeout, options.MaxBandwidth is null ? options.MinBytesPerSecond : 0);
        _workspaces = new Workspace.Pool(_clock);
        _limiter = options.MaxBandwidth is { } limit ? new BandwidthLimiter(limit, bandwidthFile, _time, log) : null;
        _slots = new SemaphoreSlim(options.MaxParallelDownloads);
    }

    /// <summary>Fetches a small file into memory, if it is not what the validators say.</summary>
    /// <param name="upstreams">Where to ask, in order; the first that has the file answers.</param>
    /// <param name="request">The file.</param>
    /// <param name="cancellation">Ends the request at once.</param>
    /// <exception cref="UpstreamUnreachableException">No upstream answered; all are named, with the causes.</exception>
    public Task<RootResponse> GetRootAsync(Upstreams upstreams, RootRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(upstreams);
        ArgumentNullException.ThrowIfNull(request);
        return WithSlotAsync<RootResponse>(
            async workspace =>
            {
                var fetch = new RootFetch(_sender, workspace, request, _time);
                var outcome = await _dispatcher.RunAsync(fetch, [request.Url], upstreams, cancellation);
                if (outcome.Source is not { } source)
                {
                    return FailureReport.IsAbsent(outcome.Failures) || (request.IsOptional && FailureReport.IsNotGiven(outcome.Failures))
                        ? new RootResponse.NotFound()
                        : throw FailureReport.Exception(request.Url, outcome.Failures);
                }

                source = outcome.Index < 0 ? source : upstreams.Bases[outcome.Index];
                return fetch.Bytes is { } bytes
                    ? new RootResponse.Modified(bytes, fetch.Validators, source, fetch.Url ?? source, fetch.ContentType) { HasNext = fetch.HasNext }
                    : new RootResponse.NotModified(source);
            },
            cancellation);
    }

    /// <summary>Fetches a part of a file into memory (RFC 9110 §14).</summary>
    /// <param name="upstreams">Where to ask, in order.</param>
    /// <param name="url">Relative to each upstream, percent-encoded; or absolute.</param>
    /// <param name="range">The part.</param>
    /// <param name="cancellation">Ends the request at once.</param>
    /// <returns>The part; null if the file is not there, or nobody serves parts of it.</returns>
    /// <exception cref="UpstreamUnreachableException">No upstream answered; all are named, with the causes.</exception>
    public Task<FilePart?> GetPartAsync(Upstreams upstreams, string url, ByteRange range, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(upstreams);
        ArgumentNullException.ThrowIfNull(url);
        return WithSlotAsync(
            async workspace =>
            {
                var fetch = new PartFetch(_sender, workspace, range, _time);
                var outcome = await _dispatcher.RunAsync(fetch, [url], upstreams, cancellation);
                return outcome.Source is not null ? fetch.Part
                    : outcome.Failures.All(f => f.Failure.Kind is FailureKind.NotFound or FailureKind.Denied or FailureKind.Refused) ? null
                    : throw FailureReport.Exception(url, outcome.Failures);
            },
            cancellation);
    }

    /// <summary>
    /// Downloads a file to <see cref="DownloadRequest.PartialPath"/> and checks its size and digests. When more are asked for
    /// than <see cref="TransferOptions.MaxParallelDownloads"/>, the rest waits its turn.
    /// </summary>
    /// <param name="request">The file.</param>
    /// <param name="cancellation">Ends the download at once; a large file can be continued later.</param>
    /// <exception cref="ArtifactNotFoundException">No upstream has it.</exception>
    /// <exception cref="ArtifactMismatchException">What the upstreams have is something else.</exception>
    /// <exception cref="UpstreamUnreachableException">No upstream gave it, for another reason.</exception>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.DiskWriteFailed"/>, <see cref="DiagnosticCodes.UrlInvalid"/>.</exception>
    public async Task<DownloadResult> DownloadAsync(DownloadRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await WithSlotAsync(workspace => DownloadAsync(request, workspace, cancellation), cancellation);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _clock.Dispose();
        _workspaces.Dispose();
        _http.Dispose();
        _limiter?.Dispose();
        _slots.Dispose();
    }

    private async Task<T> WithSlotAsync<T>(Func<Workspace, Task<T>> transfer, CancellationToken cancellation)
    {
        await _slots.WaitAsync(cancellation);
        var workspace = _workspaces.Rent();
        try
        {
            return await transfer(workspace);
        }
        finally
        {
            _workspaces.Return(workspace);
            _slots.Release();
        }
    }

    private static void Keep(DownloadRequest request, WholeContent content)
    {
        try
        {
            request.KeepWhole!(content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw TransferDiagnostics.DiskFault(request.PartialPath, exception);
        }
    }

    private async Task<DownloadResult> DownloadAsync(DownloadRequest request, Workspace workspace, CancellationToken cancellation)
    {
        using var fetch = new FileFetch(_sender, workspace, _limiter, _time, request);
        var complete = false;
        try
        {
            if (fetch.Resume(cancellation) is not { } source)
            {
                var outcome = await _dispatcher.RunAsync(fetch, request.Urls, request.Upstreams, cancellation);
                source = outcome.Source ?? throw FailureReport.Exception(request.Urls.Count > 0 ? request.Urls[0] : request.PartialPath, outcome.Failures);
            }

            complete = true;
            request.Progress?.AddFile();
            if (fetch.Whole is { } whole)
            {
                Keep(request, whole);
            }

            return new DownloadResult(fetch.Sha256, fetch.Size, fetch.Checksums, fetch.LastModified, source, fetch.Whole is not null) { IsUnchanged = fetch.IsUnchanged, Validators = new Validators(fetch.ETag, fetch.LastModified) };
        }
        finally
        {
            if (!complete)
            {
                fetch.Abandon();
            }
        }
    }
}
