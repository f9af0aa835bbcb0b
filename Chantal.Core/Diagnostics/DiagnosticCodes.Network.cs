namespace Chantal.Diagnostics;

// 1xxx: reaching the upstream.
internal static partial class DiagnosticCodes
{
    /// <summary>No upstream could be reached or gave a usable answer, after every retry.</summary>
    public const string UpstreamUnreachable = "CHANTAL1001";

    /// <summary>Every upstream says that a file does not exist (404 or 410).</summary>
    public const string ArtifactNotFound = "CHANTAL1002";

    /// <summary>The upstream refuses the request with a status of the 4xx class that retries do not change, such as 401 or 403.</summary>
    public const string RequestRefused = "CHANTAL1003";

    /// <summary>A redirect was not followed: a loop, too many, plain http after https, or neither http nor https.</summary>
    public const string RedirectRefused = "CHANTAL1004";

    /// <summary>The TLS handshake failed: the server's certificate is not trusted, or the server does not take ours.</summary>
    public const string TlsFailure = "CHANTAL1005";

    /// <summary>The proxy refuses the request, cannot build the tunnel, or its URL is not valid.</summary>
    public const string ProxyFailure = "CHANTAL1006";

    /// <summary>The netrc file that holds the credentials cannot be read or understood.</summary>
    public const string NetrcUnreadable = "CHANTAL1007";

    /// <summary>Warning: others can read the netrc file.</summary>
    public const string NetrcExposed = "CHANTAL1008";

    /// <summary>The CA bundle, the client certificate or its key cannot be read.</summary>
    public const string CertificateUnreadable = "CHANTAL1009";

    /// <summary>A body is larger than a file of unknown size may be.</summary>
    public const string BodyTooLarge = "CHANTAL1010";

    /// <summary>The URL of an upstream or of an artifact is not one that files can be fetched from.</summary>
    public const string UrlInvalid = "CHANTAL1011";

    /// <summary>Warning: an upstream does not answer and is skipped for a while.</summary>
    public const string UpstreamPutAside = "CHANTAL1012";

    /// <summary>Warning: the bandwidth limit holds for this process only.</summary>
    public const string BandwidthNotShared = "CHANTAL1013";

    /// <summary>A URL has a user name or password in it.</summary>
    public const string UrlWithCredentials = "CHANTAL1014";

    /// <summary>A server that counts requests takes no more of them for some time.</summary>
    public const string TooManyRequests = "CHANTAL1015";

    /// <summary>The access file, with tokens and headers for some servers, cannot be read or understood.</summary>
    public const string AccessFileUnreadable = "CHANTAL1016";

    /// <summary>Warning: others can read the access file, and secrets stand in it.</summary>
    public const string AccessFileExposed = "CHANTAL1017";

    /// <summary>An HTML page came in place of a file.</summary>
    public const string PageInsteadOfFile = "CHANTAL1018";
}
