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
            handler.Proxy = new EnvironmentProxy(Environment.GetEnvironmentVariable);
            return;
        }

        if (proxy.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            handler.UseProxy = false;
            return;
        }

        var url = ProxyUrl.Parse(proxy);
        handler.Proxy = new WebProxy(SafeUrl.WithoutUserInfo(url)) { Credentials = ProxyUrl.Login(url) };
    }
}
