namespace Chantal.Transfer;

/// <summary>A conditional request for a small file.</summary>
/// <param name="Url">Relative to each upstream, percent-encoded; or absolute.</param>
internal sealed record RootRequest(string Url)
{
    /// <summary>What an earlier answer said (RFC 9110 §13.1), or null to fetch in any case.</summary>
    public Validators? Validators { get; init; }

    /// <summary>Most bytes taken. Default: 64 MiB.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>Whether the file may be absent: 401 and 403 then say so, as 404 and 410 do.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether caches on the way have to ask the origin.</summary>
    public bool BypassCaches { get; init; }

    /// <summary>The media types that are taken (RFC 9110 §12.5.1), or null for any.</summary>
    public string? Accept { get; init; }

    /// <summary>Whether a page for people (HTML) may be the answer. Otherwise it counts as a failure: servers send pages for what they do not have, and proxies in place of anything.</summary>
    public bool TakesPages { get; init; }

    /// <summary>Whether the server counts requests, as the interfaces of forges do: one that is refused until later is then told from one that is forbidden.</summary>
    public bool IsCounted { get; init; }
}
