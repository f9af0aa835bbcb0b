using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Bundles;

/// <summary>A state that a bundle carries.</summary>
/// <param name="Mirror">The mirror.</param>
/// <param name="Snapshot">The snapshot as the exporting store has it.</param>
internal sealed record BundledState(string Mirror, Ref Snapshot);

/// <summary>What a bundle is: the first file in each of its volumes, <c>bundle.json</c>.</summary>
internal sealed record BundleHeader
{
    /// <summary>What every bundle says in <c>format</c>.</summary>
    public const string BundleFormat = "chantal-bundle";

    /// <summary>Name of the header's file in a volume.</summary>
    public const string FileName = "bundle.json";

    /// <summary>A header that is longer is none.</summary>
    public const int MaxLength = 16 << 20;

    /// <summary>The form's name.</summary>
    public string Format { get; init; } = BundleFormat;

    /// <summary>The form's version; a reader refuses any other.</summary>
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
    [JsonIgnore]
    public string Id => Convert.ToHexStringLower(SHA256.HashData((this with { Volume = 0 }).ToBytes()))[..32];

    /// <summary>The header as it stands in a volume.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, BundleJson.Default.BundleHeader);

    /// <summary>Reads a header, or throws <see cref="DiagnosticCodes.BundleUnreadable"/>.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="file">What errors call the volume.</param>
    public static BundleHeader Read(ReadOnlySpan<byte> json, string file)
    {
        try
        {
            var header = JsonSerializer.Deserialize(json, BundleJson.Default.BundleHeader);
            if (header is { Format: BundleFormat, Version: 1, States.Count: > 0, Volume: > 0 } && header.Volume <= header.Volumes
                && header.States.All(s => GenerationId.TryParse(s.Snapshot.Generation) is not null)
                && header.States.DistinctBy(s => s.Mirror).Count() == header.States.Count)
            {
                _ = FolderName.Check(header.Name, "The bundle");
                return header.States.Select(s => FolderName.Check(s.Mirror, "The bundle")).Count() == header.States.Count ? header : throw Unreadable(file, "its states are not distinct");
            }
        }
        catch (JsonException exception)
        {
            throw Unreadable(file, exception.Message, exception);
        }

        throw Unreadable(file, "it does not begin with a header of a bundle");
    }

    /// <summary>The error for a volume that cannot be read.</summary>
    public static MirrorException Unreadable(string file, string reason, Exception? inner = null) =>
        new(DiagnosticCodes.BundleUnreadable, $"The bundle '{file}' cannot be used: {reason}. What was imported from it is kept; copy the file again, and run Import again.", inner);

    /// <summary>Where a manifest lies in a volume.</summary>
    public static string PathOf(GenerationId generation) => $"generations/{generation.ToString()[..2]}/{generation}.jsonl.zst";

    /// <summary>Where a blob lies in a volume.</summary>
    public static string PathOf(Sha256Digest digest) => $"data/sha256/{digest.ToString()[..2]}/{digest}";
}

/// <summary>Serialises headers without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BundleHeader))]
internal sealed partial class BundleJson : JsonSerializerContext;
