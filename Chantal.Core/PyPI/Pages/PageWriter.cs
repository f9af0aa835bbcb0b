using System.Text.Encodings.Web;
using System.Text.Json;
using Chantal.PyPI.Index;

namespace Chantal.PyPI.Pages;

/// <summary>
/// Writes the pages of a mirror's index, in HTML and in JSON, as files that any web server can serve. Links are relative,
/// so that the tree may be served from anywhere; equal pages are equal bytes.
/// </summary>
internal static class PageWriter
{
    /// <summary>The interface's version that the pages are of.</summary>
    public const string ApiVersion = "1.4";

    /// <summary>The root page in HTML.</summary>
    public const string RootHtmlPath = "simple/index.html";

    /// <summary>The root page in JSON.</summary>
    public const string RootJsonPath = "simple/index.v1_json";

    /// <summary>A project's page in HTML.</summary>
    /// <param name="name">The project, in its normal form.</param>
    public static string HtmlPath(string name) => $"simple/{name}/index.html";

    /// <summary>A project's page in JSON.</summary>
    /// <param name="name">The project, in its normal form.</param>
    public static string JsonPath(string name) => $"simple/{name}/index.v1_json";

    /// <summary>
    /// Writes a project's page in HTML. It has all files of the page: what the mirror does not hold, or metadata that it does
    /// not store, has to be taken out of it before.
    /// </summary>
    public static void WriteHtml(Stream output, ProjectPage page) => PageWriterHtml.Write(output, page);

    /// <summary>Writes a project's page in JSON; the same holds.</summary>
    public static void WriteJson(Stream output, ProjectPage page) => PageWriterJson.Write(output, page);

    /// <summary>Writes both root pages in one pass.</summary>
    /// <param name="html">The page in HTML.</param>
    /// <param name="json">The page in JSON.</param>
    /// <param name="projects">The projects by their normal names, in ordinal order.</param>
    /// <param name="lastSerial">The index's serial number that the mirror has come to, or null.</param>
    public static void WriteRoot(Stream html, Stream json, IEnumerable<IndexRootProject> projects, long? lastSerial) =>
        PageWriterRoot.Write(html, json, projects, lastSerial);

    /// <summary>A writer whose output stands as programs expect it: <c>&gt;=3.8</c> is not escaped.</summary>
    internal static Utf8JsonWriter Json(Stream output) => new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
