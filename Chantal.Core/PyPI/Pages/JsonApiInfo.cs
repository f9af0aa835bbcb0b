using System.Text.Json;
using Chantal.PyPI.Metadata;

namespace Chantal.PyPI.Pages;

/// <summary>Writes <c>info</c> of the older JSON interface: a release's metadata, with every key that PyPI has.</summary>
internal static class JsonApiInfo
{
    private static readonly (string Key, string Field)[] Texts =
    [
        ("author", "Author"), ("author_email", "Author-email"), ("description_content_type", "Description-Content-Type"),
        ("download_url", "Download-URL"), ("home_page", "Home-page"), ("keywords", "Keywords"), ("license", "License"),
        ("license_expression", "License-Expression"), ("maintainer", "Maintainer"), ("maintainer_email", "Maintainer-email"),
        ("platform", "Platform"), ("summary", "Summary"),
    ];

    private static readonly string[] Unknown = ["bugtrack_url", "docs_url", "package_url", "project_url", "release_url"];

    /// <summary>Writes the object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">The project.</param>
    /// <param name="release">The release.</param>
    /// <param name="metadata">The metadata of one of its files, or null.</param>
    public static void Write(Utf8JsonWriter json, string name, JsonApiRelease release, CoreMetadata? metadata)
    {
        json.WriteStartObject("info"u8);
        json.WriteString("name"u8, metadata?.Name ?? name);
        json.WriteString("version"u8, release.Version);
        json.WriteString("description"u8, metadata?.Description);
        foreach (var (key, field) in Texts)
        {
            json.WriteString(key, metadata?[field]);
        }

        json.WriteString("requires_python"u8, metadata?.RequiresPython ?? release.Files.Select(f => f.File.RequiresPython).FirstOrDefault(p => p is not null));
        WriteList(json, "classifiers", metadata?.All("Classifier") ?? []);
        WriteListOrNull(json, "dynamic", metadata?.Dynamic);
        WriteListOrNull(json, "license_files", metadata?.All("License-File"));
        WriteListOrNull(json, "provides_extra", metadata?.ProvidesExtra);
        WriteListOrNull(json, "requires_dist", metadata?.RequiresDist);
        WriteProjectUrls(json, metadata?.All("Project-URL") ?? []);
        foreach (var key in Unknown)
        {
            json.WriteNull(key);
        }

        json.WriteStartObject("downloads"u8);
        json.WriteNumber("last_day"u8, -1);
        json.WriteNumber("last_month"u8, -1);
        json.WriteNumber("last_week"u8, -1);
        json.WriteEndObject();
        json.WriteBoolean("yanked"u8, release.Files.Count > 0 && release.Files.All(f => f.File.Yanked is not null));
        json.WriteString("yanked_reason"u8, release.Files.Select(f => f.File.Yanked).FirstOrDefault(y => y is { Length: > 0 }));
        json.WriteEndObject();
    }

    // "Label, https://…"; the first of a label holds.
    private static void WriteProjectUrls(Utf8JsonWriter json, IReadOnlyList<string> urls)
    {
        if (urls.Count == 0)
        {
            json.WriteNull("project_urls"u8);
            return;
        }

        var labels = new HashSet<string>(StringComparer.Ordinal);
        json.WriteStartObject("project_urls"u8);
        foreach (var url in urls)
        {
            var comma = url.IndexOf(',', StringComparison.Ordinal);
            if (comma > 0 && labels.Add(url[..comma].Trim()))
            {
                json.WriteString(url[..comma].Trim(), url[(comma + 1)..].Trim());
            }
        }

        json.WriteEndObject();
    }

    private static void WriteListOrNull(Utf8JsonWriter json, string name, IReadOnlyList<string>? values)
    {
        if (values is { Count: > 0 })
        {
            WriteList(json, name, values);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
