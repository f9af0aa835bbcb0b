using System.Text.Json;

namespace FORMAT_NAMESPACE;

/// <summary>What an upstream has: its <c>index.json</c>.</summary>
/// <param name="Date">When it was made. Chantal refuses one that is older than what is published.</param>
/// <param name="Files">Its files.</param>
public sealed record FormatIndex(DateTimeOffset Date, IReadOnlyList<IndexedFile> Files)
{
    private const int Sha256Digits = 64;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads an index. It comes from outside: what is not as it should be is refused, and its text is not repeated in the message.</summary>
    /// <exception cref="InvalidDataException">It is not an index.</exception>
    public static FormatIndex Read(ReadOnlySpan<byte> json)
    {
        FormatIndex index;
        try
        {
            index = JsonSerializer.Deserialize<FormatIndex>(json, Json) ?? throw new InvalidDataException("the index is null");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"line {exception.LineNumber + 1} of the index is not as the format has it", exception);
        }

        var paths = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < index.Files.Count; i++)
        {
            if (Fault(index.Files[i], paths) is { } fault)
            {
                throw new InvalidDataException($"file {i + 1} of the index {fault}");
            }
        }

        return index;
    }

    // Chantal refuses paths that leave the mirror's tree; which paths there can be is the format's business.
    private static string? Fault(IndexedFile? file, HashSet<string> paths) =>
        file is null ? "is null"
        : file.Path.Length == 0 || file.Name.Length == 0 || file.Version.Length == 0 ? "has no path, no name or no version"
        : !paths.Add(file.Path) ? "has the path of another one"
        : file.Path is PlanFile.IndexPath or PlanFile.SignaturePath ? "has the path of the index"
        : file.Size < 0 ? "has a negative size"
        : file.Sha256.Length != Sha256Digits || !file.Sha256.All(char.IsAsciiHexDigit) ? "has no SHA-256 of 64 digits"
        : null;
}
