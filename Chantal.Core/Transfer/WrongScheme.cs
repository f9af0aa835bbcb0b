using System.Net.Sockets;
using System.Text;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>Recognises a port that speaks the other one of <c>http</c> and <c>https</c>.</summary>
internal static class WrongScheme
{
    private const int Beginning = 2048;

    /// <summary>Plain HTTP was sent to a port with TLS.</summary>
    public static Failure NeedsTls { get; } = new(FailureKind.Refused, "the port speaks TLS: write https:// in place of http://");

    /// <summary>TLS was sent to a port with plain HTTP.</summary>
    public static Failure IsNotTls { get; } = new(FailureKind.Refused, "the port does not speak TLS: write http:// in place of https://, or another port");

    /// <summary>A failure that also says that the port may speak TLS, if it went away without an answer to plain HTTP on a port that is not HTTP's own.</summary>
    public static Failure Doubt(Failure failure, Uri url) =>
        failure.Kind == FailureKind.Silent && url is { Scheme: "http", IsDefaultPort: false } && IsCutOff(failure.Exception)
            ? failure with { Cause = $"{failure.Cause}; if the port speaks TLS, write https:// in place of http://" }
            : failure;

    private static bool IsCutOff(Exception? exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } || exception?.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionReset };

    /// <summary>Whether a server with TLS says in words that it was sent plain HTTP, as nginx, Apache and others do with status 400.</summary>
    public static async Task<bool> IsSaidByAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var beginning = new byte[Beginning];
        using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var text = Encoding.Latin1.GetString(beginning, 0, await body.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellation));
        return text.Contains("HTTPS", StringComparison.Ordinal) || text.Contains("TLS", StringComparison.Ordinal) || text.Contains("SSL", StringComparison.Ordinal);
    }

    /// <summary>Whether an answer is an alert of TLS (RFC 8446 §5.1) and not one of HTTP.</summary>
    public static bool IsTls(HttpRequestException exception) => exception.Message.Contains("\u0015\u0003", StringComparison.Ordinal);

    /// <summary>Whether the answer to a TLS handshake is not a record of TLS. .NET has no kind of its own for this.</summary>
    public static bool IsPlain(HttpRequestException exception) => exception.InnerException?.Message.Contains("frame size", StringComparison.Ordinal) == true;
}
