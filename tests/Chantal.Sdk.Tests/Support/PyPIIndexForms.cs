using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Chantal.Sdk.Tests.Support;

/// <summary>The forms in which an index has its pages, and which of them a client likes best.</summary>
internal static class PyPIIndexForms
{
    /// <summary>HTML, for everybody.</summary>
    public const string Html = "text/html";

    /// <summary>HTML by its name of PEP 691.</summary>
    public const string NamedHtml = "application/vnd.pypi.simple.v1+html";

    /// <summary>JSON.</summary>
    public const string Json = "application/vnd.pypi.simple.v1+json";

    // PyPI's own order, for clients that like several as much; who asks for nothing that there is gets the first.
    private static readonly string[] Offers = [Html, NamedHtml, Json];

    /// <summary>The form that answers a request.</summary>
    public static string Choose(HttpRequest request, bool htmlOnly)
    {
        if (htmlOnly || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return Html;
        }

        return Offers.MaxBy(offer => Quality(new MediaTypeHeaderValue(offer), accepted))!;
    }

    // The narrowest range that an offer falls into decides.
    private static double Quality(MediaTypeHeaderValue offer, IEnumerable<MediaTypeHeaderValue> accepted) =>
        accepted.Where(offer.IsSubsetOf).OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0).FirstOrDefault() is { } range
            ? range.Quality ?? 1
            : 0;
}
