using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Chantal.Core.Tests.Support;

namespace Chantal.Core.Tests.Files;

/// <summary>A mirror of files that a test serves from memory, by path below the first upstream, or by host and path.</summary>
internal sealed class FilesMirror() : MemoryMirror("files", $"https://{Host}/")
{
    public const string Host = "files.example";

    /// <summary>Answers that take the place of what is served; null: what is served.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Answer { get; set; } = _ => null;

    /// <summary>The paths that were asked for and answered with content, without their hosts.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>The paths of the head, sorted, in one line.</summary>
    public string Paths => string.Join(' ', Head.Keys.Order(StringComparer.Ordinal));

    /// <summary>Serves a text.</summary>
    public FilesMirror Serve(string path, string text)
    {
        Files[path] = Encoding.UTF8.GetBytes(text);
        return this;
    }

    /// <summary>Serves a list of files that are served, as coreutils writes it.</summary>
    public FilesMirror ServeList(string path, params string[] files)
    {
        var directory = path[..(path.LastIndexOf('/') + 1)];
        return Serve(path, string.Concat(files.Select(f => $"{Digest(Files[directory + f])}  {f}\n")));
    }

    public FilesMirror Take(string word, string value, params (string Name, string Value)[] metadata)
    {
        AddItem(word, value, metadata);
        return this;
    }

    public FilesMirror TakeNothing()
    {
        RemoveItems();
        return this;
    }

    /// <summary>Takes lists that are not signed.</summary>
    public FilesMirror Unsigned()
    {
        this["VerifySignatures"] = "false";
        return this;
    }

    /// <summary>Removes what the syncs before kept beside the store.</summary>
    public void Forget(string name) => File.Delete(Path.Combine(State, name));

    public static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>An answer with content, by condition and by range, as servers give it.</summary>
    public static HttpResponseMessage Respond(HttpRequestMessage request, byte[] content)
    {
        var tag = $"\"{Digest(content)[..16]}\"";
        var response = request.Headers.IfNoneMatch.Any(t => t.Tag == tag) ? new HttpResponseMessage(HttpStatusCode.NotModified)
            : request.Headers.Range?.Ranges.Single() is { From: { } from } range && content.Length > 0 ? Part(content, (int)from, (int)(range.To ?? (content.Length - 1)))
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };
        response.Headers.ETag = new EntityTagHeaderValue(tag);
        return response;
    }

    protected override HttpResponseMessage Respond(HttpRequestMessage request)
    {
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath)[1..];
        var place = request.RequestUri.Host == Host ? path : $"{request.RequestUri.Host}/{path}";
        var response = Answer(request)
            ?? (Files.TryGetValue(place, out var content) ? Respond(request, content) : new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new ByteArrayContent([]) });
        if (response.IsSuccessStatusCode)
        {
            Sent.Add(path);
        }

        return response;
    }

    private static HttpResponseMessage Part(byte[] content, int from, int to)
    {
        to = Math.Min(to, content.Length - 1);
        var part = new ByteArrayContent(content[from..(to + 1)]);
        part.Headers.ContentRange = new ContentRangeHeaderValue(from, to, content.Length);
        return new HttpResponseMessage(HttpStatusCode.PartialContent) { Content = part };
    }
}
