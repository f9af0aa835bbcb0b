using System.Net;

namespace Chantal.Transfer.Origins;

/// <summary>What a failed attempt means for what is tried next.</summary>
internal enum FailureKind
{
    /// <summary>404 or 410: the next candidate may have it.</summary>
    NotFound,

    /// <summary>401 or 403: credentials are missing or wrong, or the file is not there. Object stores say so instead of 404 to those who may not list.</summary>
    Denied,

    /// <summary>Another 4xx status that a retry does not heal.</summary>
    Refused,

    /// <summary>A redirect that is not followed.</summary>
    Redirect,

    /// <summary>Certificates do not satisfy one side.</summary>
    Tls,

    /// <summary>The proxy does not do what is asked.</summary>
    Proxy,

    /// <summary>More bytes than the limit.</summary>
    TooLarge,

    /// <summary>A page for people in place of the file, as logins, proxies and portals send it: the next candidate may have the file.</summary>
    Page,

    /// <summary>The server answered, with other bytes than expected.</summary>
    Mismatch,

    /// <summary>No answer: no name, no connection, no headers in time. Retried.</summary>
    Silent,

    /// <summary>An answer that is broken or says "later": 5xx, 429, short or stalled body. Retried.</summary>
    Faulty,

    /// <summary>The server counts requests, and these were too many. Retried where it does not take long.</summary>
    Counted,

    /// <summary>The server cannot continue a file: begin again at once without a range.</summary>
    StartOver,
}

/// <summary>Why one attempt failed.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Cause">The cause, as the end of a sentence after a colon; no secrets.</param>
/// <param name="Exception">The exception behind it, if any.</param>
/// <param name="RetryAfter">What the server asks to wait (RFC 9110 §10.2.3), or null.</param>
internal sealed record Failure(FailureKind Kind, string Cause, Exception? Exception = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether a proxy could not be connected to, so that nothing is known of the upstream.</summary>
    public bool IsOfProxy { get; init; }

    public bool IsPassing => Kind is FailureKind.Silent or FailureKind.Faulty;

    /// <summary>The failure a status stands for (RFC 9110 §15); null for those the caller handles itself.</summary>
    public static Failure FromStatus(HttpStatusCode status, TimeSpan? retryAfter)
    {
        var cause = $"HTTP status {(int)status}";
        return (int)status switch
        {
            404 or 410 => new Failure(FailureKind.NotFound, cause),
            407 => new Failure(FailureKind.Proxy, cause + ": the proxy wants credentials; put the line 'machine PROXY login NAME password PASSWORD' in ~/.netrc or the file that NetrcFile names"),
            401 or 403 => new Failure(FailureKind.Denied, cause + ": credentials are missing, wrong or not sufficient"),
            408 or 425 or 429 or >= 500 => new Failure(FailureKind.Faulty, cause, null, retryAfter),
            >= 400 => new Failure(FailureKind.Refused, cause),
            _ => new Failure(FailureKind.Faulty, cause + ", which answers another question than was asked"),
        };
    }
}
