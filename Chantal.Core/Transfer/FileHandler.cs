using System.Net;
using System.Net.Http.Headers;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>
/// Answers for upstreams on this machine (<c>file:///media/dvd</c>, a tree that rsync fills) as a web server would: with dates, parts and 404. Only a
/// definition names such an upstream; what upstreams and redirects name is never looked for here. Links are followed, and lead to files or are refused.
/// </summary>
internal sealed class FileHandler(HttpMessageHandler network) : DelegatingHandler(network)
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.RequestUri is { IsFile: true } url ? Task.FromResult(Answer(request, new FileInfo(url.LocalPath))) : base.SendAsync(request, cancellationToken);

    private static HttpResponseMessage Answer(HttpRequestMessage request, FileInfo file)
    {
        try
        {
            if (FileType.FaultOf(file.FullName) is { } fault)
            {
                throw new FailureException(new Failure(FailureKind.Refused, $"it is {fault}, and only files are read"));
            }

            // A link that leads nowhere is nothing.
            if (!file.Exists || (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true }))
            {
                return Empty(request, HttpStatusCode.NotFound);
            }

            // Seconds, as on the web.
            var modified = new DateTimeOffset(file.LastWriteTimeUtc.AddTicks(-(file.LastWriteTimeUtc.Ticks % TimeSpan.TicksPerSecond)), TimeSpan.Zero);
            if (request.Headers.IfModifiedSince is { } since && modified == since)
            {
                return Empty(request, HttpStatusCode.NotModified);
            }

            return Content(request, file.OpenRead(), modified);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException)
        {
            return Empty(request, HttpStatusCode.Forbidden);
        }
    }

    private static HttpResponseMessage Content(HttpRequestMessage request, FileStream content, DateTimeOffset modified)
    {
        var length = content.Length;
        var asked = request.Headers.IfRange is { } condition && condition.Date != modified ? null : request.Headers.Range?.Ranges.FirstOrDefault();
        if (asked is null)
        {
            return Whole(request, content, modified, HttpStatusCode.OK);
        }

        var from = asked.From ?? Math.Max(0, length - asked.To!.Value);
        if (from >= length)
        {
            content.Dispose();
            return Empty(request, HttpStatusCode.RequestedRangeNotSatisfiable);
        }

        content.Position = from;
        var response = Whole(request, content, modified, HttpStatusCode.PartialContent);
        var to = asked.From is not null && asked.To < length ? asked.To.Value : length - 1;
        response.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, to, length);
        return response;
    }

    private static HttpResponseMessage Whole(HttpRequestMessage request, FileStream content, DateTimeOffset modified, HttpStatusCode status)
    {
        var response = new HttpResponseMessage(status) { RequestMessage = request, Content = new StreamContent(content, 1 << 17) };
        response.Content.Headers.LastModified = modified;
        response.Content.Headers.ContentLength = content.Length - content.Position;
        return response;
    }

    private static HttpResponseMessage Empty(HttpRequestMessage request, HttpStatusCode status) =>
        new(status) { RequestMessage = request, Content = new ByteArrayContent([]) };
}
