using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Files.Releases;

/// <summary>
/// A release as the interface of a forge describes it, in the words that GitHub, Gitea and Forgejo share. What changes without the release, such as the number of
/// downloads, is left out: it would make every look at the upstream find something new.
/// </summary>
internal sealed record ReleaseDocument
{
    /// <summary>The tag.</summary>
    public required string TagName { get; init; }

    /// <summary>The title.</summary>
    public string? Name { get; init; }

    /// <summary>The notes, in Markdown.</summary>
    public string? Body { get; init; }

    /// <summary>Whether it is not published yet.</summary>
    public bool Draft { get; init; }

    /// <summary>Whether it is marked as a pre-release.</summary>
    public bool Prerelease { get; init; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Its page.</summary>
    public string? HtmlUrl { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<ReleaseAsset> Assets { get; init; }

    /// <summary>Reads a page of the interface's answer.</summary>
    /// <param name="json">The page.</param>
    /// <param name="name">What errors call it.</param>
    public static IReadOnlyList<ReleaseDocument> ReadAll(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            return StrictJson.Read(json, ReleaseJson.ReadAll);
        }
        catch (JsonException exception)
        {
            throw ReleaseDiagnostics.Malformed(name, exception);
        }
    }

    /// <summary>Writes a page as it is kept.</summary>
    public static byte[] WriteAll(IEnumerable<ReleaseDocument> releases) => JsonOutput.Write(releases, ReleaseJson.WriteAll, JsonOutput.Indented);

    /// <summary>The release as it is published beside its files.</summary>
    public byte[] Write() => [.. JsonOutput.Write(this, ReleaseJson.Write, JsonOutput.Indented), (byte)'\n'];
}

/// <summary>A file of a release.</summary>
internal sealed record ReleaseAsset
{
    /// <summary>Its number, which another file of the same name does not have.</summary>
    public long Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes.</summary>
    public long? Size { get; init; }

    /// <summary>The checksum, such as <c>sha256:abc…</c>; null where the forge does not say.</summary>
    public string? Digest { get; init; }

    /// <summary>Whether it is there whole: <c>uploaded</c>, or null where the forge does not say.</summary>
    public string? State { get; init; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Where it is.</summary>
    public required string BrowserDownloadUrl { get; init; }

    /// <summary>What is another when somebody replaced the file.</summary>
    public string Mark => $"{Id} {Size} {(UpdatedAt ?? CreatedAt)?.ToUnixTimeSeconds()}";
}
