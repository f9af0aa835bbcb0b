using System.Net;
using System.Security.Cryptography;
using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Plans;

namespace Chantal.Core.Tests.PyPI;

/// <summary>
/// A mirror of Python indices that a test makes in memory, by URL without its scheme; a page also answers without its <c>index.html</c>.
/// </summary>
internal sealed class PyPIMirror() : MemoryMirror("pypi", Upstream)
{
    public const string Upstream = "https://index.example/simple/";

    /// <summary>Statuses that take the place of what is served, by URL without its scheme.</summary>
    public Dictionary<string, HttpStatusCode> Faults { get; } = [];

    /// <summary>Queries without which there is no answer but 403, by URL without its scheme.</summary>
    public Dictionary<string, string> Tokens { get; } = [];

    /// <summary>Pages that are JSON, by URL without its scheme.</summary>
    public HashSet<string> Json { get; } = [];

    /// <summary>The requests so far.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The names of the head's packages, sorted.</summary>
    public IReadOnlyList<string> Packages => [.. Head.Values.Where(e => e.Role == FileRole.Package).Select(e => e.Path[(e.Path.LastIndexOf('/') + 1)..]).Order(StringComparer.Ordinal)];

    protected override int MaxAttempts => 4;

    public PyPIMirror Take(string word, string value, params (string Name, string Value)[] metadata)
    {
        AddItem(word, value, metadata);
        return this;
    }

    public PyPIMirror TakeNothing()
    {
        RemoveItems();
        return this;
    }

    /// <summary>Serves a project of an index: a page in HTML, and its files beside it.</summary>
    public void Serve(string project, params IndexFile[] files) => ServeAt("index.example", project, files);

    /// <summary>Serves a project of another index.</summary>
    public void ServeAt(string host, string project, params IndexFile[] files)
    {
        var page = new StringBuilder("<!doctype html><html><body>\n");
        foreach (var file in files)
        {
            Files[$"{host}/files/{project}/{file.Name}"] = file.Content;
            if (file.Metadata is not null)
            {
                Files[$"{host}/files/{project}/{file.Name}.metadata"] = file.Metadata;
            }

            page.Append($"<a href=\"/files/{project}/{file.Name}{file.Fragment ?? $"#sha256={Digest(file.Content)}"}\" {file.Attributes}>{file.Name}</a>\n");
        }

        Files[$"{host}/simple/{project}/"] = Encoding.UTF8.GetBytes(page.ToString());
        Files[$"{host}/simple/"] = Encoding.UTF8.GetBytes(string.Concat(Projects(host).Select(p => $"<a href=\"/simple/{p}/\">{p}</a>\n")));
    }

    protected override bool IsLast(int attempt) => attempt > 1;

    protected override bool StartsOver(int attempt) => true;

    protected override HttpResponseMessage Respond(HttpRequestMessage request)
    {
        var place = request.RequestUri!.Host + Uri.UnescapeDataString(request.RequestUri.AbsolutePath);
        Requests.Add(place);
        var response = Tokens.TryGetValue(place, out var token) && request.RequestUri.Query != token ? new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new ByteArrayContent([]) }
            : Faults.TryGetValue(place, out var fault) ? new HttpResponseMessage(fault) { Content = new ByteArrayContent([]) }
            : Files.TryGetValue(place, out var content) ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) }
            : new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new ByteArrayContent([]) };
        if (response.IsSuccessStatusCode && place.EndsWith('/'))
        {
            response.Content.Headers.ContentType = new(Json.Contains(place) ? "application/vnd.pypi.simple.v1+json" : "text/html");
        }

        return response;
    }

    private IEnumerable<string> Projects(string host) => Files.Keys.Where(f => f.StartsWith($"{host}/simple/", StringComparison.Ordinal) && f.Length > host.Length + 8)
        .Select(f => f[(host.Length + 8)..^1]).Order(StringComparer.Ordinal);

    public static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}

/// <summary>A file of an index in memory.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">Its content.</param>
internal sealed record IndexFile(string Name, byte[] Content)
{
    /// <summary>The metadata that is served beside it.</summary>
    public byte[]? Metadata { get; init; }

    /// <summary>What stands behind the link; null: its SHA-256.</summary>
    public string? Fragment { get; init; }

    /// <summary>What the page says of it.</summary>
    public string Attributes { get; init; } = "";

    /// <summary>A wheel whose page promises metadata.</summary>
    /// <param name="project">The project.</param>
    /// <param name="version">Its version.</param>
    /// <param name="needs">What it requires.</param>
    public static IndexFile Wheel(string project, string version = "1.0", params string[] needs)
    {
        var metadata = Encoding.UTF8.GetBytes($"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\n{string.Concat(needs.Select(n => $"Requires-Dist: {n}\n"))}");
        var content = new ZipWriter().Add($"{project}-{version}.dist-info/METADATA", metadata).ToArray();
        return new IndexFile($"{project}-{version}-py3-none-any.whl", content) { Metadata = metadata, Attributes = $"data-core-metadata=\"sha256={PyPIMirror.Digest(metadata)}\"" };
    }
}
