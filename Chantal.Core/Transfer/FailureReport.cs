using Chantal.Diagnostics;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>Makes one exception of what all candidates said.</summary>
internal static class FailureReport
{
    private const int MaxNamed = 8;

    public static bool IsAbsent(IReadOnlyList<(Uri Url, Failure Failure)> failures) =>
        failures.All(static tried => tried.Failure.Kind == FailureKind.NotFound);

    /// <summary>Whether every candidate says that it does not have the file, or does not give it: absent, if the file is one that may be.</summary>
    public static bool IsAbsentOrDenied(IReadOnlyList<(Uri Url, Failure Failure)> failures) =>
        failures.All(static tried => tried.Failure.Kind is FailureKind.NotFound or FailureKind.Denied);

    /// <summary>Whether every candidate says that it does not have the file, does not give it, or sends a page instead: many servers do so for what they do not have.</summary>
    public static bool IsNotGiven(IReadOnlyList<(Uri Url, Failure Failure)> failures) =>
        failures.All(static tried => tried.Failure.Kind is FailureKind.NotFound or FailureKind.Denied or FailureKind.Page);

    /// <param name="name">The file, as the first candidate names it.</param>
    /// <param name="failures">Every candidate that was tried.</param>
    public static MirrorException Exception(string name, IReadOnlyList<(Uri Url, Failure Failure)> failures)
    {
        var file = SafeUrl.Show(name);
        var tried = string.Join("; ", failures.Take(MaxNamed).Select(static tried => $"{SafeUrl.Show(tried.Url)}: {tried.Failure.Cause}"))
            + (failures.Count > MaxNamed ? $"; and {failures.Count - MaxNamed} more" : "");
        if (IsAbsent(failures))
        {
            return TransferDiagnostics.NotFound(file, tried);
        }

        if (IsAbsentOrDenied(failures))
        {
            return TransferDiagnostics.Denied(file, tried);
        }

        if (failures.Any(static tried => tried.Failure.Kind == FailureKind.Mismatch))
        {
            return TransferDiagnostics.Mismatch(file, tried);
        }

        var worst = failures.Where(static tried => tried.Failure.Kind != FailureKind.NotFound).Select(static tried => tried.Failure).ToList();
        var inner = worst.Find(static failure => failure.Exception is not null)?.Exception;
        var reason = worst.TrueForAll(failure => failure.Kind == worst[0].Kind) ? worst[0].Kind : (FailureKind?)null;
        return reason switch
        {
            FailureKind.Refused => TransferDiagnostics.RequestRefused(file, tried, inner),
            FailureKind.Redirect => TransferDiagnostics.RedirectRefused(file, tried, inner),
            FailureKind.Tls => TransferDiagnostics.TlsFailure(file, tried, inner),
            FailureKind.Silent when worst.TrueForAll(failure => failure.IsOfProxy) => TransferDiagnostics.ProxyFailure(file, tried, inner),
            FailureKind.Proxy => TransferDiagnostics.ProxyFailure(file, tried, inner),
            FailureKind.TooLarge => TransferDiagnostics.BodyTooLarge(file, tried, inner),
            FailureKind.Page => TransferDiagnostics.PageInsteadOfFile(file, tried),
            FailureKind.Counted => TransferDiagnostics.TooManyRequests(file, tried),
            _ => TransferDiagnostics.Unreachable(file, tried, inner),
        };
    }
}
