using System.Globalization;
using System.Text.Json;
using Chantal.Plans;
using Chantal.PyPI.Index;
using Chantal.PyPI.Metadata;

namespace Chantal.PyPI.Pages;

/// <summary>
/// Writes what PyPI's older JSON interface says of a project (<c>pypi/NAME/json</c>) and of a release
/// (<c>pypi/NAME/VERSION/json</c>), for the files that the mirror holds. What the mirror does not know is null; that a release
/// has no vulnerabilities is never said, since nobody looked.
/// </summary>
internal static class JsonApi
{
    /// <summary>The page of a project.</summary>
    /// <param name="name">The project, in its normal form.</param>
    public static string PathOf(string name) => $"pypi/{name}/json";

    /// <summary>The page of a release, or null if its version cannot be a directory beside the project's page.</summary>
    /// <param name="name">The project, in its normal form.</param>
    /// <param name="version">The version.</param>
    public static string? PathOf(string name, string version) =>
        version != "json" && !version.StartsWith('.') && !version.Contains('/', StringComparison.Ordinal) && ArtifactPath.Fault(version) is null ? $"pypi/{name}/{version}/json" : null;

    /// <summary>Writes the page of a project.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="project">The project.</param>
    /// <param name="current">The release that <c>info</c> and <c>urls</c> are of, mostly the newest.</param>
    /// <param name="metadata">The metadata of one of its files, or null.</param>
    public static void WriteProject(Stream output, JsonApiProject project, JsonApiRelease current, CoreMetadata? metadata) =>
        Write(output, project, current, metadata, project.Releases, "../../");

    /// <summary>Writes the page of a release.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="project">The project.</param>
    /// <param name="release">The release.</param>
    /// <param name="metadata">The metadata of one of its files, or null.</param>
    public static void WriteRelease(Stream output, JsonApiProject project, JsonApiRelease release, CoreMetadata? metadata) =>
        Write(output, project, release, metadata, null, "../../../");

    private static void Write(Stream output, JsonApiProject project, JsonApiRelease current, CoreMetadata? metadata, IReadOnlyList<JsonApiRelease>? releases, string up)
    {
        var root = project.PublicUrl?.AbsoluteUri ?? up;
        using var json = PageWriter.Json(output);
        json.WriteStartObject();
        JsonApiInfo.Write(json, project.Page.Name, current, metadata);
        if (project.Page.LastSerial is { } serial)
        {
            json.WriteNumber("last_serial"u8, serial);
        }

        if (releases is not null)
        {
            json.WriteStartObject("releases"u8);
            foreach (var release in releases)
            {
                WriteFiles(json, release.Version, release, root);
            }

            json.WriteEndObject();
        }

        WriteFiles(json, "urls", current, root);
        json.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter json, string name, JsonApiRelease release, string root)
    {
        json.WriteStartArray(name);
        foreach (var file in release.Files)
        {
            WriteFile(json, file, root);
        }

        json.WriteEndArray();
        json.Flush();
    }

    private static void WriteFile(Utf8JsonWriter json, JsonApiFile entry, string root)
    {
        var file = entry.File;
        json.WriteStartObject();
        json.WriteString("comment_text"u8, "");
        PageWriterJson.WriteChecksums(json, "digests", file.Checksums);
        json.WriteNumber("downloads"u8, -1);
        json.WriteString("filename"u8, file.FileName);
        json.WriteBoolean("has_sig"u8, file.HasSignature ?? false);
        json.WriteString("md5_digest"u8, file.Checksums.Where(c => c.Kind == HashKind.Md5).Select(c => c.Hex).FirstOrDefault());
        json.WriteString("packagetype"u8, entry.PackageType);
        json.WriteString("python_version"u8, entry.PythonVersion);
        json.WriteString("requires_python"u8, file.RequiresPython);
        if (file.Size is { } size)
        {
            json.WriteNumber("size"u8, size);
        }
        else
        {
            json.WriteNull("size"u8);
        }

        json.WriteString("upload_time"u8, Seconds(file.UploadTime));
        json.WriteString("upload_time_iso_8601"u8, file.UploadTime);
        json.WriteString("url"u8, root + ArtifactPath.ToUrl(FilePlace.Of(file)));
        json.WriteBoolean("yanked"u8, file.Yanked is not null);
        json.WriteString("yanked_reason"u8, file.Yanked is { Length: > 0 } reason ? reason : null);
        json.WriteEndObject();
    }

    // Whole seconds of UTC that do not say so.
    private static string? Seconds(string? time) =>
        time is not null && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
            : null;
}
