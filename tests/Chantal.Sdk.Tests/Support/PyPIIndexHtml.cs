using System.Net;
using System.Text;

namespace Chantal.Sdk.Tests.Support;

/// <summary>Pages in HTML (PEP 503), in the shape of PyPI's.</summary>
internal static class PyPIIndexHtml
{
    /// <summary>The root page.</summary>
    public static byte[] Root(PyPIUpstream upstream) => Page(upstream, upstream.Serial, "Simple index", [],
        upstream.Projects.Values.Select(project => $"    <a href=\"/simple/{project.NormalName}/\">{Escape(project.Name)}</a>"));

    /// <summary>A project's page.</summary>
    public static byte[] Project(PyPIUpstreamProject project, PyPIUpstream upstream)
    {
        var meta = (upstream.Has(2) ? project.Tracks.Select(url => ("tracks", url)).Concat(project.AlternateLocations.Select(url => ("alternate-locations", url))) : [])
            .Concat(upstream.Has(4) && project.Status is not null ? [("project-status", project.Status)] : [])
            .Concat(upstream.Has(4) && project.StatusReason is not null ? [("project-status-reason", project.StatusReason)] : []);
        return Page(upstream, project.Serial, $"Links for {project.NormalName}", meta, project.Files.Select(file => LinkTo(file, upstream)));
    }

    private static byte[] Page(PyPIUpstream upstream, long serial, string title, IEnumerable<(string Name, string Content)> meta, IEnumerable<string> links) => Encoding.UTF8.GetBytes($"""
        <!DOCTYPE html>
        <html>
          <head>
        {string.Concat(meta.Prepend(("repository-version", upstream.ApiVersion)).Select(pair => $"    <meta name=\"pypi:{pair.Item1}\" content=\"{Escape(pair.Item2)}\">\n"))}    <title>{Escape(title)}</title>
          </head>
          <body>
            <h1>{Escape(title)}</h1>
        {string.Concat(links.Select(link => $"{link}<br />\n"))}  </body>
        </html>
        {(upstream.StatesSerials ? $"<!--SERIAL {serial}-->" : "")}
        """);

    private static string LinkTo(PyPIUpstreamFile file, PyPIUpstream upstream)
    {
        var metadata = file.CoreMetadata switch
        {
            null => null,
            "" => "true",
            var digest => $"sha256={digest}",
        };

        // A link has room for one checksum.
        var hash = file.Hashes.OrderBy(pair => pair.Key == "sha256" ? 0 : 1).Select(pair => $"#{pair.Key}={pair.Value}").FirstOrDefault();
        return $"<a href=\"{Escape(upstream.Link(file) + hash)}\""
            + Attribute("requires-python", file.RequiresPython)
            + Attribute("yanked", file.Yanked)
            + Attribute("dist-info-metadata", metadata)
            + Attribute("core-metadata", metadata)
            + Attribute("gpg-sig", file.HasSignature switch { null => null, true => "true", false => "false" })
            + Attribute("provenance", upstream.Has(3) ? upstream.ProvenanceLink(file) : null)
            + $">{Escape(file.FileName)}</a>";
    }

    private static string Attribute(string name, string? value) => value is null ? "" : $" data-{name}=\"{Escape(value)}\"";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
