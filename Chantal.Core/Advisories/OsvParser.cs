using System.Globalization;
using System.Text.Json;
using Chantal.Diagnostics;

namespace Chantal.Advisories;

/// <summary>Reads one advisory in OSV JSON, of any version 1 of the schema. What it does not know, it passes over; sizes have bounds.</summary>
internal static class OsvParser
{
    /// <summary>The most bytes of one advisory.</summary>
    public const int MaxEntry = 16 << 20;

    private const int MaxDepth = 64;
    private const int MaxName = 512;
    private const int MaxSummary = 300;

    /// <summary>Reads an advisory.</summary>
    /// <param name="json">Its text.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.AdvisoriesMalformed"/>.</exception>
    public static OsvEntry Parse(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            var entry = Read(ref reader);
            return reader.Read() ? throw new JsonException("something stands behind the advisory") : entry;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw AdvisoriesDiagnostics.Malformed(name, exception.Message, exception);
        }
    }

    private static OsvEntry Read(ref Utf8JsonReader reader)
    {
        string? id = null, summary = null, word = null, version = null;
        DateTimeOffset? modified = null, published = null;
        var isWithdrawn = false;
        List<string>? aliases = null;
        List<OsvAffected>? affected = null;
        OsvSeverity? severity = null;
        Begin(ref reader, JsonTokenType.StartObject);
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("id"u8)) { id = NextName(ref reader); }
            else if (reader.ValueTextEquals("schema_version"u8)) { version = NextText(ref reader); }
            else if (reader.ValueTextEquals("modified"u8)) { modified = NextTime(ref reader); }
            else if (reader.ValueTextEquals("published"u8)) { published = NextTime(ref reader); }
            else if (reader.ValueTextEquals("withdrawn"u8)) { isWithdrawn = NextTime(ref reader) is not null; }
            else if (reader.ValueTextEquals("summary"u8)) { summary = NextText(ref reader); }
            else if (reader.ValueTextEquals("aliases"u8) || reader.ValueTextEquals("upstream"u8)) { NextNames(ref reader, aliases ??= []); }
            else if (reader.ValueTextEquals("severity"u8)) { severity = OsvSeverities.Read(ref reader); }
            else if (reader.ValueTextEquals("database_specific"u8)) { word = OsvSeverities.ReadWord(ref reader); }
            else if (reader.ValueTextEquals("affected"u8)) { ReadAffected(ref reader, affected ??= []); }
            else { Pass(ref reader); }
        }

        if (version is not null && !version.StartsWith("1.", StringComparison.Ordinal))
        {
            throw new JsonException($"its schema has the version {version}, and 1 is known");
        }

        return new OsvEntry(id ?? throw new JsonException("it has no id"), modified ?? throw new JsonException("it does not say when it was modified"), affected ?? [])
        {
            Aliases = aliases is null ? [] : [.. aliases.Where(a => a != id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Published = published,
            IsWithdrawn = isWithdrawn,
            Summary = summary is null ? "" : summary.Length <= MaxSummary ? summary : summary[..MaxSummary] + "…",
            Severity = severity ?? OsvSeverities.OfWord(word),
        };
    }

    private static void ReadAffected(ref Utf8JsonReader reader, List<OsvAffected> affected)
    {
        Begin(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            string? ecosystem = null, package = null, word = null;
            List<OsvRange>? ranges = null;
            List<string>? versions = null;
            OsvSeverity? severity = null;
            while (NextMember(ref reader))
            {
                if (reader.ValueTextEquals("package"u8)) { (ecosystem, package) = ReadPackage(ref reader); }
                else if (reader.ValueTextEquals("ranges"u8)) { ReadRanges(ref reader, ranges ??= []); }
                else if (reader.ValueTextEquals("versions"u8)) { NextNames(ref reader, versions ??= []); }
                else if (reader.ValueTextEquals("severity"u8)) { severity = OsvSeverities.Read(ref reader); }
                else if (reader.ValueTextEquals("ecosystem_specific"u8) || reader.ValueTextEquals("database_specific"u8)) { word ??= OsvSeverities.ReadWord(ref reader); }
                else { Pass(ref reader); }
            }

            // What is only known by commits, or in an order that is not the ecosystem's, is not about packages that a mirror can hold.
            if (ecosystem is not null && package is not null && (ranges is { Count: > 0 } || versions is { Count: > 0 }))
            {
                affected.Add(new OsvAffected(ecosystem, package) { Ranges = ranges ?? [], Versions = versions ?? [], Severity = severity ?? OsvSeverities.OfWord(word) });
            }
        }

        End(ref reader, JsonTokenType.EndArray);
    }

    private static (string? Ecosystem, string? Package) ReadPackage(ref Utf8JsonReader reader)
    {
        string? ecosystem = null, package = null;
        Begin(ref reader, JsonTokenType.StartObject);
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("ecosystem"u8)) { ecosystem = NextName(ref reader); }
            else if (reader.ValueTextEquals("name"u8)) { package = NextName(ref reader); }
            else { Pass(ref reader); }
        }

        return (ecosystem, package);
    }

    private static void ReadRanges(ref Utf8JsonReader reader, List<OsvRange> ranges)
    {
        Begin(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var isOfEcosystem = false;
            List<OsvEvent> events = [];
            while (NextMember(ref reader))
            {
                if (reader.ValueTextEquals("type"u8))
                {
                    _ = reader.Read();
                    isOfEcosystem = reader.ValueTextEquals("ECOSYSTEM"u8);
                }
                else if (reader.ValueTextEquals("events"u8)) { ReadEvents(ref reader, events); }
                else { Pass(ref reader); }
            }

            if (isOfEcosystem && events.Count > 0)
            {
                ranges.Add(new OsvRange(events));
            }
        }

        End(ref reader, JsonTokenType.EndArray);
    }

    private static void ReadEvents(ref Utf8JsonReader reader, List<OsvEvent> events)
    {
        Begin(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            while (NextMember(ref reader))
            {
                if (reader.ValueTextEquals("introduced"u8)) { events.Add(new OsvEvent(OsvEventKind.Introduced, NextName(ref reader))); }
                else if (reader.ValueTextEquals("fixed"u8)) { events.Add(new OsvEvent(OsvEventKind.Fixed, NextName(ref reader))); }
                else if (reader.ValueTextEquals("last_affected"u8)) { events.Add(new OsvEvent(OsvEventKind.LastAffected, NextName(ref reader))); }
                else if (reader.ValueTextEquals("limit"u8)) { events.Add(new OsvEvent(OsvEventKind.Limit, NextName(ref reader))); }
                else { Pass(ref reader); }
            }
        }

        End(ref reader, JsonTokenType.EndArray);
    }

    private static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static void Begin(ref Utf8JsonReader reader, JsonTokenType token)
    {
        _ = reader.Read();
        End(ref reader, token);
    }

    private static void End(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (reader.TokenType != token)
        {
            throw new JsonException($"it has {reader.TokenType} where the schema has {token}");
        }
    }

    private static void Pass(ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        reader.Skip();
    }

    private static string? NextText(ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        return reader.GetString();
    }

    private static string NextName(ref Utf8JsonReader reader) => NameOf(NextText(ref reader));

    private static string NameOf(string? text) => text is { Length: > 0 and <= MaxName } ? text : throw new JsonException($"a name or version is empty or has more than {MaxName} characters");

    private static void NextNames(ref Utf8JsonReader reader, List<string> names)
    {
        _ = reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        End(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            names.Add(NameOf(reader.GetString()));
        }
    }

    private static DateTimeOffset? NextTime(ref Utf8JsonReader reader)
    {
        var text = NextText(ref reader);
        return text is null ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
            : throw new JsonException($"'{text}' is not a time");
    }
}
