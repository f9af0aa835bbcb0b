using System.Text.Json;
using Chantal.PyPI.Index;

namespace Chantal.PyPI.Pages;

/// <summary>Writes the root pages: all projects of the mirror.</summary>
internal static class PageWriterRoot
{
    private const int FlushAt = 64 * 1024;

    /// <summary>Writes both pages while the projects go by.</summary>
    public static void Write(Stream html, Stream json, IEnumerable<IndexRootProject> projects, long? lastSerial)
    {
        using var writer = PageWriterHtml.Open(html);
        writer.WriteLine("<!DOCTYPE html>\n<html>\n  <head>");
        PageWriterHtml.WriteMeta(writer, "repository-version", PageWriter.ApiVersion);
        writer.WriteLine("    <title>Simple index</title>\n  </head>\n  <body>");
        using var list = PageWriter.Json(json);
        list.WriteStartObject();
        list.WriteStartObject("meta"u8);
        PageWriterJson.WriteSerial(list, lastSerial);
        list.WriteString("api-version"u8, PageWriter.ApiVersion);
        list.WriteEndObject();
        list.WriteStartArray("projects"u8);
        string? previous = null;
        foreach (var project in projects)
        {
            if (string.CompareOrdinal(previous, project.Name) >= 0)
            {
                throw new ArgumentException($"'{project.Name}' comes after '{previous}'", nameof(projects));
            }

            previous = project.Name;
            writer.WriteLine($"    <a href=\"{Uri.EscapeDataString(project.Name)}/\">{PageWriterHtml.Escape(project.Name)}</a><br />");
            WriteProject(list, project);
        }

        list.WriteEndArray();
        list.WriteEndObject();
        writer.WriteLine("  </body>\n</html>");
        PageWriterHtml.WriteSerial(writer, lastSerial);
    }

    private static void WriteProject(Utf8JsonWriter list, IndexRootProject project)
    {
        list.WriteStartObject();
        PageWriterJson.WriteSerial(list, project.LastSerial);
        list.WriteString("name"u8, project.Name);
        list.WriteEndObject();
        if (list.BytesPending > FlushAt)
        {
            list.Flush();
        }
    }
}
