using System.Net;
using Chantal.Diagnostics;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>Makes the connection pool that one <see cref="HttpTransfer"/> uses for everything.</summary>
internal static class HandlerFactory
{
    public static SocketsHttpHandler Create(TransferOptions options, TimeProvider time, ILog log)
    {
        var handler = new SocketsHttpHandler
        {
            // Redirects, cookies and encodings are ours to judge: bytes stay as they are, credentials where they belong.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = options.MaxParallelDownloads,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectTimeout = options.Timeout,
            EnableMultipleHttp2Connections = true,
            MaxResponseDrainSize = 64 * 1024,
        };
        TlsFiles.Apply(options, handler.SslOptions, time, log);
        SetProxy(handler, options.Proxy);
        return handler;
    }

    private static void SetProxy(SocketsHttpHandler handler, string? proxy)
    {
        if (string.IsNullOrEmpty(proxy))
        {
            return;
        }

        if (proxy.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            handler.UseProxy = false;
            return;
        }

        if (!Uri.TryCreate(proxy, UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5")
            || url.Host.Length == 0)
        {
            throw TransferDiagnostics.ProxyInvalid(proxy);
        }

        handler.Proxy = new WebProxy(SafeUrl.WithoutUserInfo(url)) { Credentials = Login(url) };
    }

    private static NetworkCredential? Login(Uri url)
    {
        if (url.UserInfo.Length == 0)
        {
            return null;
        }

        var parts = url.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
