using System.Net.Sockets;
using System.Text;

namespace Chantal.Core.Tests.Transfer;

/// <summary>What the server sends, and how it ends.</summary>
internal sealed class Reply
{
    private enum Ending
    {
        KeepAlive,
        Close,
        Reset,
        Stall,
        Forever,
    }

    private readonly string _head;
    private readonly byte[] _body;
    private Ending _ending;
    private TaskCompletionSource? _stalled;

    private Reply(string head, byte[] body)
    {
        _head = head;
        _body = body;
    }

    public static Reply Ok(byte[] body, params string[] headers) => Status(200, body, headers);

    public static Reply Status(int status, params string[] headers) => Status(status, [], headers);

    public static Reply Status(int status, byte[] body, params string[] headers) =>
        Raw(string.Concat([$"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\n", .. headers.Select(static header => header + "\r\n")]), body);

    /// <summary>Status line and headers as they are, each with its line end.</summary>
    public static Reply Raw(string head, byte[] body) => new(head + "\r\n", body);

    /// <summary>An honest answer to a range request, or the whole.</summary>
    public static Reply Range(Received request, byte[] file, params string[] headers)
    {
        if (request["Range"] is not { } range)
        {
            return Ok(file, headers);
        }

        var from = int.Parse(range["bytes=".Length..^1]);
        return from >= file.Length
            ? Status(416, $"Content-Range: bytes */{file.Length}")
            : Status(206, file[from..], [$"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}", .. headers]);
    }

    /// <summary>Only so many bytes of the body, then the connection closes.</summary>
    public Reply Cut(int bytes) => new(_head, _body[..bytes]) { _ending = Ending.Close };

    /// <summary>Only so many bytes of the body, then the connection is reset.</summary>
    public Reply Reset(int bytes) => new(_head, _body[..bytes]) { _ending = Ending.Reset };

    /// <summary>Only so many bytes of the body, then silence.</summary>
    public Reply Stall(int bytes, TaskCompletionSource? stalled = null) => new(_head, _body[..bytes]) { _ending = Ending.Stall, _stalled = stalled };

    /// <summary>The body, again and again.</summary>
    public Reply Endless() => new(_head, _body) { _ending = Ending.Forever };

    /// <summary>No answer at all.</summary>
    public static Reply Silence(TaskCompletionSource? stalled = null) => new("", []) { _ending = Ending.Stall, _stalled = stalled };

    /// <summary>The connection ends without an answer.</summary>
    public static Reply HangUp() => new("", []) { _ending = Ending.Reset };

    /// <summary>Sends; whether the connection stays open.</summary>
    public async Task<bool> SendAsync(Stream stream, TcpClient client, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(_head), stop);
        do
        {
            await stream.WriteAsync(_body, stop);
        }
        while (_ending == Ending.Forever);
        await stream.FlushAsync(stop);
        switch (_ending)
        {
            case Ending.Reset:
                client.Client.LingerState = new LingerOption(true, 0);
                return false;
            case Ending.Stall:
                _stalled?.TrySetResult();
                return await stream.ReadAsync(new byte[1], stop) > 0;
            default:
                return _ending == Ending.KeepAlive;
        }
    }
}
