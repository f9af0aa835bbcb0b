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
internal sealed record Statement(string Mirror, string Kind, string Name, Ref Ref)
{
    private const string Type = "https://in-toto.io/Statement/v1";
    private const string Predicate = "https://slsa.dev/provenance/v1";

    private static readonly JsonWriterOptions Options = JsonOutput.Indented with { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The statement as text.</summary>
    /// <param name="mark">Says in the file whose it is.</param>
    public string ToText(string mark) => Encoding.UTF8.GetString(JsonOutput.Write(mark, Write, Options)) + "\n";

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

        json.WriteEndObject();
        if (Ref.By?.Commit is { } commit)
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
        json.WriteString("id", $"chantal:host:{Ref.By?.Host}");
        json.WriteStartObject("version");
        json.WriteString("chantal", Ref.By?.Version);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("metadata");
        json.WriteOptional("invocationId", Ref.By?.BuildUrl ?? Ref.By?.Build);
        json.WriteString("finishedOn", Ref.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteStartArray("byproducts");
        json.WriteStartObject();
        json.WriteString("name", "actor");
        json.WriteStartObject("annotations");
        json.WriteString("user", Ref.By?.User);
        json.WriteOptional("build", Ref.By?.Build);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
