using System.Net;
using Chantal.Text;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>A small file into memory, if it changed.</summary>
internal sealed class RootFetch(Sender sender, Workspace workspace, RootRequest request, TimeProvider time)
    : MemoryFetch(sender, workspace)
{
    /// <summary>The content; null when it is not modified.</summary>
    public byte[]? Bytes { get; private set; }

    public Validators Validators { get; private set; } = new(null, null);

    public string? ContentType { get; private set; }

    /// <summary>Where the content is, after redirects.</summary>
    public Uri? Url { get; private set; }

    /// <summary>Whether there is a next page.</summary>
    public bool HasNext { get; private set; }

    protected override Ask Ask(bool bypassCaches) =>
        new() { Validators = request.Validators, Accept = request.Accept, BypassCaches = request.BypassCaches || bypassCaches };

    protected override async Task<Failure?> TakeAsync(Uri url, HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.NotModified && request.Validators is not null ? null
        : response.StatusCode == HttpStatusCode.OK ? await ReadAsync(url, response)
        : request.IsCounted && RequestQuota.Refusal(response, time.GetUtcNow()) is { } refusal ? refusal
        : Failure.FromStatus(response.StatusCode, RetryPolicy.RetryAfter(response.Headers, time.GetUtcNow()));

    private async Task<Failure?> ReadAsync(Uri url, HttpResponseMessage response)
    {
        if (BodyHeaders.EncodingFault(response, url) is { } encoded)
        {
            return encoded;
        }

        var length = response.Content.Headers.ContentLength;
        if (length > request.MaxBytes)
        {
            return TooLarge();
        }

        using var body = await response.Content.ReadAsStreamAsync(Workspace.Deadline.Token);
        using var bytes = new MemoryStream((int)Math.Min(length ?? 0, Workspace.BufferSize));
        int read;
        while ((read = await body.ReadAsync(Workspace.Buffer, Workspace.Deadline.Token)) > 0)
        {
            Workspace.Deadline.Received(read);
            if (bytes.Length + read > request.MaxBytes)
            {
                return TooLarge();
            }

            bytes.Write(Workspace.Buffer, 0, read);
        }

        var content = bytes.ToArray();
        if (request.TakesPages ? HtmlPage.IsForPeople(content) : HtmlPage.Is(content))
        {
            return new Failure(FailureKind.Page, HtmlPage.Title(content) is { } title ? $"a page called '{SafeUrl.Clip(title)}' in place of the file" : "a page in place of the file");
        }

        Bytes = content;
        Validators = new Validators(BodyHeaders.ETag(response), response.Content.Headers.LastModified);
        ContentType = BodyHeaders.ContentType(response);
        Url = response.RequestMessage?.RequestUri;
        HasNext = BodyHeaders.HasNext(response);
        return null;
    }

    private Failure TooLarge() => new(FailureKind.TooLarge, $"larger than {Quantity.Bytes(request.MaxBytes)}, the most such a file may have");
}
