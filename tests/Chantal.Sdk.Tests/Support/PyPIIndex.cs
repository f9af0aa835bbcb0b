using System.Text;
using Microsoft.AspNetCore.Http;

namespace Chantal.Sdk.Tests.Support;

/// <summary>How a <see cref="PyPIUpstream"/> answers requests for its pages.</summary>
internal sealed class PyPIIndex(PyPIUpstream upstream)
{
    private const string OldApi = "application/json";
    private const string Integrity = "application/vnd.pypi.integrity.v1+json";

    /// <summary>The file that answers a request, with the headers set, or null where the answer needs none.</summary>
    public string? Place(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimStart('/');
        if (!MayRead(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"pypi\"";
            return null;
        }

        if (Canonical(path) is var canonical && canonical != path)
        {
            context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            context.Response.Headers.Location = "/" + canonical;
            return null;
        }

        return path.Split('/') switch
        {
            ["simple", ""] => Page(context, upstream.Serial, PyPIIndexForms.Choose(context.Request, upstream.HtmlOnly), Root),
            ["simple", var name, ""] when upstream.TakePage(name) is { } project =>
                Page(context, project.Serial, PyPIIndexForms.Choose(context.Request, upstream.HtmlOnly), form => Project(project, form)),
            ["pypi", var name, "json"] when upstream.TakePage(name) is { } project =>
                Page(context, project.Serial, OldApi, _ => PyPIIndexOldApi.Project(project, upstream)),
            ["pypi", var name, var version, "json"] when upstream.TakePage(name) is { } project && project.Versions.Contains(version) =>
                Page(context, project.Serial, OldApi, _ => PyPIIndexOldApi.Release(project, version, upstream)),
            ["integrity", var name, ..] when Provenance(name, path) is { } provenance => Page(context, null, Integrity, _ => Encoding.UTF8.GetBytes(provenance)),
            ["packages", ..] => path,
            _ => "nothing",
        };
    }

    private static string Canonical(string path) => path.Split('/') switch
    {
        ["simple"] => "simple/",
        ["simple", { Length: > 0 } name] => $"simple/{PyPIUpstreamDistribution.Normalized(name)}/",
        ["simple", { Length: > 0 } name, ""] => $"simple/{PyPIUpstreamDistribution.Normalized(name)}/",
        ["pypi", { Length: > 0 } name, .. var rest] => $"pypi/{PyPIUpstreamDistribution.Normalized(name)}/{string.Join('/', rest)}",
        _ => path,
    };

    private bool MayRead(HttpRequest request) =>
        upstream.Login is not { } login
        || request.Headers.Authorization == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.User}:{login.Password}"))}";

    private byte[] Root(string form) =>
        form == PyPIIndexForms.Json ? PyPIIndexJson.Root(upstream) : PyPIIndexHtml.Root(upstream);

    private byte[] Project(PyPIUpstreamProject project, string form) =>
        form == PyPIIndexForms.Json ? PyPIIndexJson.Project(project, upstream) : PyPIIndexHtml.Project(project, upstream);

    private string? Provenance(string name, string path) =>
        upstream.Projects.GetValueOrDefault(name)?.Files.Find(file => file.ProvenancePath == path)?.Provenance;

    private string Page(HttpContext context, long? serial, string form, Func<string, byte[]> render)
    {
        var response = context.Response;
        response.ContentType = form == PyPIIndexForms.Html ? $"{form}; charset=UTF-8" : form;
        if (!upstream.HtmlOnly)
        {
            response.Headers.Vary = "Accept";
        }

        var hasETags = upstream.HasETags;
        if (!hasETags)
        {
            context.Request.Headers.Remove("If-None-Match");
        }

        var statesSerial = upstream.StatesSerials && serial is not null;
        response.OnStarting(() =>
        {
            // A page has no time, and an error is not a page.
            response.Headers.Remove("Last-Modified");
            if (!hasETags)
            {
                response.Headers.Remove("ETag");
            }

            if (statesSerial && response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status206PartialContent or StatusCodes.Status304NotModified)
            {
                response.Headers["X-PyPI-Last-Serial"] = $"{serial}";
            }

            return Task.CompletedTask;
        });
        return upstream.Write(render(form));
    }
}
