using System.Security.Cryptography;
using System.Text.Json;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Bundles;

/// <summary>A state that a bundle carries.</summary>
/// <param name="Mirror">The mirror.</param>
/// <param name="Snapshot">The snapshot as the exporting store has it.</param>
internal sealed record BundledState(string Mirror, Ref Snapshot)
{
    /// <summary>What the exporting site says of it, as it signed it; null in bundles of versions that did not carry it.</summary>
    public SignedStatement? Statement { get; init; }
}

/// <summary>What a bundle is: the first file in each of its volumes, <c>bundle.json</c>.</summary>
internal sealed record BundleHeader
{
    /// <summary>What every bundle says in <c>format</c>.</summary>
    public const string BundleFormat = "chantal-bundle";

    /// <summary>Name of the header's file in a volume.</summary>
    public const string FileName = "bundle.json";

    /// <summary>A longer statement, or signature of one, is not valid.</summary>
    public const int MaxStatement = 64 << 10;

    /// <summary>A longer header is not valid.</summary>
    public const int MaxLength = 16 << 20;

    /// <summary>The most volumes that a bundle has.</summary>
    public const int MaxVolumes = 9_999;

    private const string SignatureBegin = "-----BEGIN PGP SIGNATURE-----";

    /// <summary>The form's name.</summary>
    public string Format { get; init; } = BundleFormat;

    /// <summary>The form's version: 2 where a state is a list of shards, and these follow the manifests. A reader refuses any other.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The name of the snapshot that is carried.</summary>
    public required string Name { get; init; }

    /// <summary>Its states, by mirror.</summary>
    public required IReadOnlyList<BundledState> States { get; init; }

    /// <summary>What the other side has already, by whose name it was called; null: the bundle is complete.</summary>
    public string? Since { get; init; }

    /// <summary>This volume, from 1 on.</summary>
    public int Volume { get; init; } = 1;

    /// <summary>How many volumes there are.</summary>
    public int Volumes { get; init; } = 1;

    /// <summary>Names the bundle, whichever volume this is.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData((this with { Volume = 0 }).ToBytes()))[..32];

    /// <summary>The header as it stands in a volume.</summary>
    public byte[] ToBytes() => JsonOutput.Write(this, BundleJson.Write, JsonOutput.Indented);

    /// <summary>Reads a header, or throws <see cref="DiagnosticCodes.BundleUnreadable"/>.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="file">What errors call the volume.</param>
    public static BundleHeader Read(ReadOnlyMemory<byte> json, string file)
    {
        BundleHeader header;
        try
        {
            header = StrictJson.Read(json, BundleJson.Read);
        }
        catch (JsonException exception)
        {
            throw BundleDiagnostics.Unreadable(file, $"its header is not valid: {exception.Message}", exception);
        }

        return header.Fault() is { } fault ? throw BundleDiagnostics.Unreadable(file, fault) : header;
    }

    /// <summary>Where a manifest lies in a volume.</summary>
    public static string PathOf(GenerationId generation) => $"generations/{generation.ToString()[..2]}/{generation}.jsonl.zst";

    /// <summary>Where a shard lies in a volume.</summary>
    public static string PathOfShard(Sha256Digest digest) => $"shards/{digest.ToString()[..2]}/{digest}.jsonl.zst";

    /// <summary>The shard that has this name in a volume, or null if the name is not that of a shard.</summary>
    public static Sha256Digest? ShardOf(string name) =>
        name.StartsWith("shards/", StringComparison.Ordinal) && Sha256Digest.TryParse(Path.GetFileName(name).Split('.')[0], out var digest) && PathOfShard(digest) == name ? digest : null;

    /// <summary>Where a blob lies in a volume.</summary>
    public static string PathOf(Sha256Digest digest) => $"data/sha256/{digest.ToString()[..2]}/{digest}";

    // What the serialiser does not check: names and digests become names of files.
    private string? Fault() => this switch
    {
        { Format: not BundleFormat } => "it does not begin with a bundle's header",
        { Version: not (1 or 2) } => $"its format is of version {Version}, and this version of Chantal reads the versions 1 and 2",
        { States.Count: 0 } => "it does not have a state",
        { Volumes: < 1 or > MaxVolumes } => $"it says that it has {Volumes} volumes, and a bundle has 1 to {MaxVolumes}",
        { Volume: var volume } when volume < 1 || volume > Volumes => $"it says that it is volume {volume} of {Volumes}",
        _ when States.Select(s => s.Mirror).Append(Name).Append(Since ?? Name).FirstOrDefault(n => !FolderName.IsValid(n)) is { } name => $"its name '{name}' cannot be a folder's name",
        _ when States.DistinctBy(s => s.Mirror).Count() != States.Count => "it has two states of the same mirror",
        _ when States.Any(s => s.Snapshot is not { Format: Ref.RefFormat, Version: 1 }) => "a state in it is not a ref of version 1",
        _ when States.Any(s => GenerationId.TryParse(s.Snapshot.Generation)?.ToString() != s.Snapshot.Generation) => "the name of a state in it is not a SHA-256 digest",
        _ when States.Any(s => s.Snapshot.Files < 0 || s.Snapshot.Bytes < 0) => "a state in it has a negative size",
        _ when States.Any(s => s.Statement is { } said && (said.Text.Length > MaxStatement || !Statement.IsAbout(said.Text, s.Mirror, s.Snapshot.Generation))) => "a statement in it is not about its state",
        _ when States.Any(s => s.Statement?.Signature is { } signature && (signature.Length > MaxStatement || !signature.StartsWith(SignatureBegin, StringComparison.Ordinal))) => "a signature in it is not valid",
        _ => null,
    };
}
