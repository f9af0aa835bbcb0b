using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Chantal.Core.Tests.Apt;

/// <summary>A web server in memory that knows conditional requests and counts what it is asked for.</summary>
internal sealed class FakeUpstream : HttpMessageHandler
{
    private readonly Lock _lock = new();

    /// <summary>Files by path.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>The requests so far: path and status.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Whether answers carry validators.</summary>
    public bool HasValidators { get; set; } = true;

    /// <summary>Whether what it does not have is refused, as by an object store or without credentials.</summary>
    public bool RefusesUnknown { get; init; }

    /// <summary>Called after each answer, to change the upstream in mid-run.</summary>
    public Action<string>? Answered { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath[1..]);
            var response = Answer(path, request);
            response.RequestMessage = request;
            Requests.Add($"{path} {(int)response.StatusCode}");
            Answered?.Invoke(path);
            return Task.FromResult(response);
        }
    }

    private HttpResponseMessage Answer(string path, HttpRequestMessage request)
    {
        if (!Files.TryGetValue(path, out var content))
        {
            return new HttpResponseMessage(RefusesUnknown ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound) { Content = new ByteArrayContent([]) };
        }

        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");
        if (HasValidators && request.Headers.IfNoneMatch.Contains(tag))
        {
            return new HttpResponseMessage(HttpStatusCode.NotModified) { Content = new ByteArrayContent([]) };
        }

        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };
        if (HasValidators)
        {
            response.Headers.ETag = tag;
        }

        return response;
    }
}
