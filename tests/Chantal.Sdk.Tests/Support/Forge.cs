using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Chantal.Sdk.Tests.Support;

/// <summary>What a forge gets to know when a comment is posted to it.</summary>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The body.</param>
public sealed record ForgeRequest(string Target, IReadOnlyDictionary<string, string> Headers, JsonDocument Body);

/// <summary>A forge on loopback that takes every comment.</summary>
public sealed class Forge : IDisposable
{
    private readonly ConcurrentQueue<ForgeRequest> _requests = new();
    private readonly WebApplication _application;

    /// <summary>Starts it on a free port.</summary>
    public Forge()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(Take);
        _application.StartAsync().GetAwaiter().GetResult();
        Uri = _application.Urls.Single();
    }

    /// <summary>The address, without a slash at its end.</summary>
    public string Uri { get; }

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<ForgeRequest> Requests => [.. _requests];

    /// <summary>Stops it.</summary>
    public void Dispose()
    {
        _application.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        ((IDisposable)_application).Dispose();
    }

    private async Task Take(HttpContext context)
    {
        var body = await JsonDocument.ParseAsync(context.Request.Body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _requests.Enqueue(new ForgeRequest($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}", headers, body));
        context.Response.StatusCode = StatusCodes.Status201Created;
    }
}
