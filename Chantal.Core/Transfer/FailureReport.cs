using Chantal.Diagnostics;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>Makes one exception of what all candidates said.</summary>
internal static class FailureReport
{
    private const int MaxNamed = 8;

    public static bool IsAbsent(IReadOnlyList<(Uri Url, Failure Failure)> failures) =>
        failures.All(static tried => tried.Failure.Kind == FailureKind.NotFound);

    /// <param name="name">The file, as the first candidate names it.</param>
    /// <param name="failures">Every candidate that was tried.</param>
    public static MirrorException Exception(string name, IReadOnlyList<(Uri Url, Failure Failure)> failures)
    {
        var file = SafeUrl.Show(name);
        var tried = string.Join("; ", failures.Take(MaxNamed).Select(static tried => $"{SafeUrl.Show(tried.Url)}: {tried.Failure.Cause}"))
            + (failures.Count > MaxNamed ? $"; and {failures.Count - MaxNamed} more" : "");
        if (IsAbsent(failures))
        {
            return new ArtifactNotFoundException($"{file} does not exist at any upstream. It may have been removed a moment ago: sync again, or report it to whoever runs the upstream. Tried: {tried}");
        }

        if (failures.Any(static tried => tried.Failure.Kind == FailureKind.Mismatch))
        {
            return new ArtifactMismatchException($"{file} is not the file the metadata describes, so it was not taken. The upstream may be in the middle of an update, or something on the way changes files. Tried: {tried}");
        }

        var worst = failures.Where(static tried => tried.Failure.Kind != FailureKind.NotFound).Select(static tried => tried.Failure).ToList();
        var code = worst.TrueForAll(failure => failure.Kind == worst[0].Kind) ? Code(worst[0].Kind) : DiagnosticCodes.UpstreamUnreachable;
        var inner = worst.Find(static failure => failure.Exception is not null)?.Exception;
        return new UpstreamUnreachableException(code, $"{file} cannot be fetched from any upstream. {Advice(code)} Tried: {tried}", inner);
    }

    private static string Code(FailureKind kind) => kind switch
    {
        FailureKind.Refused => DiagnosticCodes.RequestRefused,
        FailureKind.Redirect => DiagnosticCodes.RedirectRefused,
        FailureKind.Tls => DiagnosticCodes.TlsFailure,
        FailureKind.Proxy => DiagnosticCodes.ProxyFailure,
        FailureKind.TooLarge => DiagnosticCodes.BodyTooLarge,
        _ => DiagnosticCodes.UpstreamUnreachable,
    };

    private static string Advice(string code) => code switch
    {
        DiagnosticCodes.RequestRefused => "Check the URL, and the credentials in NetrcFile.",
        DiagnosticCodes.RedirectRefused => "State the URL it leads to as Upstream if you trust it.",
        DiagnosticCodes.TlsFailure => "Check CaBundle, ClientCertificate and the clock.",
        DiagnosticCodes.ProxyFailure => "Check Proxy and the environment's http_proxy, https_proxy and no_proxy.",
        DiagnosticCodes.BodyTooLarge => "Report it to whoever runs the upstream.",
        _ => "Check the network, or name further upstreams.",
    };
}
