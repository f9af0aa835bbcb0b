using System.Text.Json;

namespace Chantal.Plans;

/// <summary>What a header of version 2 says besides: whether sources are named, and which advisories the state goes with.</summary>
internal static class AdvisoriesFormat
{
    /// <summary>Writes it; what has neither stays as version 1 wrote it.</summary>
    public static void Write(Utf8JsonWriter writer, PlanHeader header)
    {
        // A state of version 2 names sources unless it says that it does not.
        if (header.Advisories.Count == 0)
        {
            return;
        }

        if (!header.NamesSources)
        {
            writer.WriteBoolean("namesSources"u8, false);
        }

        writer.WriteStartArray("advisories"u8);
        foreach (var source in header.Advisories)
        {
            writer.WriteStartObject();
            writer.WriteString("source"u8, source.Location);
            writer.WriteList("ecosystems", source.Ecosystems);
            writer.WriteString("sha256"u8, source.Sha256.ToString());
            writer.WriteNumber("size"u8, source.Size);
            HeaderFormat.WriteDate(writer, "date", source.Date);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Whether packages without a source were built from one of their own name.</summary>
    public static bool NamesSources(JsonElement header, int version) => version > 1 && (!header.TryGetProperty("namesSources", out var names) || names.GetBoolean());

    /// <summary>Reads the sources of advisories.</summary>
    public static IReadOnlyList<PlanAdvisories> Read(JsonElement header) => header.TryGetProperty("advisories", out var list) ? list.List(ReadOne) : [];

    private static PlanAdvisories ReadOne(JsonElement source) => new(
        source.Text("source"),
        source.Member("ecosystems").List(StrictJson.Text),
        Sha256Digest.TryParse(source.Text("sha256"), out var digest) ? digest : throw new JsonException("its digest is not one"),
        source.Member("size").GetInt64() is >= 0 and var size ? size : throw new JsonException("its size is negative"),
        source.Member("date").GetDateTimeOffset());
}
