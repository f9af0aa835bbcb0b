namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// A file of a <see cref="PyPIUpstream"/> and what the index says of it. A new one is described truly; what <c>with</c>
/// changes changes alone: other content under the old checksum, another checksum for the content.
/// </summary>
/// <param name="Project">The project's name, in any spelling.</param>
/// <param name="Version">The release.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Content">The bytes that are served.</param>
/// <param name="Metadata">The metadata that is served beside the file (PEP 658); null: none.</param>
public sealed record PyPIUpstreamFile(string Project, string Version, string FileName, byte[] Content, byte[]? Metadata = null)
{
    /// <summary>The checksums that the index states, in hexadecimal, by their kinds.</summary>
    public IReadOnlyDictionary<string, string> Hashes { get; init; } = HashesOf(Content, ["sha256"]);

    /// <summary>The SHA-256 of the metadata that the index states; empty: there is metadata, but it gives no checksum; null: there is no metadata.</summary>
    public string? CoreMetadata { get; init; } = Metadata is null ? null : Files.Hash(Metadata, "SHA256");

    /// <summary>The Pythons it runs on; null: not stated.</summary>
    public string? RequiresPython { get; init; }

    /// <summary>Why it is yanked; empty: without a reason; null: it is not.</summary>
    public string? Yanked { get; init; }

    /// <summary>When it came to the index; null: not stated.</summary>
    public DateTimeOffset? UploadTime { get; init; } = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The size; null: not stated.</summary>
    public long? Size { get; init; } = Content.Length;

    /// <summary>Whether there is a signature beside it; null: not stated.</summary>
    public bool? HasSignature { get; init; }

    /// <summary>Its provenance (PEP 740), in JSON; null: none.</summary>
    public string? Provenance { get; init; }

    /// <summary>The directory that it is served from, as PyPI's are; the same bytes have the same one.</summary>
    public string Directory { get; init; } = DirectoryOf(Files.Hash(Content, "SHA256"));

    /// <summary>The address that the index states, as it stands; null: the true one.</summary>
    public string? Url { get; init; }

    /// <summary>The path on the host of the files; a file's name that is a path in itself leads nowhere else.</summary>
    public string Path => $"{Directory}/{FileName.Split('/')[^1]}";

    /// <summary>The path of its provenance on the index.</summary>
    public string ProvenancePath => $"integrity/{PyPIUpstreamDistribution.Normalized(Project)}/{Version}/{FileName}/provenance";

    /// <summary>This file with true checksums of these kinds, such as <c>md5</c>; empty: without any.</summary>
    public PyPIUpstreamFile Hashed(params IEnumerable<string> kinds) => this with { Hashes = HashesOf(Content, kinds) };

    private static Dictionary<string, string> HashesOf(byte[] content, IEnumerable<string> kinds) =>
        kinds.ToDictionary(kind => kind, kind => Files.Hash(content, kind.ToUpperInvariant()));

    private static string DirectoryOf(string hash) => $"packages/{hash[..2]}/{hash[2..4]}/{hash[4..]}";
}
