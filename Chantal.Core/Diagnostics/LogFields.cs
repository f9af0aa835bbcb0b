using System.Collections.Frozen;
using System.Globalization;

namespace Chantal.Diagnostics;

/// <summary>
/// The names of all fields in structured logs. A name never changes its meaning; each has its line in
/// <c>docs/reference/logs.md</c>, which a test holds equal to this list.
/// </summary>
internal static class LogFields
{
    /// <summary>When it happened: UTC, ISO 8601 with milliseconds.</summary>
    public const string Time = "time";

    /// <summary>The build in which it happened.</summary>
    public const string Run = "run";

    /// <summary>The mirror.</summary>
    public const string Mirror = "mirror";

    /// <summary>What kind of thing happened.</summary>
    public const string Event = "event";

    /// <summary>How much it matters.</summary>
    public const string Level = "level";

    /// <summary>Errors and warnings: the diagnostic code.</summary>
    public const string Code = "code";

    /// <summary>A sentence for people.</summary>
    public const string Message = "message";

    /// <summary>The step of the work.</summary>
    public const string Step = "step";

    /// <summary>Whether the step begins or ends.</summary>
    public const string Phase = "phase";

    /// <summary>How a step or a run ended.</summary>
    public const string Outcome = "outcome";

    /// <summary>Seconds that a step or a run took.</summary>
    public const string Duration = "duration";

    /// <summary>A file's path in the mirror.</summary>
    public const string Path = "path";

    /// <summary>Bytes of a file, or of the mirror's state.</summary>
    public const string Bytes = "bytes";

    /// <summary>A file's SHA-256.</summary>
    public const string Sha256 = "sha256";

    /// <summary>The host that a file came from.</summary>
    public const string Upstream = "upstream";

    /// <summary>The address that is asked again.</summary>
    public const string Url = "url";

    /// <summary>Why an attempt failed.</summary>
    public const string Cause = "cause";

    /// <summary>Which attempt comes next.</summary>
    public const string Attempt = "attempt";

    /// <summary>Seconds until then.</summary>
    public const string Delay = "delay";

    /// <summary>The mirror's state after a run.</summary>
    public const string Generation = "generation";

    /// <summary>Files of that state.</summary>
    public const string Files = "files";

    /// <summary>Files of a transfer that are complete.</summary>
    public const string FilesDone = "filesDone";

    /// <summary>Files that it is about.</summary>
    public const string FilesTotal = "filesTotal";

    /// <summary>Bytes of a transfer that lie on disk.</summary>
    public const string BytesDone = "bytesDone";

    /// <summary>Bytes that it is about.</summary>
    public const string BytesTotal = "bytesTotal";

    /// <summary>Bytes a second over the last seconds of a transfer.</summary>
    public const string Rate = "rate";

    /// <summary>Seconds until a transfer is done.</summary>
    public const string SecondsLeft = "secondsLeft";

    /// <summary>Files that a run fetched.</summary>
    public const string FetchedFiles = "fetchedFiles";

    /// <summary>Their bytes.</summary>
    public const string FetchedBytes = "fetchedBytes";

    /// <summary>Files that a run could not store.</summary>
    public const string Missing = "missing";

    /// <summary>Errors of a run.</summary>
    public const string Errors = "errors";

    /// <summary>Warnings of a run.</summary>
    public const string Warnings = "warnings";

    private static readonly FrozenSet<string> Whole = [Bytes, Attempt, Files, FilesDone, FilesTotal, BytesDone, BytesTotal, Rate, SecondsLeft, FetchedFiles, FetchedBytes, Missing, Errors, Warnings];
    private static readonly FrozenSet<string> Fractional = [Duration, Delay];

    /// <summary>A field's value as text, for what carries texts only.</summary>
    public static string ToText(LogField field) => Convert.ToString(field.Value, CultureInfo.InvariantCulture)!;

    /// <summary>A field from its text; numbers become numbers again.</summary>
    public static LogField FromText(string name, string text) =>
        Whole.Contains(name) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? new LogField(name, whole)
        : Fractional.Contains(name) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new LogField(name, number)
        : new LogField(name, text);
}
