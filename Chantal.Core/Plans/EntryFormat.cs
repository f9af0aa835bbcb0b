using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Chantal.Plans;

/// <summary>
/// The lines of plans and manifests: JSON Lines in UTF-8, the header first, then one object a file, described in
/// <c>docs/reference/plan-format.md</c>. Keys have a fixed order and absent values are left out, so that equal states are equal bytes.
/// </summary>
internal static class EntryFormat
{
    /// <summary>The version of both formats; a reader refuses any other.</summary>
    public const int Version = 1;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // Package names and versions are full of '+'; the readers are programs and people, never browsers.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    // How each line that is written here begins.
    private static ReadOnlySpan<byte> Begin => "{\"path\":\""u8;

    public static Utf8JsonWriter CreateWriter(IBufferWriter<byte> output) => new(output, WriterOptions);

    public static void WriteHeader(Utf8JsonWriter writer, string format, PlanHeader header)
    {
        writer.WriteStartObject();
        writer.WriteString("format"u8, format);
        writer.WriteNumber("version"u8, Version);
        writer.WriteString("type"u8, header.Type);
        WriteList(writer, "upstreams", header.Upstreams);
        WriteBases(writer, header.Bases);
        WriteList(writer, "units", header.Units);
        writer.WriteStartArray("roots"u8);
        foreach (var root in header.Roots)
        {
            writer.WriteStartObject();
            writer.WriteString("path"u8, root.Path);
            WriteDate(writer, "date", root.Date);
            WriteDate(writer, "validUntil", root.ValidUntil);
            WriteList(writer, "signers", root.Signers);
            if (root.Identity is not null)
            {
                writer.WriteString("identity"u8, root.Identity);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WriteEntry(Utf8JsonWriter writer, PlanEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("path"u8, entry.Path);
        if (entry.Urls.Count > 0)
        {
            WriteList(writer, "urls", entry.Urls);
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

    /// <summary>
    /// The line of a package without a second thought, where every text of it stands in JSON as it is; false where one does not. It comes to the bytes
    /// that <see cref="WriteEntry"/> would write.
    /// </summary>
    /// <param name="line">Takes the line.</param>
    /// <param name="package">The package.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryWritePlain(ArrayBufferWriter<byte> line, in PlainPackage package)
    {
        if (!ArtifactPath.IsPlain(package.Path) || !IsNumber(package.Size) || !IsDigest(package.Sha256)
            || !IsPlain(package.Name) || !IsPlain(package.Version) || !IsPlain(package.Architecture) || !IsPlain(package.Scope))
        {
            return false;
        }

        line.ResetWrittenCount();
        var text = line.GetSpan(package.Path.Length + package.Name.Length + package.Version.Length + package.Architecture.Length + package.Scope.Length + 256);
        var at = 0;
        Put(text, ref at, Begin);
        Put(text, ref at, package.Path);
        Put(text, ref at, "\",\"size\":"u8);
        Put(text, ref at, package.Size);
        Put(text, ref at, ",\"sha256\":\""u8);
        Put(text, ref at, package.Sha256);
        Put(text, ref at, "\",\"role\":\""u8);
        Put(text, ref at, NameOf(package.Role));
        Put(text, ref at, "\",\"name\":\""u8);
        Put(text, ref at, package.Name);
        Put(text, ref at, "\",\"version\":\""u8);
        Put(text, ref at, package.Version);
        Put(text, ref at, "\",\"architecture\":\""u8);
        Put(text, ref at, package.Architecture);
        Put(text, ref at, "\",\"scope\":\""u8);
        Put(text, ref at, package.Scope);
        Put(text, ref at, "\"}"u8);
        line.Advance(at);
        return true;
    }

    private static void Put(Span<byte> text, ref int at, ReadOnlySpan<byte> part)
    {
        part.CopyTo(text[at..]);
        at += part.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsPlain(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (c is < (byte)' ' or > (byte)'~' or (byte)'"' or (byte)'\\')
            {
                return false;
            }
        }

        return true;
    }

    // A number of bytes as it would be written: one that is longer than any file is left to who reads numbers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9')
            {
                return false;
            }
        }

        return text.Length is > 0 and < 19 && (text[0] != '0' || text.Length == 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsDigest(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!(c is >= (byte)'0' and <= (byte)'9' or >= (byte)'a' and <= (byte)'f'))
            {
                return false;
            }
        }

        return text.Length == 2 * Sha256Digest.Length;
    }

    public static PlanHeader ReadHeader(ReadOnlySpan<byte> line, string format, string file)
    {
        try
        {
            using var json = JsonDocument.Parse(line.ToArray(), new JsonDocumentOptions { MaxDepth = 8 });
            var root = json.RootElement;
            if (root.GetProperty("format").GetString() != format || root.GetProperty("version").GetInt32() != Version)
            {
                throw PlanDiagnostics.PlanUnreadable(file, 1, $"it is not a {format} of version {Version}");
            }

            return new PlanHeader
            {
                Type = Text(root.GetProperty("type")),
                Upstreams = ReadList(root, "upstreams"),
                Bases = ReadBases(root, file),
                Units = ReadUnits(root, file),
                Roots = ReadRoots(root, file),
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw PlanDiagnostics.PlanUnreadable(file, 1, "its first line is not a header", exception);
        }
    }

    /// <summary>The path alone, in UTF-8. A line as it is written here is not looked at behind its path.</summary>
    public static ReadOnlySpan<byte> ReadPath(ReadOnlySpan<byte> line, string file, long number)
    {
        return PathIn(line) is { } path ? line[path] : Encoding.UTF8.GetBytes(ReadEntry(line, file, number).Path);
    }

    /// <summary>Where the path stands in a line as it is written here; null where it stands elsewhere, or with escapes.</summary>
    public static Range? PathIn(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(Begin))
        {
            return null;
        }

        var length = line[Begin.Length..].IndexOfAny((byte)'"', (byte)'\\');
        return length >= 0 && line[Begin.Length + length] == '"' ? Begin.Length..(Begin.Length + length) : null;
    }

    /// <summary>Size and SHA-256 of a state's line as it is written here; false where they stand elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryReadContent(ReadOnlySpan<byte> line, out long size, out Sha256Digest sha256)
    {
        var sizeKey = ",\"size\":"u8;
        var digestKey = ",\"sha256\":\""u8;
        size = 0;
        sha256 = default;
        if (PathIn(line) is not { } path)
        {
            return false;
        }

        var rest = line[(path.End.Value + 1)..];
        if (!rest.StartsWith(sizeKey) || !Utf8Parser.TryParse(rest[sizeKey.Length..], out size, out var digits))
        {
            return false;
        }

        rest = rest[(sizeKey.Length + digits)..];
        return rest.StartsWith(digestKey) && rest.Length > digestKey.Length + (2 * Sha256Digest.Length)
            && Sha256Digest.TryParse(rest.Slice(digestKey.Length, 2 * Sha256Digest.Length), out sha256);
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
        string? path = null, name = null, version = null, architecture = null, scope = null, group = null, why = null;
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
        Checksum.TryParse(NextString(ref reader) ?? "", out var checksum) ? checksum : throw new JsonException();

    private static ReadOnlySpan<byte> NameOf(FileRole role) => role switch
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

    private static void WriteBases(Utf8JsonWriter writer, IReadOnlyList<PlanBase> bases)
    {
        if (bases.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("bases"u8);
        foreach (var one in bases)
        {
            writer.WriteStartObject();
            writer.WriteString("path"u8, one.Path);
            WriteList(writer, "urls", one.Urls);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static List<PlanBase> ReadBases(JsonElement header, string file)
    {
        if (!header.TryGetProperty("bases", out var list))
        {
            return [];
        }

        var bases = list.EnumerateArray().Select(b => new PlanBase(Text(b.GetProperty("path")), ReadList(b, "urls"))).ToList();
        foreach (var one in bases)
        {
            if (one.Urls.Count == 0)
            {
                throw PlanDiagnostics.PlanUnreadable(file, 1, $"the base '{one.Path}' does not have a URL");
            }

            if (one.Path.Length > 0 && ArtifactPath.Fault(one.Path) is { } fault)
            {
                throw PlanDiagnostics.PlanUnreadable(file, 1, $"it has a base '{one.Path}', which {fault}");
            }
        }

        return bases.DistinctBy(b => b.Path).Count() == bases.Count ? bases : throw PlanDiagnostics.PlanUnreadable(file, 1, "two of its bases have the same path");
    }

    // A unit is a directory of the published tree, and is switched as a whole.
    private static IReadOnlyList<string> ReadUnits(JsonElement header, string file)
    {
        var units = ReadList(header, "units");
        foreach (var unit in units)
        {
            if (unit.Length > 0 && ArtifactPath.Fault(unit) is { } fault)
            {
                throw PlanDiagnostics.PlanUnreadable(file, 1, $"it has a unit '{unit}', which {fault}");
            }
        }

        return units;
    }

    private static List<PlanRoot> ReadRoots(JsonElement header, string file)
    {
        if (!header.TryGetProperty("roots", out var list))
        {
            return [];
        }

        var roots = list.EnumerateArray().Select(r => new PlanRoot(Text(r.GetProperty("path")), ReadDate(r, "date"), ReadDate(r, "validUntil"), ReadList(r, "signers"))
        {
            Identity = r.TryGetProperty("identity", out var identity) ? Text(identity) : null,
        }).ToList();
        return roots.DistinctBy(r => r.Path).Count() == roots.Count ? roots : throw PlanDiagnostics.PlanUnreadable(file, 1, "two of its roots have the same path");
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static IReadOnlyList<string> ReadList(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(Text)] : [];

    private static string Text(JsonElement element) => element.GetString() ?? throw new JsonException("null is not a text");

    private static void WriteDate(Utf8JsonWriter writer, string name, DateTimeOffset? date)
    {
        if (date is { } value)
        {
            writer.WriteString(name, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }
    }

    private static DateTimeOffset? ReadDate(JsonElement element, string name) =>
        element.TryGetProperty(name, out var date) ? date.GetDateTimeOffset() : null;
}
