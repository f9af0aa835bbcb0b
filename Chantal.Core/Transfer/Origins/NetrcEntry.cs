namespace Chantal.Transfer.Origins;

/// <summary>One entry of a netrc file, with the additions of apt's <c>auth.conf</c>.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>, or null for either.</param>
/// <param name="Host">The host, or null for the <c>default</c> entry.</param>
/// <param name="Port">The port, or null for any.</param>
/// <param name="Path">The path and everything below it, or <c>/</c>.</param>
/// <param name="Login">The user name.</param>
/// <param name="Password">The password.</param>
internal sealed record NetrcEntry(string? Scheme, string? Host, int? Port, string Path, string Login, string Password)
{
    /// <summary>Whether the entry is meant for the URL.</summary>
    public bool Matches(Uri url) => Host is null || (
        Host.Equals(url.IdnHost, StringComparison.OrdinalIgnoreCase)
        && (Scheme is null || Scheme == url.Scheme)
        && (Port is null || Port == url.Port)
        && Covers(url.AbsolutePath));

    /// <summary>Reads <c>[scheme://]host[:port][/path]</c>.</summary>
    public static NetrcEntry For(string machine, string login, string password)
    {
        string? scheme = null;
        var rest = machine;
        if (machine.IndexOf("://", StringComparison.Ordinal) is >= 0 and var end)
        {
            scheme = machine[..end].ToLowerInvariant();
            rest = machine[(end + 3)..];
        }

        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var path = slash < 0 ? "/" : rest[slash..];
        var host = slash < 0 ? rest : rest[..slash];
        int? port = null;

        // The colons of a bare IPv6 address are not a port.
        if (host.LastIndexOf(':') is >= 0 and var colon
            && (host[..colon].EndsWith(']') || !host[..colon].Contains(':', StringComparison.Ordinal))
            && int.TryParse(host.AsSpan(colon + 1), out var number))
        {
            port = number;
            host = host[..colon];
        }

        return new NetrcEntry(scheme, host.Trim('[', ']'), port, path, login, password);
    }

    /// <summary>Says where it is for, not what it holds.</summary>
    public override string ToString() => Host ?? "default";

    // "/deb" covers "/deb" and "/deb/x" but not "/debug": that may be somebody else's.
    private bool Covers(string path) =>
        path.StartsWith(Path, StringComparison.Ordinal) && (Path.EndsWith('/') || path.Length == Path.Length || path[Path.Length] == '/');
}
