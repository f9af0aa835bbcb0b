using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>Tells the refusal of a server that counts requests, which passes, from that of one that wants other credentials: both can be 403.</summary>
internal static class RequestQuota
{
    /// <summary>The failure that an answer stands for; null if it does not say when requests are taken again.</summary>
    public static Failure? Refusal(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests)
            || (RetryPolicy.RetryAfter(response.Headers, now) ?? Reset(response.Headers, now)) is not { } wait)
        {
            return null;
        }

        var until = wait < TimeSpan.FromDays(1) ? $" until {(now + wait).UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture)}" : "";
        return new Failure(FailureKind.Counted, $"HTTP status {(int)response.StatusCode}: no more requests{until}", null, wait);
    }

    // Seconds since 1970, which only count when nothing is left.
    private static TimeSpan? Reset(HttpResponseHeaders headers, DateTimeOffset now) =>
        Read(headers, "x-ratelimit-remaining") == 0 && Read(headers, "x-ratelimit-reset") is { } reset
            ? TimeSpan.FromSeconds(Math.Clamp(reset - now.ToUnixTimeSeconds(), 0, (long)TimeSpan.FromDays(7).TotalSeconds))
            : null;

    private static long? Read(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
