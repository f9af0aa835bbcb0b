using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A test of the tests' own Python index.</summary>
public abstract class PyPIUpstreamTest : PyPIEndToEndTest
{
    private protected const string Json = "application/vnd.pypi.simple.v1+json";

    private protected async Task<HttpResponseMessage> Get(PyPIUpstream upstream, string path, string? accept = null, EntityTagHeaderValue? etag = null)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{upstream.Index.Uri}/{path}");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (etag is not null)
        {
            request.Headers.IfNoneMatch.Add(etag);
        }

        return await client.SendAsync(request, TestContext.CancellationToken);
    }

    private protected async Task<JsonNode> Page(PyPIUpstream upstream, string path)
    {
        using var response = await Get(upstream, path, Json);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.CancellationToken))!;
    }

    private protected async Task<long?> SerialOf(PyPIUpstream upstream, string path)
    {
        using var response = await Get(upstream, path);
        return response.Headers.TryGetValues("X-PyPI-Last-Serial", out var values) ? long.Parse(values.Single()) : null;
    }
}
