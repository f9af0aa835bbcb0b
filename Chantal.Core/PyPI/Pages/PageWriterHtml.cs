using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Chantal.Plans;
using Chantal.PyPI.Index;

namespace Chantal.PyPI.Pages;

/// <summary>Writes a project's page in HTML (PEP 503, 592, 629, 658, 708, 714, 740, 792).</summary>
internal static class PageWriterHtml
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>A writer of UTF-8 without a mark, whose lines end in LF.</summary>
    public static StreamWriter Open(Stream output) => new(output, new UTF8Encoding(false), 32 * 1024, leaveOpen: true) { NewLine = "\n" };

    /// <summary>Text for an element or a quoted attribute.</summary>
    public static string Escape(string text) => Encoder.Encode(text);

    /// <summary>Writes the page.</summary>
    public static void Write(Stream output, ProjectPage page)
    {
        using var writer = Open(output);
        writer.WriteLine("<!DOCTYPE html>\n<html>\n  <head>");
        WriteMeta(writer, "repository-version", PageWriter.ApiVersion);
        foreach (var url in page.Meta.Tracks)
        {
            WriteMeta(writer, "tracks", url);
        }

        foreach (var url in page.Meta.AlternateLocations)
        {
            WriteMeta(writer, "alternate-locations", url);
        }

        if (page.Meta.Status is { } status)
        {
            WriteMeta(writer, "project-status", status.Status);
            if (status.Reason is { } reason)
            {
                WriteMeta(writer, "project-status-reason", reason);
            }
        }

        var name = Escape(page.Name);
        writer.WriteLine($"    <title>Links for {name}</title>\n  </head>\n  <body>\n    <h1>Links for {name}</h1>");
        foreach (var file in page.Files)
        {
            WriteFile(writer, file);
        }

        writer.WriteLine("  </body>\n</html>");
        WriteSerial(writer, page.LastSerial);
    }

    /// <summary>Writes the comment by which PyPI and its mirrors tell their serial number.</summary>
    public static void WriteSerial(StreamWriter writer, long? serial)
    {
        if (serial is not null)
        {
            writer.WriteLine($"<!--SERIAL {serial}-->");
        }
    }

    /// <summary>Writes what a page says about itself.</summary>
    public static void WriteMeta(StreamWriter writer, string name, string content) => writer.WriteLine($"    <meta name=\"pypi:{name}\" content=\"{Escape(content)}\">");

    private static void WriteFile(StreamWriter writer, ProjectFile file)
    {
        writer.Write($"    <a href=\"../../{ArtifactPath.ToUrl(FilePlace.Of(file))}");
        if (LinkChecksum(file) is { } checksum)
        {
            writer.Write($"#{Assignment(checksum)}");
        }

        writer.Write('"');
        WriteAttribute(writer, "requires-python", file.RequiresPython);
        WriteAttribute(writer, "yanked", file.Yanked);
        var metadata = file.CoreMetadata is null ? null : file.CoreMetadata.Checksum is { } digest ? Assignment(digest) : "true";
        WriteAttribute(writer, "core-metadata", metadata);
        WriteAttribute(writer, "dist-info-metadata", metadata);
        WriteAttribute(writer, "provenance", file.Provenance);
        WriteAttribute(writer, "gpg-sig", file.HasSignature is { } signed ? (signed ? "true" : "false") : null);
        writer.WriteLine($">{Escape(file.FileName)}</a><br />");
    }

    // A link has room for one: the kind that every client knows, if it is there.
    private static Checksum? LinkChecksum(ProjectFile file) =>
        file.Sha256 is { } sha256 ? new Checksum(HashKind.Sha256, sha256.ToString()) : file.StrongestChecksum;

    private static string Assignment(Checksum checksum) => $"{checksum.Kind.ToString().ToLowerInvariant()}={checksum.Hex}";

    private static void WriteAttribute(StreamWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.Write($" data-{name}=\"{Escape(value)}\"");
        }
    }
}
