using System.Net;
using Chantal.Diagnostics;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>The address of a proxy, with the login that it may carry.</summary>
internal static class ProxyUrl
{
    /// <summary>Reads an address, or throws <see cref="DiagnosticCodes.ProxyFailure"/>.</summary>
    public static Uri Parse(string proxy) =>
        Uri.TryCreate(proxy, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5" && url.Host.Length > 0
            ? url
            : throw TransferDiagnostics.ProxyInvalid(proxy);

    /// <summary>The login in an address, or else the one that a netrc file has for its host; null if there is neither.</summary>
    public static NetworkCredential? Login(Uri url, Netrc? netrc)
    {
        if (url.UserInfo.Length == 0)
        {
            return netrc?.Find(url)?.ToNetwork();
        }

        var parts = url.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
