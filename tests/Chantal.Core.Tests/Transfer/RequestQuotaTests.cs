using System.Globalization;
using System.Net;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class RequestQuotaTests
{
    private static readonly DateTimeOffset Now = new(2025, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [TestMethod]
    [DataRow(403, "Retry-After", "60", 60)]
    [DataRow(429, "Retry-After", "7200", 7200)]
    [DataRow(429, "x-ratelimit", "90", 90)]
    [DataRow(403, "x-ratelimit", "3000", 3000)]
    [DataRow(403, "x-ratelimit", "-5", 0)]
    public void A_refusal_that_passes_says_when(int status, string header, string value, int seconds)
    {
        using var response = Response(status, header, value);

        var failure = RequestQuota.Refusal(response, Now)!;

        Assert.AreEqual(FailureKind.Counted, failure.Kind);
        Assert.AreEqual(TimeSpan.FromSeconds(seconds), failure.RetryAfter);
        Assert.AreEqual(seconds <= 120, new RetryPolicy(1, () => 0).Waits(failure));
        Assert.IsFalse(new RetryPolicy(0, () => 0).Waits(failure));
    }

    [TestMethod]
    [DataRow(403, "x-none", "1")]
    [DataRow(401, "Retry-After", "60")]
    [DataRow(404, "x-ratelimit", "60")]
    public void Another_refusal_is_not_one(int status, string header, string value)
    {
        using var response = Response(status, header, value);

        Assert.IsNull(RequestQuota.Refusal(response, Now));
    }

    [TestMethod]
    public void A_limit_counts_when_nothing_is_left()
    {
        using var response = Response(403, "x-ratelimit", "60");
        response.Headers.Remove("x-ratelimit-remaining");
        response.Headers.Add("x-ratelimit-remaining", "12");

        Assert.IsNull(RequestQuota.Refusal(response, Now));
    }

    private static HttpResponseMessage Response(int status, string header, string value)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status);
        if (header == "x-ratelimit")
        {
            response.Headers.Add("x-ratelimit-remaining", "0");
            response.Headers.Add("x-ratelimit-reset", (Now.ToUnixTimeSeconds() + int.Parse(value, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            response.Headers.Add(header, value);
        }

        return response;
    }
}
