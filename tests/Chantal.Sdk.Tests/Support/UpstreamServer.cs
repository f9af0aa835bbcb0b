using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// A loopback HTTP server over a directory that remembers what was asked, answers conditional and range requests, and
/// behaves as badly as a test tells it to.
/// </summary>
public sealed class UpstreamServer : IDisposable
{
    private readonly ConcurrentQueue<UpstreamRequest> _requests = new();
    private readonly ConcurrentDictionary<string, Fault> _faults = new(StringComparer.Ordinal);
    private readonly WebApplication _application;
    private readonly string _root;
    private readonly Func<HttpContext, string?>? _place;

    /// <summary>Starts serving <paramref name="root"/> on a free port.</summary>
    /// <param name="root">The directory.</param>
    /// <param name="place">
    /// Says which file below the directory answers a request, and may set the answer's headers; null: it has set the whole answer.
    /// Without it the path says which.
    /// </param>
    public UpstreamServer(string root, Func<HttpContext, string?>? place = null)
    {
        _root = root;
        _place = place;

        // An empty one: others watch files of settings, and a machine allows a user only some watches.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(Answer);
        _application.StartAsync().GetAwaiter().GetResult();
        Uri = _application.Urls.Single();
    }

    /// <summary>Starts a server that also lists directories, as most mirrors of distributions do.</summary>
    public static UpstreamServer Listing(string root) => new(root, context =>
    {
        var path = context.Request.Path.Value!.TrimStart('/');
        var directory = Path.Combine(root, path);
        if ((path.Length > 0 && !path.EndsWith('/')) || !Directory.Exists(directory))
        {
            return path;
        }

        var names = Directory.GetDirectories(directory).Select(d => Path.GetFileName(d) + "/").Concat(Directory.GetFiles(directory).Select(f => Path.GetFileName(f)!)).Order(StringComparer.Ordinal);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.WriteAsync($"<html><body><a href=\"../\">Parent Directory</a>{string.Concat(names.Select(n => $"<a href=\"{n}\">{n}</a>\n"))}</body></html>").GetAwaiter().GetResult();
        return null;
    });

    /// <summary>The address, without a slash at its end.</summary>
    public string Uri { get; }

    /// <summary>The requests so far, in the order in which they came.</summary>
    public IReadOnlyList<UpstreamRequest> Requests => [.. _requests];

    /// <summary>The paths asked for so far, sorted, each as often as it was asked for.</summary>
    public IReadOnlyList<string> RequestedPaths => [.. _requests.Select(request => request.Path).Order(StringComparer.Ordinal)];

    /// <summary>The packages and sources asked for so far, sorted.</summary>
    public IReadOnlyList<string> RequestedPackages => [.. RequestedPaths.Where(path => path.Contains("pool/", StringComparison.Ordinal))];

    /// <summary>Raised with the path before a request is answered: what a test does here happens in the middle of a sync.</summary>
    public event Action<string>? Asked;

    /// <summary>Forgets the requests.</summary>
    public void Forget() => _requests.Clear();

    /// <summary>Makes the answers for a path, or with <c>*</c> for all others, go wrong, until <see cref="Heal"/> or as often as the fault says.</summary>
    public void Inject(string path, Fault fault) => _faults[path] = fault;

    /// <summary>Takes all faults away.</summary>
    public void Heal() => _faults.Clear();

    /// <summary>Stops the server; requests under way are cut off.</summary>
    public void Dispose()
    {
        foreach (var fault in _faults.Values)
        {
            fault.Release();
        }

        _application.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        ((IDisposable)_application).Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimStart('/');
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

        // The status is known before a client can see it, so a test that has the answer has the status too.
        var request = new UpstreamRequest(context.Request.Method, path, headers);
        context.Response.OnStarting(() =>
        {
            request.Status = context.Response.StatusCode;
            return Task.CompletedTask;
        });
        _requests.Enqueue(request);

        Asked?.Invoke(path);
        if ((_place is null ? path : _place(context)) is { } place)
        {
            var file = Path.Combine(_root, place);
            await ((_faults.TryGetValue(path, out var fault) || _faults.TryGetValue("*", out fault)) && fault.TakeTurn()
                ? fault.Answer(context, file)
                : Send(context, file));
        }
    }

    /// <summary>Answers with a file as a good server does; a type that is set already stays.</summary>
    internal static async Task Send(HttpContext context, string file, string? etag = null)
    {
        if (!File.Exists(file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        etag ??= Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file)))[..16];
        await TypedResults.PhysicalFile(
            file,
            context.Response.ContentType ?? "application/octet-stream",
            lastModified: File.GetLastWriteTimeUtc(file),
            entityTag: new EntityTagHeaderValue($"\"{etag}\""),
            enableRangeProcessing: true).ExecuteAsync(context);
    }
}
