using System.Text.Json;
using Chantal.Plans;

namespace Chantal.PyPI.Index;

/// <summary>Reads a project's page in JSON (PEP 691 and what came after); keys that are unknown are passed over.</summary>
internal sealed class SimpleJson
{
    private const int MaxDepth = 32;

    private readonly SimplePageSource _source;
    private readonly List<string> _versions = [];
    private readonly List<string> _tracks = [];
    private readonly List<string> _locations = [];
    private SimplePageFiles _files;
    private string _name;
    private string _version = "1.0";
    private long? _serial;
    private ProjectPageStatus? _status;

    private SimpleJson(SimplePageSource source, string project)
    {
        _source = source;
        _name = project;
        _files = new SimplePageFiles(source);
    }

    /// <summary>Reads a page, or throws with the code of what is wrong with it.</summary>
    /// <param name="content">The page.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="project">The name that it was asked for by.</param>
    public static ProjectPage Parse(ReadOnlySpan<byte> content, SimplePageSource source, string project)
    {
        source.CheckLength(content.Length);
        var reader = new Utf8JsonReader(SimplePage.WithoutMark(content), new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            return new SimpleJson(source, project).Parse(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw source.Malformed("it is not the JSON that PEP 691 describes", exception);
        }
    }

    private ProjectPage Parse(ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        var filesSeen = false;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (Is(ref reader, "meta"u8)) { ReadMeta(ref reader); }
            else if (Is(ref reader, "name"u8)) { _name = Text(ref reader) ?? _name; }
            else if (Is(ref reader, "versions"u8)) { ReadTexts(ref reader, _versions); }
            else if (Is(ref reader, "alternate-locations"u8)) { ReadTexts(ref reader, _locations); }
            else if (Is(ref reader, "project-status"u8)) { ReadStatus(ref reader); }
            else if (Is(ref reader, "files"u8)) { ReadFiles(ref reader); filesSeen = true; }
            else { reader.Skip(); }
        }

        if (reader.Read() || !filesSeen)
        {
            throw new JsonException();
        }

        return new ProjectPage
        {
            Name = _name,
            Files = _files.Files,
            Skipped = _files.Skipped,
            Versions = _versions,
            LastSerial = _serial,
            Meta = new ProjectPageMeta { ApiVersion = _version, Tracks = _tracks, AlternateLocations = _locations, Status = _status },
        };
    }

    private void ReadMeta(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (Is(ref reader, "api-version"u8)) { _version = _source.CheckVersion(Text(ref reader) ?? "1.0"); }
            else if (Is(ref reader, "_last-serial"u8)) { _serial = Number(ref reader); }
            else if (Is(ref reader, "tracks"u8)) { ReadTexts(ref reader, _tracks); }
            else { reader.Skip(); }
        }
    }

    private void ReadStatus(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        string? status = null, reason = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (Is(ref reader, "status"u8)) { status = Text(ref reader); }
            else if (Is(ref reader, "reason"u8)) { reason = Text(ref reader); }
            else { reader.Skip(); }
        }

        _status = status is { Length: > 0 } ? new ProjectPageStatus(status, reason) : null;
    }

    // A key that is there twice counts as every other reader of JSON takes it: the last one holds.
    private void ReadFiles(ref Utf8JsonReader reader)
    {
        _files = new SimplePageFiles(_source);
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (ReadFile(ref reader) is { } file)
            {
                _files.Add(file);
            }
        }
    }

    // Null for a file that nobody can fetch.
    private ProjectFile? ReadFile(ref Utf8JsonReader reader)
    {
        string? name = null, url = null, python = null, yanked = null, uploaded = null, provenance = null;
        ProjectFileMetadata? metadata = null, oldMetadata = null;
        var metadataSeen = false;
        List<Checksum> checksums = [];
        long? size = null;
        bool? signature = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (Is(ref reader, "filename"u8)) { name = Text(ref reader); }
            else if (Is(ref reader, "url"u8)) { url = Text(ref reader); }
            else if (Is(ref reader, "hashes"u8)) { checksums = ReadHashes(ref reader); }
            else if (Is(ref reader, "requires-python"u8)) { python = Text(ref reader); }
            else if (Is(ref reader, "yanked"u8)) { yanked = ReadYanked(ref reader); }
            else if (Is(ref reader, "size"u8)) { size = Number(ref reader); }
            else if (Is(ref reader, "upload-time"u8)) { uploaded = Text(ref reader); }
            else if (Is(ref reader, "provenance"u8)) { provenance = Text(ref reader); }
            else if (Is(ref reader, "gpg-sig"u8)) { signature = Flag(ref reader); }
            else if (Is(ref reader, "core-metadata"u8)) { metadata = ReadMetadata(ref reader); metadataSeen = true; }

            // The name of PEP 658, and the one by which PyPI called it at first (PEP 714).
            else if (Is(ref reader, "dist-info-metadata"u8) || Is(ref reader, "data-dist-info-metadata"u8)) { oldMetadata = ReadMetadata(ref reader) ?? oldMetadata; }
            else { reader.Skip(); }
        }

        _ = _source.CheckFileName(name ?? throw _source.Malformed("a file in it does not have a name"));
        if (url is not { Length: > 0 } || SimplePageSource.Resolve(url, _source.Url) is not { } absolute)
        {
            _files.Skip($"'{name}', whose URL is neither http nor https");
            return null;
        }

        return new ProjectFile
        {
            FileName = name,
            Url = SimplePageSource.Text(absolute),
            Checksums = checksums,
            RequiresPython = python is { Length: > 0 } ? python : null,
            Yanked = yanked,
            CoreMetadata = metadataSeen ? metadata : oldMetadata,
            Size = size,
            UploadTime = SimplePageFiles.UploadTime(uploaded),
            Provenance = provenance is { Length: > 0 } && SimplePageSource.Resolve(provenance, _source.Url) is { } place ? place.AbsoluteUri : null,
            HasSignature = signature,
        };
    }

    private List<Checksum> ReadHashes(ref Utf8JsonReader reader)
    {
        var checksums = new List<Checksum>(1);
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            _ = reader.Read();
            _files.AddChecksum(checksums, name, Text(ref reader) ?? "");
        }

        return checksums;
    }

    // True, false, or a reason; an empty reason counts as false, as in pip.
    private string? ReadYanked(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => "",
        JsonTokenType.False => null,
        _ => Text(ref reader) is { Length: > 0 } reason ? reason : null,
    };

    private ProjectFileMetadata? ReadMetadata(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => new ProjectFileMetadata(null),
        JsonTokenType.False or JsonTokenType.Null => null,
        _ => new ProjectFileMetadata(ReadHashes(ref reader) is { Count: > 0 } checksums ? checksums[^1] : null),
    };

    private void ReadTexts(ref Utf8JsonReader reader, List<string> texts)
    {
        texts.Clear();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(Text(ref reader) ?? throw new JsonException());
            _source.CheckCount(texts.Count, "versions or places");
        }
    }

    private string? Text(ref Utf8JsonReader reader) => reader.GetString() is { } text ? _source.CheckText(text) : null;

    private static long? Number(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64() is >= 0 and var number ? number : throw new JsonException();

    private static bool? Flag(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : reader.GetBoolean();

    // Stands on a property's name, compares it, and steps to the value if it is the one.
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    private static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type)
        {
            throw new JsonException();
        }
    }
}
