using System.Net;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>Sends a GET, follows its redirects, and keeps credentials at the origin they are for.</summary>
internal sealed class Sender(HttpMessageInvoker http, TransferOptions options, Netrc? netrc)
{
    private const int MaxRedirects = 10;

    /// <summary>The final answer; its body is not read yet.</summary>
    /// <exception cref="FailureException">A redirect is not followed.</exception>
    public async Task<HttpResponseMessage> SendAsync(Uri url, Ask ask, CancellationToken cancellation)
    {
        var authorization = netrc?.Find(url)?.Authorization;
        var response = await http.SendAsync(Request(url, authorization, ask), cancellation);
        return IsRedirect(response.StatusCode)
            ? await FollowAsync(response, url, authorization, ask, cancellation)
            : response;
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private async Task<HttpResponseMessage> FollowAsync(HttpResponseMessage response, Uri first, string? authorization, Ask ask, CancellationToken cancellation)
    {
        var visited = new List<Uri> { first };
        while (IsRedirect(response.StatusCode))
        {
            using (response)
            {
                var next = Target(response, visited[^1]);
                if (visited.Contains(next))
                {
                    throw Refuse($"redirects go in a circle at {SafeUrl.Show(next)}");
                }

                if (visited.Count > MaxRedirects)
                {
                    throw Refuse($"more than {MaxRedirects} redirects");
                }

                visited.Add(next);
            }

            // Credentials are for the origin that was named for them; whoever it points to gets none.
            var own = Origin.Of(visited[^1]) == Origin.Of(first) ? authorization : null;
            response = await http.SendAsync(Request(visited[^1], own, ask), cancellation);
        }

        return response;
    }

    private static Uri Target(HttpResponseMessage response, Uri from)
    {
        var location = response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : "";
        if (location.Length == 0 || !Uri.TryCreate(from, location, out var target))
        {
            throw Refuse($"HTTP status {(int)response.StatusCode} without a valid Location");
        }

        if (target.Scheme is not ("http" or "https"))
        {
            throw Refuse($"it redirects to the scheme '{SafeUrl.Clip(target.Scheme)}'");
        }

        if (from.Scheme == "https" && target.Scheme == "http")
        {
            throw Refuse($"it redirects from https to {SafeUrl.Show(target)}");
        }

        // A fragment is not part of what is asked for; a login is not the redirecting server's to give.
        return SafeUrl.WithoutUserInfo(target.Fragment.Length == 0 ? target : new UriBuilder(target) { Fragment = "" }.Uri);
    }

    private static FailureException Refuse(string cause) => new(new Failure(FailureKind.Redirect, cause));

    private HttpRequestMessage Request(Uri url, string? authorization, in Ask ask)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url)
        {
            Version = url.Scheme == "https" ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        var headers = request.Headers;
        headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        headers.TryAddWithoutValidation("Accept", ask.Accept ?? "*/*");
        headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        if (authorization is not null)
        {
            headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (ask.BypassCaches)
        {
            headers.TryAddWithoutValidation("Cache-Control", "no-cache");
            headers.TryAddWithoutValidation("Pragma", "no-cache");
        }

        if (ask.Range is { } range)
        {
            headers.TryAddWithoutValidation("Range", range.ToString());
        }
        else if (ask.Offset > 0)
        {
            headers.TryAddWithoutValidation("Range", $"bytes={ask.Offset}-");
            if (ask.IfRange is not null)
            {
                headers.TryAddWithoutValidation("If-Range", ask.IfRange);
            }
        }

        if (ask.Validators?.ETag is { } tag)
        {
            headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        if (ask.Validators?.LastModified is { } modified)
        {
            headers.IfModifiedSince = modified;
        }

        return request;
    }
}
