using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Chantal.Plans;

/// <summary>
/// The lines of plans and manifests: JSON Lines in UTF-8, a header (<see cref="HeaderFormat"/>) and then one object a file, described in
/// <c>docs/reference/plan-format.md</c>. Keys have a fixed order and absent values are left out, so that equal states are equal bytes.
/// </summary>
internal static class EntryFormat
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // Package names and versions are full of '+'; the readers are programs and people, never browsers.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static Utf8JsonWriter CreateWriter(IBufferWriter<byte> output) => new(output, WriterOptions);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WriteEntry(Utf8JsonWriter writer, PlanEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("path"u8, entry.Path);
        if (entry.Urls.Count > 0)
        {
            writer.WriteList("urls", entry.Urls);
        }

        if (entry.Size is { } size)
        {
            writer.WriteNumber("size"u8, size);
        }

        if (entry.Sha256 is { } sha256)
        {
            Span<byte> digest = stackalloc byte[Sha256Digest.Length];
            Span<byte> hex = stackalloc byte[2 * Sha256Digest.Length];
            sha256.CopyTo(digest);
            Convert.TryToHexStringLower(digest, hex, out _);
            writer.WriteString("sha256"u8, hex);
        }

        if (entry.Checksum is { } checksum)
        {
            writer.WriteString("checksum"u8, checksum.ToString());
        }

        writer.WriteString("role"u8, NameOf(entry.Role));
        if (entry.Package is { } package)
        {
            writer.WriteString("name"u8, package.Name);
            writer.WriteString("version"u8, package.Version);
            if (package.Architecture is not null)
            {
                writer.WriteString("architecture"u8, package.Architecture);
            }

            if (entry.Source is { } source)
            {
                writer.WriteString("source"u8, source.Name);
                writer.WriteString("sourceVersion"u8, source.Version);
            }
        }

        if (entry.Scope is not null)
        {
            writer.WriteString("scope"u8, entry.Scope);
        }

        if (entry.Group is not null)
        {
            writer.WriteString("group"u8, entry.Group);
        }

        if (entry.IsOptional)
        {
            writer.WriteBoolean("optional"u8, true);
        }

        if (entry.MaxSize is { } most)
        {
            writer.WriteNumber("maxSize"u8, most);
        }

        if (entry.Why is not null)
        {
            writer.WriteString("why"u8, entry.Why);
        }

        writer.WriteEndObject();
        writer.Flush();
    }

    public static PlanEntry ReadEntry(ReadOnlySpan<byte> line, string file, long number)
    {
        try
        {
            return ParseEntry(line, file, number);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw PlanDiagnostics.PlanUnreadable(file, number, "it is not the JSON object of a file", exception);
        }
    }

    // Called for every line of every plan and manifest, in processes that live for a second or two: compiled well at once
    // instead of first badly, then with counters, then well.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static PlanEntry ParseEntry(ReadOnlySpan<byte> line, string file, long number)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 4 });
        string? path = null, name = null, version = null, architecture = null, source = null, sourceVersion = null, scope = null, group = null, why = null;
        var optional = false;
        IReadOnlyList<string> urls = [];
        long? size = null, most = null;
        Sha256Digest? sha256 = null;
        Checksum? checksum = null;
        FileRole? role = null;
        _ = reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("path"u8)) { path = NextString(ref reader); }
            else if (reader.ValueTextEquals("urls"u8)) { urls = NextList(ref reader); }
            else if (reader.ValueTextEquals("size"u8)) { _ = reader.Read(); size = reader.GetInt64(); }
            else if (reader.ValueTextEquals("sha256"u8)) { sha256 = NextDigest(ref reader); }
            else if (reader.ValueTextEquals("checksum"u8)) { checksum = NextChecksum(ref reader); }
            else if (reader.ValueTextEquals("role"u8)) { _ = reader.Read(); role = RoleOf(ref reader); }
            else if (reader.ValueTextEquals("name"u8)) { name = NextString(ref reader); }
            else if (reader.ValueTextEquals("version"u8)) { version = NextString(ref reader); }
            else if (reader.ValueTextEquals("architecture"u8)) { architecture = NextString(ref reader); }
            else if (reader.ValueTextEquals("source"u8)) { source = NextString(ref reader); }
            else if (reader.ValueTextEquals("sourceVersion"u8)) { sourceVersion = NextString(ref reader); }
            else if (reader.ValueTextEquals("scope"u8)) { scope = NextString(ref reader); }
            else if (reader.ValueTextEquals("group"u8)) { group = NextString(ref reader); }
            else if (reader.ValueTextEquals("optional"u8)) { _ = reader.Read(); optional = reader.GetBoolean(); }
            else if (reader.ValueTextEquals("maxSize"u8)) { _ = reader.Read(); most = reader.GetInt64(); }
            else if (reader.ValueTextEquals("why"u8)) { why = NextString(ref reader); }
            else { throw PlanDiagnostics.PlanUnreadable(file, number, $"it has the unknown key '{reader.GetString()}'"); }
        }

        if (path is null || role is null || size < 0)
        {
            throw PlanDiagnostics.PlanUnreadable(file, number, "its path or role is missing, or its size is negative");
        }

        return new PlanEntry
        {
            Path = path,
            Urls = urls,
            Size = size,
            Sha256 = sha256,
            Checksum = checksum,
            Role = role.Value,
            Package = name is null ? null : new PackageIdentity(name, version ?? "", architecture),
            Source = source is null || name is null ? null : new PackageSource(source, sourceVersion ?? version ?? ""),
            Scope = scope,
            Group = group,
            IsOptional = optional,
            MaxSize = most,
            Why = why,
        };
    }

    private static string? NextString(ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        return reader.GetString();
    }

    private static List<string> NextList(ref Utf8JsonReader reader)
    {
        var list = new List<string>();
        _ = reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(reader.GetString() ?? throw new JsonException());
        }

        return list;
    }

    private static Sha256Digest NextDigest(ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        return !reader.HasValueSequence && !reader.ValueIsEscaped && Sha256Digest.TryParse(reader.ValueSpan, out var digest)
            ? digest
            : throw new JsonException();
    }

    private static Checksum NextChecksum(ref Utf8JsonReader reader) =>
        Checksum.TryParseHeld(NextString(ref reader) ?? "", out var checksum) ? checksum : throw new JsonException();

    internal static ReadOnlySpan<byte> NameOf(FileRole role) => role switch
    {
        FileRole.Package => "package"u8,
        FileRole.Source => "source"u8,
        FileRole.File => "file"u8,
        FileRole.Metadata => "metadata"u8,
        FileRole.Root => "root"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    private static FileRole RoleOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("package"u8) ? FileRole.Package
        : reader.ValueTextEquals("source"u8) ? FileRole.Source
        : reader.ValueTextEquals("file"u8) ? FileRole.File
        : reader.ValueTextEquals("metadata"u8) ? FileRole.Metadata
        : reader.ValueTextEquals("root"u8) ? FileRole.Root
        : throw new JsonException();
}
