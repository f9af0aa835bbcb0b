using System.Text.Json;
using System.Text.Json.Serialization;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>
/// What a published tree holds: the generation it shows, those whose files it still keeps, and the one that was being
/// published when a run ended, so that the next run knows every path that may lie there.
/// </summary>
internal sealed record PublishedState
{
    public int Version { get; init; } = 1;

    public required string Directory { get; init; }

    public required LinkMode LinkMode { get; init; }

    public string? Current { get; init; }

    public string? Pending { get; init; }

    public IReadOnlyList<SupersededGeneration> Superseded { get; init; } = [];

    /// <summary>Reads the state; null if there is none that this version understands: then the tree is compared whole.</summary>
    public static PublishedState? Read(string path)
    {
        try
        {
            return File.Exists(path) && StrictJson.Read(File.ReadAllBytes(path), PublishedStateJson.Default.PublishedState) is { Version: 1 } state ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(string path)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var stream = new FileStream(path + ".new", FileMode.Create))
        {
            JsonSerializer.Serialize(stream, this, PublishedStateJson.Default.PublishedState);
            stream.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}

/// <summary>A generation that is no longer the head but whose files stay for a while.</summary>
internal sealed record SupersededGeneration(string Generation, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PublishedState))]
internal sealed partial class PublishedStateJson : JsonSerializerContext;
