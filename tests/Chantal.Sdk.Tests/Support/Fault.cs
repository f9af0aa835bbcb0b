using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Chantal.Sdk.Tests.Support;

/// <summary>One way in which an upstream goes wrong for one path.</summary>
public sealed class Fault
{
    private readonly Func<Fault, HttpContext, string, Task> _answer;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _turns = int.MaxValue;

    private Fault(Func<Fault, HttpContext, string, Task> answer) => _answer = answer;

    /// <summary>The file is not there.</summary>
    public static Fault NotFound => Status(StatusCodes.Status404NotFound);

    /// <summary>Answers with a bare status.</summary>
    public static Fault Status(int status) => new((_, context, _) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Answers 503 and says when to come back: seconds or a date.</summary>
    public static Fault Unavailable(string retryAfter) => ComeBack(StatusCodes.Status503ServiceUnavailable, retryAfter);

    /// <summary>Answers 429 and says when to come back: seconds or a date.</summary>
    public static Fault TooManyRequests(string retryAfter) => ComeBack(StatusCodes.Status429TooManyRequests, retryAfter);

    /// <summary>Sends the file, and after it blanks up to a size that it does not announce.</summary>
    public static Fault Padded(long size) => new(async (_, context, file) =>
    {
        var content = await File.ReadAllBytesAsync(file);
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
        var blanks = Enumerable.Repeat((byte)' ', 1 << 16).ToArray();
        for (var left = size - content.Length; left > 0; left -= blanks.Length)
        {
            await context.Response.Body.WriteAsync(blanks.AsMemory(0, (int)Math.Min(left, blanks.Length)), context.RequestAborted);
        }
    });

    /// <summary>Promises the whole file and hangs up after some bytes.</summary>
    public static Fault Truncated(int bytes) => new(async (_, context, file) =>
    {
        await SendPart(context, file, bytes);
        context.Abort();
    });

    /// <summary>Answers with other bytes, such as a portal's page.</summary>
    public static Fault Bytes(byte[] content) => new((_, context, _) =>
    {
        context.Response.ContentLength = content.Length;
        return context.Response.Body.WriteAsync(content).AsTask();
    });

    /// <summary>Answers with the file in which one byte in the middle is another.</summary>
    public static Fault FlippedByte => new(async (_, context, file) =>
    {
        var content = await File.ReadAllBytesAsync(file);
        content[content.Length / 2] ^= 0xff;
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content);
    });

    /// <summary>
    /// Sends some bytes, of which the first may be another, and then nothing, until <see cref="Release"/> or the client hangs up.
    /// </summary>
    public static Fault Stalled(int afterBytes, bool wrongBytes = false) => new(async (fault, context, file) =>
    {
        await SendPart(context, file, afterBytes, wrongBytes);
        fault._reached.TrySetResult();
        await fault._released.Task.WaitAsync(context.RequestAborted);
        context.Abort();
    });

    /// <summary>Sends the file in small pieces, some a second.</summary>
    public static Fault Dripping(int bytesEachTime, TimeSpan period) => new(async (_, context, file) =>
    {
        var content = await File.ReadAllBytesAsync(file);
        context.Response.ContentLength = content.Length;
        using var timer = new PeriodicTimer(period);
        foreach (var piece in content.Chunk(bytesEachTime))
        {
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await timer.WaitForNextTickAsync(context.RequestAborted);
        }
    });

    /// <summary>Sends the client elsewhere.</summary>
    public static Fault Redirect(string location) => new((_, context, _) =>
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    });

    /// <summary>Answers well, but with another entity tag: to a client that resumes, the file has changed.</summary>
    public static Fault ChangedETag(string etag) => new((_, context, file) => UpstreamServer.Send(context, file, etag));

    /// <summary>Completes when a client has reached the fault.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets only so many answers go wrong; those after them are good.</summary>
    public Fault Times(int turns)
    {
        _turns = turns;
        return this;
    }

    /// <summary>Ends a stall by hanging up.</summary>
    public void Release() => _released.TrySetResult();

    internal bool TakeTurn() => Interlocked.Decrement(ref _turns) >= 0;

    internal async Task Answer(HttpContext context, string file)
    {
        await _answer(this, context, file);
        _reached.TrySetResult();
    }

    private static Fault ComeBack(int status, string retryAfter) => new((_, context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    });

    private static async Task SendPart(HttpContext context, string file, int bytes, bool wrong = false)
    {
        var content = await File.ReadAllBytesAsync(file);
        context.Response.ContentLength = content.Length;
        context.Response.Headers.ETag = "\"" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))[..16] + "\"";
        context.Response.Headers.AcceptRanges = "bytes";
        content[0] ^= (byte)(wrong ? 0xff : 0);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.Body.WriteAsync(content.AsMemory(0, Math.Min(bytes, content.Length)), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
