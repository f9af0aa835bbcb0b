using System.Text.Encodings.Web;
using System.Text.Json;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Runs;

/// <summary>Run reports as JSON.</summary>
internal static class RunJson
{
    /// <summary>On one line.</summary>
    public static JsonWriterOptions Line { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Over several lines.</summary>
    public static JsonWriterOptions Document { get; } = JsonOutput.Indented with { Encoder = Line.Encoder };

    public static void Write(Utf8JsonWriter writer, RunReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("format", report.Format);
        writer.WriteNumber("version", report.Version);
        writer.WriteString("run", report.Run);
        writer.WriteString("mirror", report.Mirror);
        writer.WriteString("began", report.Began);
        writer.WriteString("ended", report.Ended);
        writer.WriteString("outcome", RunReport.NameOf(report.Outcome));
        if (report.LastSuccess is { } success)
        {
            writer.WriteString("lastSuccess", success);
        }

        writer.WriteOptional("generation", report.Generation);
        writer.WriteNumber("files", report.Files);
        writer.WriteNumber("bytes", report.Bytes);
        writer.WriteNumber("fetchedFiles", report.FetchedFiles);
        writer.WriteNumber("fetchedBytes", report.FetchedBytes);
        writer.WriteNumber("missing", report.Missing);
        writer.WriteOptional("storeBytes", report.StoreBytes);
        RecordedAcceptance.Write(writer, report.Accepted);
        writer.WriteNumber("errorCount", report.ErrorCount);
        writer.WriteNumber("warningCount", report.WarningCount);
        writer.WriteList("errors", report.Errors, WriteDiagnostic);
        writer.WriteList("warnings", report.Warnings, WriteDiagnostic);
        writer.WriteList("steps", report.Steps, WriteStep);
        writer.WriteEndObject();
    }

    public static RunReport Read(JsonElement root) => new()
    {
        Format = root.Text("format"),
        Version = root.Integer("version"),
        Run = root.Text("run"),
        Mirror = root.Text("mirror"),
        Began = root.Member("began").GetDateTime(),
        Ended = root.Member("ended").GetDateTime(),
        Outcome = ReadOutcome(root),
        LastSuccess = root.TryGet("lastSuccess", out var success) ? success.GetDateTime() : null,
        Generation = root.OptionalText("generation"),
        Files = root.Number("files"),
        Bytes = root.Number("bytes"),
        FetchedFiles = root.Number("fetchedFiles"),
        FetchedBytes = root.Number("fetchedBytes"),
        Missing = root.Number("missing"),
        StoreBytes = root.OptionalNumber("storeBytes"),
        Accepted = RecordedAcceptance.Read(root),
        ErrorCount = root.Number("errorCount"),
        WarningCount = root.Number("warningCount"),
        Errors = root.Member("errors").List(ReadDiagnostic),
        Warnings = root.Member("warnings").List(ReadDiagnostic),
        Steps = root.Member("steps").List(ReadStep),
    };

    private static RunOutcome ReadOutcome(JsonElement parent) => parent.Text("outcome") is var name && RunReport.OutcomeOf(name) is { } outcome ? outcome : throw new JsonException($"'{name}' is not an outcome");

    private static void WriteDiagnostic(Utf8JsonWriter writer, RunDiagnostic diagnostic)
    {
        writer.WriteStartObject();
        writer.WriteString("code", diagnostic.Code);
        writer.WriteString("message", diagnostic.Message);
        writer.WriteEndObject();
    }

    private static RunDiagnostic ReadDiagnostic(JsonElement diagnostic) => new(diagnostic.Text("code"), diagnostic.Text("message"));

    private static void WriteStep(Utf8JsonWriter writer, RunStep step)
    {
        writer.WriteStartObject();
        writer.WriteString("step", step.Step);
        writer.WriteString("began", step.Began);
        writer.WriteNumber("duration", step.Duration);
        writer.WriteString("outcome", RunReport.NameOf(step.Outcome));
        writer.WriteEndObject();
    }

    private static RunStep ReadStep(JsonElement step) => new(step.Text("step"), step.Member("began").GetDateTime(), step.Member("duration").GetDouble(), ReadOutcome(step));
}
