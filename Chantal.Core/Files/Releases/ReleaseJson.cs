using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Files.Releases;

/// <summary>Releases as the interface of a forge writes them.</summary>
internal static class ReleaseJson
{
    public static void WriteAll(Utf8JsonWriter writer, IEnumerable<ReleaseDocument> releases)
    {
        writer.WriteStartArray();
        foreach (var release in releases)
        {
            Write(writer, release);
        }

        writer.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter writer, ReleaseDocument release)
    {
        writer.WriteStartObject();
        writer.WriteString("tag_name", release.TagName);
        writer.WriteOptional("name", release.Name);
        writer.WriteOptional("body", release.Body);
        writer.WriteBoolean("draft", release.Draft);
        writer.WriteBoolean("prerelease", release.Prerelease);
        writer.WriteOptional("published_at", release.PublishedAt);
        writer.WriteOptional("html_url", release.HtmlUrl);
        writer.WriteList("assets", release.Assets, WriteAsset);
        writer.WriteEndObject();
    }

    public static IReadOnlyList<ReleaseDocument> ReadAll(JsonElement root) => root.List(Read);

    private static ReleaseDocument Read(JsonElement release) => new()
    {
        TagName = release.Text("tag_name"),
        Name = release.OptionalText("name"),
        Body = release.OptionalText("body"),
        Draft = release.Flag("draft"),
        Prerelease = release.Flag("prerelease"),
        PublishedAt = release.OptionalTime("published_at"),
        HtmlUrl = release.OptionalText("html_url"),
        Assets = release.Member("assets").List(ReadAsset),
    };

    private static void WriteAsset(Utf8JsonWriter writer, ReleaseAsset asset)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", asset.Id);
        writer.WriteString("name", asset.Name);
        writer.WriteOptional("size", asset.Size);
        writer.WriteOptional("digest", asset.Digest);
        writer.WriteOptional("state", asset.State);
        writer.WriteOptional("updated_at", asset.UpdatedAt);
        writer.WriteOptional("created_at", asset.CreatedAt);
        writer.WriteString("browser_download_url", asset.BrowserDownloadUrl);
        writer.WriteEndObject();
    }

    private static ReleaseAsset ReadAsset(JsonElement asset) => new()
    {
        Id = asset.Number("id"),
        Name = asset.Text("name"),
        Size = asset.OptionalNumber("size"),
        Digest = asset.OptionalText("digest"),
        State = asset.OptionalText("state"),
        UpdatedAt = asset.OptionalTime("updated_at"),
        CreatedAt = asset.OptionalTime("created_at"),
        BrowserDownloadUrl = asset.Text("browser_download_url"),
    };
}
