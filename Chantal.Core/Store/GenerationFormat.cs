using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>
/// The text of a generation's file, described in <c>docs/reference/store-layout.md</c>: JSON Lines in UTF-8, the header first, then one object a
/// shard. Keys have a fixed order, so that equal states are equal bytes.
/// </summary>
internal static class GenerationFormat
{
    /// <summary>What the header of a list of shards says in <c>format</c>.</summary>
    public const string List = "chantal-generation";

    /// <summary>What the header of a state in one piece says in <c>format</c>; lines of files follow it.</summary>
    public const string OnePiece = "chantal-manifest";

    /// <summary>Whether a header is that of a list.</summary>
    public static bool IsList(ReadOnlySpan<byte> header) => header.StartsWith("{\"format\":\"chantal-generation\""u8);

    /// <summary>What of a plan's header belongs to the state.</summary>
    public static PlanHeader OfState(PlanHeader header) => header with { Base = null, Upstreams = [], Bases = [] };

    /// <summary>Writes a list.</summary>
    public static void Write(IBufferWriter<byte> output, PlanHeader header, IReadOnlyList<Shard> shards)
    {
        using var json = EntryFormat.CreateWriter(output);
        HeaderFormat.Write(json, List, OfState(header));
        output.Write("\n"u8);
        foreach (var shard in shards)
        {
            json.Reset();
            json.WriteStartObject();
            json.WriteString("first"u8, shard.First);
            json.WriteString("shard"u8, shard.Digest.ToString());
            json.WriteNumber("files"u8, shard.Files);
            json.WriteNumber("bytes"u8, shard.Bytes);
            json.WriteNumber("packages"u8, shard.Packages);
            json.WriteEndObject();
            json.Flush();
            output.Write("\n"u8);
        }
    }

    /// <summary>Reads the lines behind a list's header.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="hash">Takes them.</param>
    /// <param name="file">What errors call the file.</param>
    public static IReadOnlyList<Shard> ReadShards(LineReader lines, IncrementalHash hash, string file)
    {
        var shards = new List<Shard>();
        while (lines.TryRead(out var line))
        {
            Append(hash, line);
            var shard = ReadShard(line, file, lines.LineNumber);
            if (shards.Count > 0 && ArtifactPath.Compare(shards[^1].First, shard.First) >= 0)
            {
                throw PlanDiagnostics.PlanUnreadable(file, lines.LineNumber, $"the shard that begins with '{shard.First}' does not come after the one before it");
            }

            shards.Add(shard);
        }

        return shards;
    }

    /// <summary>Takes a line into the digest of a text.</summary>
    public static void Append(IncrementalHash hash, ReadOnlySpan<byte> line)
    {
        hash.AppendData(line);
        hash.AppendData("\n"u8);
    }

    private static Shard ReadShard(ReadOnlySpan<byte> line, string file, long number)
    {
        string? first = null;
        Sha256Digest? digest = null;
        long files = 0, bytes = -1, packages = -1;
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 2 });
            _ = reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.ValueSpan;
                _ = reader.Read();
                if (name.SequenceEqual("first"u8)) { first = reader.GetString(); }
                else if (name.SequenceEqual("shard"u8)) { digest = Sha256Digest.TryParse(reader.ValueSpan, out var parsed) ? parsed : null; }
                else if (name.SequenceEqual("files"u8)) { files = reader.GetInt64(); }
                else if (name.SequenceEqual("bytes"u8)) { bytes = reader.GetInt64(); }
                else if (name.SequenceEqual("packages"u8)) { packages = reader.GetInt64(); }
                else { throw new JsonException(); }
            }

            if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
            {
                throw new JsonException();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw PlanDiagnostics.PlanUnreadable(file, number, "it is not the JSON object of a shard", exception);
        }

        return first is not null && digest is { } name2 && files > 0 && bytes >= 0 && packages >= 0
            ? new Shard(ArtifactPath.Check(first, $"'{file}'"), name2, files, bytes, packages)
            : throw PlanDiagnostics.PlanUnreadable(file, number, "a value of the shard is missing or negative");
    }
}
