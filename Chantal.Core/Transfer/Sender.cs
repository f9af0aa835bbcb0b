using System.Net;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>Sends a GET, follows its redirects, and keeps credentials at the origin they are for.</summary>
internal sealed class Sender(HttpMessageInvoker http, TransferOptions options, Netrc? netrc, AccessFile? access)
{
    private const int MaxRedirects = 10;

    /// <summary>The final answer; its body is not read yet.</summary>
    /// <exception cref="FailureException">A redirect is not followed.</exception>
    public async Task<HttpResponseMessage> SendAsync(Uri url, Ask ask, CancellationToken cancellation)
    {
        var secrets = new Secrets(netrc?.Find(url)?.Authorization, access?.HeadersFor(url) ?? []);
        var asked = access?.WithQuery(url) ?? url;
        var response = await http.SendAsync(Request(asked, secrets, ask), cancellation);
        if (response.StatusCode == HttpStatusCode.BadRequest && asked.Scheme == "http" && await WrongScheme.IsSaidByAsync(response, cancellation))
        {
            response.Dispose();
            throw new FailureException(WrongScheme.NeedsTls);
        }

        if (IsRedirect(response.StatusCode))
        {
            return await FollowAsync(response, asked, secrets, ask, cancellation);
        }

        // Whoever asks where the answer came from learns the address, and not the token that was added to it.
        if (asked != url && response.RequestMessage is { } sent && sent.RequestUri == asked)
        {
            sent.RequestUri = url;
        }

        return response;
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private async Task<HttpResponseMessage> FollowAsync(HttpResponseMessage response, Uri first, Secrets secrets, Ask ask, CancellationToken cancellation)
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
            var own = Origin.Of(visited[^1]) == Origin.Of(first) ? secrets : Secrets.None;
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

    private HttpRequestMessage Request(Uri url, Secrets secrets, in Ask ask)
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
        if (secrets.Authorization is not null)
        {
            headers.TryAddWithoutValidation("Authorization", secrets.Authorization);
        }

        foreach (var (name, value) in secrets.Headers)
        {
            headers.Remove(name);
            headers.TryAddWithoutValidation(name, value);
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

    /// <summary>What only the origin gets that it is for. Never shown: the type has no text form.</summary>
    private sealed class Secrets(string? authorization, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        public string? Authorization => authorization;

        public IReadOnlyList<KeyValuePair<string, string>> Headers => headers;

        public static Secrets None { get; } = new(null, []);
    }
}
