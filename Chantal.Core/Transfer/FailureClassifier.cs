using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>Tells what an exception of the HTTP stack means.</summary>
internal static class FailureClassifier
{
    /// <summary>The failure, or null where the exception is a defect of ours and has to be thrown.</summary>
    /// <param name="exception">What the HTTP stack threw, while nobody had cancelled.</param>
    /// <param name="answered">Whether headers had arrived.</param>
    public static Failure? Classify(Exception exception, bool answered)
    {
        var kind = answered ? FailureKind.Faulty : FailureKind.Silent;
        return exception switch
        {
            FailureException own => own.Failure,
            OperationCanceledException => new Failure(kind, answered ? "no bytes arrived in time" : "no answer in time", exception),
            HttpRequestException http => FromHttp(http, kind),
            HttpIOException http => new Failure(kind, http.HttpRequestError == HttpRequestError.ResponseEnded ? "the connection ended before the body did" : Innermost(http), http),
            IOException or SocketException => new Failure(kind, Innermost(exception), exception),
            _ => null,
        };
    }

    private static Failure FromHttp(HttpRequestException exception, FailureKind kind) => exception.HttpRequestError switch
    {
        // A handshake that breaks off is a passing fault like any reset; one that ends in a verdict is not.
        HttpRequestError.SecureConnectionError when WrongScheme.IsPlain(exception) => WrongScheme.IsNotTls with { Exception = exception },
        HttpRequestError.InvalidResponse when WrongScheme.IsTls(exception) => WrongScheme.NeedsTls with { Exception = exception },
        HttpRequestError.SecureConnectionError when Find<AuthenticationException>(exception) is { } verdict =>
            new Failure(FailureKind.Tls, Innermost(verdict), exception),
        HttpRequestError.ProxyTunnelError when exception.StatusCode is null or >= HttpStatusCode.InternalServerError =>
            new Failure(kind, "the proxy cannot reach it: " + Innermost(exception), exception),
        HttpRequestError.ProxyTunnelError =>
            new Failure(FailureKind.Proxy, $"HTTP status {(int)exception.StatusCode!} of the proxy", exception),
        HttpRequestError.NameResolutionError => new Failure(kind, "the host name is not known: " + Innermost(exception), exception),
        HttpRequestError.ConfigurationLimitExceeded => new Failure(FailureKind.TooLarge, "the headers are too large", exception),
        _ => new Failure(kind, Innermost(exception), exception),
    };

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return SafeUrl.Clip(exception.Message);
    }

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not null and not T)
        {
            exception = exception.InnerException;
        }

        return (T?)exception;
    }
}
