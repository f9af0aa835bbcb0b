using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Chantal.Core.Tests.Files;

/// <summary>A forge that answers as the interfaces of GitHub, Gitea and Forgejo do: pages with a Link header, entity tags, a limit on requests, tokens.</summary>
/// <param name="mirror">Where its files are served.</param>
internal sealed class ForgeServer(FilesMirror mirror)
{
    public const string Api = "https://forge.example/api/v1/";

    private readonly Dictionary<string, List<Dictionary<string, object?>>> _repositories = [];
    private int _ids;

    /// <summary>Releases on a page.</summary>
    public int PageSize { get; set; } = 30;

    /// <summary>Whether assets have a <c>digest</c>, as GitHub's have.</summary>
    public bool HasDigests { get; set; } = true;

    /// <summary>Requests that are left; an answer of 304 does not count.</summary>
    public int Remaining { get; set; } = int.MaxValue;

    /// <summary>The header that has to be there; null: none.</summary>
    public string? Authorization { get; set; }

    /// <summary>Pages that were sent, as <c>owner/name page</c>.</summary>
    public List<string> Pages { get; } = [];

    /// <summary>Adds a release, the newest first, with files that have their own names as content.</summary>
    public Dictionary<string, object?> Release(string repository, string tag, params string[] assets)
    {
        var release = new Dictionary<string, object?>
        {
            ["tag_name"] = tag,
            ["name"] = $"Version {tag}",
            ["body"] = $"What is new in {tag}.\r\n",
            ["draft"] = false,
            ["prerelease"] = false,
            ["published_at"] = "2025-01-02T03:04:05Z",
            ["html_url"] = $"https://forge.example/{repository}/releases/{tag}",
            ["assets"] = new List<Dictionary<string, object?>>(),
        };
        foreach (var asset in assets)
        {
            Upload(repository, release, asset, Encoding.UTF8.GetBytes($"{asset} of {tag}\n"));
        }

        (_repositories.TryGetValue(repository, out var known) ? known : _repositories[repository] = []).Insert(0, release);
        return release;
    }

    /// <summary>Adds a file to a release, or replaces it, which gives it another number.</summary>
    public void Upload(string repository, Dictionary<string, object?> release, string name, byte[] content)
    {
        var assets = Assets(release);
        assets.RemoveAll(a => (string)a["name"]! == name);
        var path = $"{repository}/releases/download/{release["tag_name"]}/{name}";
        mirror.Files[$"forge.example/{path}"] = content;
        assets.Add(new()
        {
            ["id"] = ++_ids,
            ["name"] = name,
            ["size"] = content.Length,
            ["download_count"] = 0,
            ["state"] = "uploaded",
            ["digest"] = HasDigests ? $"sha256:{FilesMirror.Digest(content)}" : null,
            ["updated_at"] = "2025-01-02T03:04:05Z",
            ["browser_download_url"] = $"https://forge.example/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}",
        });
    }

    /// <summary>The files of a release.</summary>
    public static List<Dictionary<string, object?>> Assets(Dictionary<string, object?> release) => (List<Dictionary<string, object?>>)release["assets"]!;

    /// <summary>Answers a request to the interface; null: it is one to something else.</summary>
    public HttpResponseMessage? Answer(HttpRequestMessage request)
    {
        var url = request.RequestUri!;
        if (!url.AbsoluteUri.StartsWith(Api, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = url.AbsolutePath.Split('/');
        var repository = $"{parts[^3]}/{parts[^2]}";
        if (Authorization is not null && request.Headers.Authorization?.ToString() != Authorization)
        {
            return Status(HttpStatusCode.Unauthorized);
        }

        if (!_repositories.TryGetValue(repository, out var releases) || parts[^1] != "releases" || request.Headers.Accept.ToString() != "application/json")
        {
            return Status(HttpStatusCode.NotFound);
        }

        var page = int.Parse(System.Web.HttpUtility.ParseQueryString(url.Query)["page"]!, CultureInfo.InvariantCulture);
        var response = FilesMirror.Respond(request, JsonSerializer.SerializeToUtf8Bytes(releases.Skip((page - 1) * PageSize).Take(PageSize)));
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            return response;
        }

        if (Remaining-- <= 0)
        {
            var refusal = Status(HttpStatusCode.Forbidden);
            refusal.Headers.Add("x-ratelimit-remaining", "0");
            refusal.Headers.Add("x-ratelimit-reset", DateTimeOffset.UtcNow.AddMinutes(50).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            return refusal;
        }

        Pages.Add($"{repository} {page}");
        if (page * PageSize < releases.Count)
        {
            response.Headers.TryAddWithoutValidation("Link", $"<{Api}repos/{repository}/releases?page={page + 1}>; rel=\"next\", <{Api}repos/{repository}/releases?page=99>; rel=\"last\"");
        }

        return response;
    }

    private static HttpResponseMessage Status(HttpStatusCode status) => new(status) { Content = new StringContent("{\"message\":\"no\"}") };
}
