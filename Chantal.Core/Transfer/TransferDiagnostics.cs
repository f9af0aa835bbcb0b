using Chantal.Diagnostics;
using Chantal.Text;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>What downloads report.</summary>
internal static class TransferDiagnostics
{
    // errno, which .NET puts into HResult.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    [Documented(DiagnosticCodes.UpstreamUnreachable, Severity.Error,
        "No upstream could be reached or gave a usable answer after all retries.",
        "Check the network and the address, or add more upstreams.")]
    public static MirrorException Unreachable(string file, string tried, Exception? inner) =>
        NotFetched(DiagnosticCodes.UpstreamUnreachable, file, "Check the network, or name more upstreams.", tried, inner);

    [Documented(DiagnosticCodes.ArtifactNotFound, Severity.Error,
        "A file does not exist (404 or 410) at any upstream.",
        "Sync again; if the problem stays, report it to the operator of the upstream.")]
    public static MirrorException NotFound(string file, string tried) => new ArtifactNotFoundException(
        $"{file} does not exist at any upstream. It may have been removed a moment ago: sync again; if it stays missing, report it to the operator of the upstream. Tried: {tried}");

    [Documented(DiagnosticCodes.RequestRefused, Severity.Error,
        "The upstream refuses the request (401, 403, another 4xx), or what is there on this machine is not a file.",
        "Check the URL, and the credentials in `NetrcFile`.")]
    public static MirrorException Denied(string file, string tried) => new ArtifactDeniedException(
        DiagnosticCodes.RequestRefused,
        $"{file} cannot be fetched from any upstream. Check the URL, and the credentials in NetrcFile. Tried: {tried}");

    public static MirrorException RequestRefused(string file, string tried, Exception? inner) =>
        NotFetched(DiagnosticCodes.RequestRefused, file, "Check the URL, and the credentials in NetrcFile.", tried, inner);

    [Documented(DiagnosticCodes.RedirectRefused, Severity.Error,
        "A redirect was not followed: a loop, more than ten, from https to http, or to something else.",
        "State its target as `Upstream` if you trust it.")]
    public static MirrorException RedirectRefused(string file, string tried, Exception? inner) =>
        NotFetched(DiagnosticCodes.RedirectRefused, file, "If you trust the URL that it leads to, name that as Upstream.", tried, inner);

    [Documented(DiagnosticCodes.TooManyRequests, Severity.Error,
        "The server counts requests, and does not take more for some time (403 or 429, with `Retry-After` or `x-ratelimit-reset`).",
        "Wait until then. A token in `NetrcFile` allows more requests.")]
    public static MirrorException TooManyRequests(string file, string tried) => new UpstreamUnreachableException(
        DiagnosticCodes.TooManyRequests,
        $"{file} was not fetched, because the server counts requests and takes no more of them for now. What was published stays. Wait, or put a token for this server into the netrc file, which allows more. Tried: {tried}");

    [Documented(DiagnosticCodes.TlsFailure, Severity.Error,
        "The TLS handshake failed.",
        "Check `CaBundle`, `ClientCertificate` and the clock.")]
    public static MirrorException TlsFailure(string file, string tried, Exception? inner) =>
        NotFetched(DiagnosticCodes.TlsFailure, file, "Check CaBundle, ClientCertificate and the clock.", tried, inner);

    [Documented(DiagnosticCodes.ProxyFailure, Severity.Error,
        "The proxy rejects the request or does not answer, or its URL is not valid.",
        "Check `Proxy` and the environment.")]
    public static MirrorException ProxyFailure(string file, string tried, Exception? inner) =>
        NotFetched(DiagnosticCodes.ProxyFailure, file, "Check Proxy, and http_proxy, https_proxy and no_proxy in the environment.", tried, inner);

    public static MirrorException ProxyInvalid(string proxy) => new(
        DiagnosticCodes.ProxyFailure,
        $"'{SafeUrl.Show(proxy)}' is not a proxy's URL. Write one such as http://proxy:3128, or remove it.");

    [Documented(DiagnosticCodes.PageInsteadOfFile, Severity.Error,
        "An HTML page came in place of a file: from a login, a proxy or a portal, or from a server that does not have the file.",
        "Look at the URL in a browser; correct `Upstream`, `NetrcFile` or `Proxy`.")]
    public static MirrorException PageInsteadOfFile(string file, string tried) => new UpstreamUnreachableException(
        DiagnosticCodes.PageInsteadOfFile,
        $"{file} was not fetched: a login page, a proxy or a portal answered in its place, or the server does not have it and says so with a page. Look at the URL in a browser. Then correct Upstream, the login in NetrcFile, or Proxy. Tried: {tried}");

    [Documented(DiagnosticCodes.BodyTooLarge, Severity.Error,
        "A body is larger than it may be.",
        "Report it to the operator of the upstream.")]
    public static MirrorException BodyTooLarge(string file, string tried, Exception? inner) =>
        NotFetched(DiagnosticCodes.BodyTooLarge, file, "Report it to the operator of the upstream.", tried, inner);

    [Documented(DiagnosticCodes.ArtifactMismatch, Severity.Error,
        "Size or checksum is wrong at every upstream, even past caches.",
        "Sync again later: the upstream is changing, or something in the network changes files.")]
    public static MirrorException Mismatch(string file, string tried) => new ArtifactMismatchException(
        $"{file} is not the file that the metadata describes, so it was not taken. Try again later: the upstream may be in the middle of an update, or something on the way changes files. Tried: {tried}");

    [Documented(DiagnosticCodes.UpstreamPutAside, Severity.Warning,
        "An upstream does not answer and is skipped for a minute.",
        "Check that upstream, and the network between.")]
    public static Diagnostic UpstreamPutAside(Origin origin, string cause, TimeSpan duration) => new(
        DiagnosticCodes.UpstreamPutAside,
        $"{origin} does not answer ({cause}). It is skipped for {Quantity.Duration(duration)}. Check the upstream, and the network between.");

    [Documented(DiagnosticCodes.CertificateUnreadable, Severity.Error,
        "The CA bundle, the client certificate or its key cannot be used.",
        "Name PEM files, with a key that is not encrypted.")]
    public static MirrorException CertificateUnreadable(string path, string property, Exception inner) => new(
        DiagnosticCodes.CertificateUnreadable,
        $"The certificates in {path} cannot be used: {inner.Message} Set {property} to PEM files, with a key that is not encrypted.",
        inner);

    public static MirrorException NoValidCertificate(string directory) => new(
        DiagnosticCodes.CertificateUnreadable,
        $"The directory {directory} does not have a client certificate that is valid now, as a pair NAME.pem and NAME-key.pem. Renew the subscription, or set ClientCertificate to another place.");

    [Documented(DiagnosticCodes.DiskWriteFailed, Severity.Error,
        "A download cannot be written: disk full, quota, permissions.",
        "Free some space, then sync again.")]
    public static MirrorException DiskFault(string path, Exception inner) => new(
        DiagnosticCodes.DiskWriteFailed,
        inner.HResult is NoSpace or QuotaExceeded
            ? $"The disk is full, or a quota is used up: {path} cannot be written. Free some space, and sync again: the download resumes where it stopped."
            : $"{path} cannot be written: {inner.Message} Check the permissions and the file system.",
        inner);

    private static UpstreamUnreachableException NotFetched(string code, string file, string advice, string tried, Exception? inner) =>
        new(code, $"{file} cannot be fetched from any upstream. {advice} Tried: {tried}", inner);
}
