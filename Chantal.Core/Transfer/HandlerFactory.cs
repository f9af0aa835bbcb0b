using System.Net;
using Chantal.Diagnostics;

namespace Chantal.Transfer;

/// <summary>Makes the connection pool that one <see cref="HttpTransfer"/> uses for everything.</summary>
internal static class HandlerFactory
{
    public static SocketsHttpHandler Create(TransferOptions options, ProxySetting proxy, TimeProvider time, ILog log)
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
            Proxy = proxy.Proxy,
            UseProxy = proxy.Proxy is not null,
        };
        TlsFiles.Apply(options, handler.SslOptions, time, log);
        return handler;
    }
}
