namespace Chantal.Transfer.Origins;

/// <summary>A line of an access file: what the requests below an address carry. The value may be a secret: the type does not show it.</summary>
/// <param name="address">Scheme, host, port and the beginning of the path.</param>
/// <param name="header">The header's name; null: the value is a query.</param>
/// <param name="value">The header's value, or the query without its <c>?</c>.</param>
internal sealed class AccessEntry(Uri address, string? header, string value)
{
    /// <summary>The header's name; null: the value is a query.</summary>
    public string? Header => header;

    /// <summary>The header's value, or the query without its <c>?</c>.</summary>
    public string Value => value;

    /// <summary>Length of the path: the entry with the longest one is the one that is meant.</summary>
    public int Depth => address.AbsolutePath.Length;

    /// <summary>Whether the entry is meant for the URL: "/deb" covers "/deb" and "/deb/x" but not "/debug".</summary>
    public bool Covers(Uri url)
    {
        var path = address.AbsolutePath;
        return Origin.Of(address) == Origin.Of(url)
            && url.AbsolutePath.StartsWith(path, StringComparison.Ordinal)
            && (path.EndsWith('/') || url.AbsolutePath.Length == path.Length || url.AbsolutePath[path.Length] == '/');
    }
}
