using System.Net;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>A part of a file into memory; null where the server only gives whole files.</summary>
internal sealed class PartFetch(Sender sender, Workspace workspace, ByteRange range, TimeProvider time)
    : MemoryFetch(sender, workspace)
{
    /// <summary>The part.</summary>
    public FilePart? Part { get; private set; }

    protected override Ask Ask(bool bypassCaches) => new() { Range = range, BypassCaches = bypassCaches };

    protected override async Task<Failure?> TakeAsync(Uri url, HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.PartialContent => await ReadAsync(response),

        // The whole file, which nobody asked for: it is not read.
        HttpStatusCode.OK or HttpStatusCode.RequestedRangeNotSatisfiable => null,
        _ => Failure.FromStatus(response.StatusCode, RetryPolicy.RetryAfter(response.Headers, time.GetUtcNow())),
    };

    private async Task<Failure?> ReadAsync(HttpResponseMessage response)
    {
        var answer = response.Content.Headers.ContentRange;
        if (!range.Fits(answer) || BodyHeaders.Encoding(response) is not null)
        {
            return new Failure(FailureKind.Mismatch, "the server sends another part of the file than was asked for");
        }

        var bytes = new byte[answer!.To!.Value - answer.From!.Value + 1];
        using var body = await response.Content.ReadAsStreamAsync(Workspace.Deadline.Token);
        var at = 0;
        int read;
        while (at < bytes.Length && (read = await body.ReadAsync(bytes.AsMemory(at), Workspace.Deadline.Token)) > 0)
        {
            Workspace.Deadline.Received(read);
            at += read;
        }

        if (at < bytes.Length)
        {
            return new Failure(FailureKind.Faulty, $"the part of the file ended after {at} of {bytes.Length} bytes");
        }

        Part = new FilePart(bytes, answer.From.Value, answer.Length!.Value) { Validators = new Validators(BodyHeaders.ETag(response), response.Content.Headers.LastModified) };
        return null;
    }
}
