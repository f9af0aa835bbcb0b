using System.Text.Json;
using Chantal.Plans;
using Chantal.PyPI.Index;

namespace Chantal.PyPI.Pages;

/// <summary>Writes a project's page in JSON (PEP 691, 700, 708, 714, 740, 792).</summary>
internal static class PageWriterJson
{
    private const int FlushAt = 64 * 1024;

    /// <summary>Writes the page.</summary>
    public static void Write(Stream output, ProjectPage page)
    {
        using var json = PageWriter.Json(output);
        json.WriteStartObject();
        json.WriteStartObject("meta"u8);
        WriteSerial(json, page.LastSerial);

        // Since 1.1 all files have a size, and the versions are listed; a page without these may not claim to be 1.1.
        json.WriteString("api-version"u8, page.Files.Count == 0 || (page.Versions.Count > 0 && page.Files.All(f => f.Size is not null)) ? PageWriter.ApiVersion : "1.0");
        WriteTexts(json, "tracks", page.Meta.Tracks);
        json.WriteEndObject();
        json.WriteString("name"u8, page.Name);
        if (page.Meta.Status is { } status)
        {
            json.WriteStartObject("project-status"u8);
            json.WriteString("status"u8, status.Status);
            WriteText(json, "reason", status.Reason);
            json.WriteEndObject();
        }

        WriteTexts(json, "alternate-locations", page.Meta.AlternateLocations);
        json.WriteStartArray("versions"u8);
        foreach (var version in page.Versions)
        {
            json.WriteStringValue(version);
        }

        json.WriteEndArray();
        json.WriteStartArray("files"u8);
        foreach (var file in page.Files)
        {
            WriteFile(json, file);
            if (json.BytesPending > FlushAt)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the index's serial number, where there is one.</summary>
    public static void WriteSerial(Utf8JsonWriter json, long? serial)
    {
        if (serial is { } number)
        {
            json.WriteNumber("_last-serial"u8, number);
        }
    }

    /// <summary>Writes checksums by the names of their kinds.</summary>
    public static void WriteChecksums(Utf8JsonWriter json, string name, IEnumerable<Checksum> checksums)
    {
        json.WriteStartObject(name);
        foreach (var checksum in checksums)
        {
            json.WriteString(checksum.Kind.ToString().ToLowerInvariant(), checksum.Hex);
        }

        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, ProjectFile file)
    {
        json.WriteStartObject();
        if (file.CoreMetadata is { Checksum: { } checksum })
        {
            WriteChecksums(json, "core-metadata", [checksum]);
        }
        else if (file.CoreMetadata is not null)
        {
            json.WriteBoolean("core-metadata"u8, true);
        }

        json.WriteString("filename"u8, file.FileName);
        if (file.HasSignature is { } signed)
        {
            json.WriteBoolean("gpg-sig"u8, signed);
        }

        WriteChecksums(json, "hashes", file.Checksums);
        WriteText(json, "provenance", file.Provenance);
        WriteText(json, "requires-python", file.RequiresPython);
        if (file.Size is { } size)
        {
            json.WriteNumber("size"u8, size);
        }

        WriteText(json, "upload-time", file.UploadTime);
        json.WriteString("url"u8, $"../../{ArtifactPath.ToUrl(FilePlace.Of(file))}");

        // A reason must not be empty here: without one it is "true".
        if (file.Yanked is { Length: > 0 } reason)
        {
            json.WriteString("yanked"u8, reason);
        }
        else
        {
            json.WriteBoolean("yanked"u8, file.Yanked is not null);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
