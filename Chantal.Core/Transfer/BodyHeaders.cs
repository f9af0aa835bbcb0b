using System.Net.Http.Headers;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>What the headers of an answer say about its body.</summary>
internal static class BodyHeaders
{
    /// <summary>The entity tag as it came, even where its syntax is wrong: it is only ever given back.</summary>
    public static string? ETag(HttpResponseMessage response) => Raw(response.Headers, "ETag");

    /// <summary>The media type without parameters, or null.</summary>
    public static string? ContentType(HttpResponseMessage response) =>
        Raw(response.Content.Headers, "Content-Type")?.Split(';', 2)[0].Trim() is { Length: > 0 } type ? SafeUrl.Clip(type) : null;

    /// <summary>An encoding that was not asked for, or null.</summary>
    public static string? Encoding(HttpResponseMessage response) =>
        Raw(response.Content.Headers, "Content-Encoding") is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)
            ? SafeUrl.Clip(encoding)
            : null;

    /// <summary>
    /// The failure that an encoded body is where no digest can decide. Some servers call a <c>.gz</c> file itself encoded
    /// with gzip: its bytes are verbatim.
    /// </summary>
    public static Failure? EncodingFault(HttpResponseMessage response, Uri url) =>
        Encoding(response) is { } encoding && !(encoding is "gzip" or "x-gzip" && url.AbsolutePath.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            ? new Failure(FailureKind.Mismatch, $"it is served with Content-Encoding: {encoding}, so these are not the file's own bytes")
            : null;

    /// <summary>What the headers say that may explain wrong bytes, to follow the cause; empty if nothing.</summary>
    public static string Hint(HttpResponseMessage response, Uri url)
    {
        var hint = Encoding(response) is { } encoding ? $", served with Content-Encoding: {encoding}" : "";
        return ContentType(response) is "text/html" && !url.AbsolutePath.EndsWith(".html", StringComparison.OrdinalIgnoreCase)
            ? hint + ", served as text/html: perhaps a portal's or proxy's page in place of the file"
            : hint;
    }

    /// <summary>
    /// What <c>If-Range</c> may hold for this state: a strong entity tag, or a date that is strong (RFC 9110 §8.8.2.2: the file did
    /// not change within the second it was served in). Null where there is neither.
    /// </summary>
    public static string? RangeValidator(HttpResponseMessage response)
    {
        if (ETag(response) is { } tag)
        {
            return EntityTagHeaderValue.TryParse(tag, out var parsed) && !parsed.IsWeak ? tag : null;
        }

        return response.Content.Headers.LastModified is { } modified && response.Headers.Date is { } date && date - modified >= TimeSpan.FromSeconds(1)
            ? modified.ToString("R")
            : null;
    }

    /// <summary>Whether a <c>Link</c> header names a next page (RFC 8288 §3). Where that is, whoever asks knows.</summary>
    public static bool HasNext(HttpResponseMessage response) =>
        Raw(response.Headers, "Link")?.Split(';', ',').Any(part => part.Trim() is "rel=\"next\"" or "rel=next") == true;

    private static string? Raw(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
