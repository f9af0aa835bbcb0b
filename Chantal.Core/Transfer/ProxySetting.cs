using System.Net;
using Chantal.Diagnostics;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>Which proxy a request goes through, and where that is set.</summary>
internal sealed class ProxySetting
{
    private readonly EnvironmentProxy? _environment;

    /// <param name="proxy">What the definition says: a URL, <c>none</c>, or null for what the environment says.</param>
    /// <param name="variable">Reads a variable of the environment.</param>
    /// <param name="netrc">Credentials, by host; the address that a variable names may have its own.</param>
    /// <exception cref="MirrorException">The proxy's URL cannot be used.</exception>
    public ProxySetting(string? proxy, Func<string, string?> variable, Netrc? netrc)
    {
        if (string.IsNullOrEmpty(proxy))
        {
            Proxy = _environment = new EnvironmentProxy(variable, netrc);
        }
        else if (!proxy.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            var url = ProxyUrl.Parse(proxy);
            Proxy = url.UserInfo.Length > 0 ? throw OriginDiagnostics.UrlWithCredentials(url) : new WebProxy(url) { Credentials = ProxyUrl.Login(url, netrc) };
        }
    }

    /// <summary>The proxy, or null if requests go directly.</summary>
    public IWebProxy? Proxy { get; }

    /// <summary>A failure whose cause also names the proxy that the request went through, where it may be the proxy's.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="url">What was asked for.</param>
    public Failure Name(Failure failure, Uri url) =>
        failure.Kind is FailureKind.NotFound or FailureKind.Mismatch or FailureKind.TooLarge or FailureKind.StartOver || url.Scheme is not ("http" or "https") || Proxy?.GetProxy(url) is not { } proxy || Proxy.IsBypassed(url)
            ? failure
            : failure with
            {
                Cause = $"{failure.Cause}, through the proxy {SafeUrl.Show(proxy)} that {_environment?.VariableFor(url) ?? "Proxy"} names",
                IsOfProxy = failure.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError },
            };
}
