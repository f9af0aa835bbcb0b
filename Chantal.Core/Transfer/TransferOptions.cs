namespace Chantal.Transfer;

/// <summary>How files are transferred.</summary>
internal sealed record TransferOptions
{
    /// <summary>Downloads at the same time, and connections to one server.</summary>
    public required int MaxParallelDownloads { get; init; }

    /// <summary>Bytes a second, for all processes of this user on this machine together; null is unlimited.</summary>
    public long? MaxBandwidth { get; init; }

    /// <summary>
    /// How often a request that failed for a passing reason is repeated at one upstream. A download that
    /// went on by a mebibyte since its last failure counts from the start again.
    /// </summary>
    public required int MaxRetries { get; init; }

    /// <summary>Longest wait for connection and headers together, and for each read of a body after that.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>
    /// A body that comes slower than this many bytes a second throughout a <see cref="Timeout"/> is given up as stalled;
    /// 0 turns it off. Default 64. Not enforced together with <see cref="MaxBandwidth"/>.
    /// </summary>
    public long MinBytesPerSecond { get; init; } = 64;

    /// <summary>The <c>User-Agent</c> header (RFC 9110 §10.1.5).</summary>
    public string UserAgent { get; init; } = OwnUserAgent;

    /// <summary>
    /// A proxy's URL (<c>http</c>, <c>https</c>, <c>socks5</c>), used for every host; <c>none</c> for no proxy.
    /// Null: <c>http_proxy</c>, <c>https_proxy</c>, <c>all_proxy</c> and <c>no_proxy</c> of the environment.
    /// </summary>
    public string? Proxy { get; init; }

    /// <summary>A PEM file of certificate authorities that are trusted in place of the system's; null: the system's.</summary>
    public string? CaBundle { get; init; }

    /// <summary>A PEM file with the client's certificate and the chain above it; null: none is offered.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>A PEM file with the key of <see cref="ClientCertificate"/>; null: it is in that same file.</summary>
    public string? ClientKey { get; init; }

    /// <summary>A netrc file or an <c>auth.conf</c> of apt; null: <c>$NETRC</c>, or <c>~/.netrc</c> where it exists.</summary>
    public string? NetrcFile { get; init; }

    /// <summary>A file with queries and headers that requests to some servers carry; null: none.</summary>
    public string? AccessFile { get; init; }

    /// <summary>How Chantal introduces itself.</summary>
    public static string OwnUserAgent { get; } = $"Chantal/{typeof(TransferOptions).Assembly.GetName().Version?.ToString(3) ?? "0"}";
}
