using System.Net;
using System.Net.Sockets;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>
/// The proxy that the environment names, as curl reads it: <c>http_proxy</c>, <c>https_proxy</c>, <c>all_proxy</c>, and <c>no_proxy</c> with names, domains, addresses, ranges
/// of addresses (<c>10.0.0.0/8</c>) and <c>*</c>.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy, ICredentials
{
    private readonly (string Variable, Uri Url)? _http;
    private readonly (string Variable, Uri Url)? _https;
    private readonly string[] _exceptions;
    private readonly Netrc? _netrc;

    /// <param name="variable">Reads a variable of the environment.</param>
    /// <param name="netrc">Credentials, by host.</param>
    public EnvironmentProxy(Func<string, string?> variable, Netrc? netrc = null)
    {
        _netrc = netrc;
        // HTTP_PROXY in capitals is what a web server makes of a client's Proxy header: it is not read.
        _http = Parse("http_proxy", "all_proxy", "ALL_PROXY");
        _https = Parse("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
        _exceptions = (First("no_proxy", "NO_PROXY")?.Text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        (string Name, string Text)? First(params string[] names) =>
            names.FirstOrDefault(name => variable(name) is { Length: > 0 }) is { } found ? (found, variable(found)!) : null;

        (string, Uri)? Parse(params string[] names) => First(names) is { } found ? (found.Name, Read(found.Text)) : null;
    }

    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return For(destination) is { } proxy ? SafeUrl.WithoutUserInfo(proxy.Url) : null;
    }

    /// <summary>The variable that names the proxy for a URL, or null if no variable does.</summary>
    public string? VariableFor(Uri destination) => For(destination)?.Variable;

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    /// <summary>The login in the address of a proxy, or else the one that the netrc file has for its host.</summary>
    public NetworkCredential? GetCredential(Uri uri, string authType) =>
        new[] { _http?.Url, _https?.Url }.OfType<Uri>().Where(url => Origin.Of(url) == Origin.Of(uri)).Select(url => ProxyUrl.Login(url, _netrc)).FirstOrDefault(login => login is not null);

    private (string Variable, Uri Url)? For(Uri destination) => (destination.Scheme == "https" ? _https : _http) is { } proxy && !IsException(destination) ? proxy : null;

    private bool IsException(Uri destination) => _exceptions.Any(e => Covers(e, destination));

    private static bool Covers(string exception, Uri destination)
    {
        if (exception == "*")
        {
            return true;
        }

        var host = destination.IdnHost.Trim('[', ']');
        if (exception.Split('/') is [var network, var length] && IPAddress.TryParse(host, out var address))
        {
            return IPAddress.TryParse(network.Trim('[', ']'), out var prefix) && int.TryParse(length, out var bits) && bits >= 0
                && bits <= (prefix.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
                && address.AddressFamily == prefix.AddressFamily && AreEqual(address.GetAddressBytes(), prefix.GetAddressBytes(), bits);
        }

        var name = exception;
        if (exception.LastIndexOf(':') is var colon && colon > 0 && exception.IndexOf(':', StringComparison.Ordinal) == colon && int.TryParse(exception.AsSpan(colon + 1), out var port))
        {
            if (port != destination.Port)
            {
                return false;
            }

            name = exception[..colon];
        }

        // "example.org", ".example.org" and "*.example.org" are all the domain and what is below it.
        name = name.TrimStart('*').TrimStart('.').TrimEnd('.').Trim('[', ']');
        return name.Length > 0 && (host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));
    }

    private static bool AreEqual(byte[] address, byte[] prefix, int bits)
    {
        for (var i = 0; i < bits; i++)
        {
            if (((address[i / 8] ^ prefix[i / 8]) & (0x80 >> (i % 8))) != 0)
            {
                return false;
            }
        }

        return true;
    }

    // A proxy is often named without its scheme; and socks5 asks for names here, as curl's socks5h does.
    private static Uri Read(string text) =>
        ProxyUrl.Parse(!text.Contains("://", StringComparison.Ordinal) ? "http://" + text : text.Replace("socks5h://", "socks5://", StringComparison.OrdinalIgnoreCase));
}
