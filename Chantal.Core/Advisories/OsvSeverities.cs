using System.Text.Json;

namespace Chantal.Advisories;

/// <summary>
/// How grave an advisory is: the score of a CVSS vector if there is one, and else the ecosystem's own word. Vectors of CVSS 4 are not scored, since that takes a table of
/// its own; what has only such a vector goes by the word.
/// </summary>
internal static class OsvSeverities
{
    /// <summary>Reads a list of severities: the newest CVSS that can be scored counts, then a word.</summary>
    public static OsvSeverity? Read(ref Utf8JsonReader reader)
    {
        OsvSeverity? best = null;
        var rank = 0;
        _ = reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("its severity is not a list");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            string? type = null, score = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("type"u8);
                var isScore = reader.ValueTextEquals("score"u8);
                _ = reader.Read();
                if (isType) { type = reader.GetString(); }
                else if (isScore) { score = reader.GetString(); }
                else { reader.Skip(); }
            }

            var (found, its) = type switch
            {
                "CVSS_V3" => (OfScore(Cvss.Score3(score ?? "")), 3),
                "CVSS_V2" => (OfScore(Cvss.Score2(score ?? "")), 2),
                "CVSS_V4" => (null, 0),
                _ => (OfWord(score), 1),
            };
            (best, rank) = found is not null && its > rank ? (found, its) : (best, rank);
        }

        return best;
    }

    /// <summary>The word of an object that belongs to an ecosystem or a database: <c>severity</c>, or Debian's <c>urgency</c>.</summary>
    public static string? ReadWord(ref Utf8JsonReader reader)
    {
        string? word = null;
        _ = reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWord = reader.ValueTextEquals("severity"u8) || reader.ValueTextEquals("urgency"u8);
            _ = reader.Read();
            if (isWord && reader.TokenType == JsonTokenType.String)
            {
                word = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return word;
    }

    /// <summary>What a word comes to, or null if it says nothing of how grave something is.</summary>
    public static OsvSeverity? OfWord(string? word) => word?.Trim().TrimEnd('*').ToUpperInvariant() switch
    {
        "CRITICAL" or "URGENT" => new OsvSeverity("critical", null),
        "HIGH" or "IMPORTANT" => new OsvSeverity("important", null),
        "MEDIUM" or "MODERATE" => new OsvSeverity("moderate", null),
        "LOW" or "NEGLIGIBLE" or "UNIMPORTANT" => new OsvSeverity("low", null),
        _ => null,
    };

    private static OsvSeverity? OfScore(decimal? score) => score switch
    {
        null or 0 => null,
        >= 9 => new OsvSeverity("critical", score),
        >= 7 => new OsvSeverity("important", score),
        >= 4 => new OsvSeverity("moderate", score),
        _ => new OsvSeverity("low", score),
    };
}
