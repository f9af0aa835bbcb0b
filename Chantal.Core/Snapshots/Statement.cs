using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>
/// Says who froze a state of a mirror under a name, or had a channel show it, in the form that programs for supply chains read: an in-toto statement (v1) whose predicate is
/// a provenance of SLSA (v1).
/// </summary>
/// <param name="Mirror">The mirror.</param>
/// <param name="Kind">What was done, <c>snapshot</c> or <c>promotion</c>.</param>
/// <param name="Name">The snapshot or channel.</param>
/// <param name="Ref">What its ref says.</param>
/// <param name="By">Who did it.</param>
internal sealed record Statement(string Mirror, string Kind, string Name, Ref Ref, Actor By)
{
    private const string Type = "https://in-toto.io/Statement/v1";
    private const string Predicate = "https://slsa.dev/provenance/v1";

    private static readonly JsonWriterOptions Options = JsonOutput.Indented with { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The statement about a ref; null if there is no ref, or one of a version that did not say who made it.</summary>
    public static Statement? Of(string mirror, string kind, string name, Ref? stated) => stated?.By is { } by ? new Statement(mirror, kind, name, stated, by) : null;

    /// <summary>Whether a text is a statement about a state of a mirror, whoever wrote it.</summary>
    public static bool IsAbout(string text, string mirror, string generation)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Text("_type") == Type && document.RootElement.Member("subject") is { ValueKind: JsonValueKind.Array } subjects && subjects.GetArrayLength() == 1
                && subjects[0].Text("name") == mirror && subjects[0].Member("digest").Text("sha256") == generation;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The statement as text.</summary>
    /// <param name="mark">Says in the file whose it is.</param>
    public string ToText(string mark) => Encoding.UTF8.GetString(JsonOutput.Write(mark, Write, Options)) + "\n";

    // The subject comes first, so that the mark is at the file's beginning.
    private void Write(Utf8JsonWriter json, string mark)
    {
        json.WriteStartObject();
        json.WriteStartArray("subject");
        json.WriteStartObject();
        json.WriteStartObject("annotations");
        json.WriteString("file", mark);
        json.WriteEndObject();
        json.WriteString("name", Mirror);
        json.WriteStartObject("digest");
        json.WriteString("sha256", Ref.Generation);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("_type", Type);
        json.WriteString("predicateType", Predicate);
        json.WriteStartObject("predicate");
        WriteDefinition(json);
        WriteDetails(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteDefinition(Utf8JsonWriter json)
    {
        json.WriteStartObject("buildDefinition");
        json.WriteString("buildType", $"chantal:{Kind}:v1");
        json.WriteStartObject("externalParameters");
        json.WriteString("mirror", Mirror);
        if (Ref.Snapshot is { } shown)
        {
            json.WriteString("channel", Name);
            json.WriteString("snapshot", shown);
        }
        else
        {
            json.WriteString("snapshot", Name);
        }

        RecordedAcceptance.Write(json, Ref.Accepted);
        json.WriteEndObject();
        json.WriteStartObject("internalParameters");
        json.WriteString("user", By.User);
        json.WriteString("host", By.Host);
        json.WriteOptional("build", By.Build);
        json.WriteOptional("buildUrl", By.BuildUrl);
        json.WriteEndObject();
        if (By.Commit is { } commit)
        {
            json.WriteStartArray("resolvedDependencies");
            json.WriteStartObject();
            json.WriteString("name", "definitions");
            json.WriteStartObject("digest");
            json.WriteString("gitCommit", commit);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteStartObject("runDetails");
        json.WriteStartObject("builder");
        json.WriteString("id", $"chantal:host:{Uri.EscapeDataString(By.Host)}");
        json.WriteStartObject("version");
        json.WriteString("chantal", By.Version);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("metadata");
        json.WriteOptional("invocationId", By.BuildUrl ?? By.Build);
        json.WriteString("finishedOn", Ref.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

/// <summary>A statement and the signature beside it.</summary>
/// <param name="Text">The statement, as it is signed.</param>
/// <param name="Signature">Its signature in ASCII armor; null: it is not signed.</param>
internal sealed record SignedStatement(string Text, string? Signature);
