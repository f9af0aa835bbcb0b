using System.Text;
using System.Text.Json;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Runs;

/// <summary>How a run ended.</summary>
internal enum RunOutcome
{
    /// <summary>Everything selected is stored and published.</summary>
    Succeeded,

    /// <summary>The errors say why; what was published before is still served.</summary>
    Failed,

    /// <summary>Ctrl-C, SIGTERM or the build ended it.</summary>
    Interrupted,

    /// <summary>The upstream changed under it: the same run continues from its beginning. What ended like that was killed there.</summary>
    StartedOver,
}

/// <summary>A sync, as programs want to know it afterwards: <c>state/MIRROR/last-run.json</c>, and a line of <c>runs.jsonl</c>.</summary>
internal sealed record RunReport
{
    /// <summary>What every run report says in <c>format</c>.</summary>
    public const string RunFormat = "chantal-run";

    /// <summary>The form's name.</summary>
    public string Format { get; init; } = RunFormat;

    /// <summary>The form's version; a reader refuses any other.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The build's name.</summary>
    public required string Run { get; init; }

    /// <summary>The mirror.</summary>
    public required string Mirror { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public required DateTime Began { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTime Ended { get; init; }

    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>When a run of this mirror last ended well; null: never.</summary>
    public DateTime? LastSuccess { get; init; }

    /// <summary>The mirror's head after the run; null before the first one.</summary>
    public string? Generation { get; init; }

    /// <summary>Files of the head.</summary>
    public long Files { get; init; }

    /// <summary>Their bytes, as clients see them.</summary>
    public long Bytes { get; init; }

    /// <summary>Files that the run fetched.</summary>
    public long FetchedFiles { get; init; }

    /// <summary>Their bytes.</summary>
    public long FetchedBytes { get; init; }

    /// <summary>Files that the run could not store.</summary>
    public long Missing { get; init; }

    /// <summary>Bytes of all contents in the store, as far as its index knows them; null: nothing was stored, so nobody counted.</summary>
    public long? StoreBytes { get; init; }

    /// <summary>The suspicious state of the upstream that was taken because somebody accepted it by its name, or null.</summary>
    public RecordedAcceptance? Accepted { get; init; }

    /// <summary>How many errors there were.</summary>
    public long ErrorCount { get; init; }

    /// <summary>How many warnings there were.</summary>
    public long WarningCount { get; init; }

    /// <summary>The first errors.</summary>
    public IReadOnlyList<RunDiagnostic> Errors { get; init; } = [];

    /// <summary>The first warnings.</summary>
    public IReadOnlyList<RunDiagnostic> Warnings { get; init; } = [];

    /// <summary>What was done, in this order; what was up to date is not here.</summary>
    public IReadOnlyList<RunStep> Steps { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Duration => Ended - Began;

    /// <summary>An outcome as logs and reports call it.</summary>
    public static string NameOf(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => "succeeded",
        RunOutcome.Failed => "failed",
        RunOutcome.Interrupted => "interrupted",
        RunOutcome.StartedOver => "startedOver",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "not an outcome"),
    };

    /// <summary>The outcome with a name, or null if no outcome has it.</summary>
    public static RunOutcome? OutcomeOf(string name) => name switch
    {
        "succeeded" => RunOutcome.Succeeded,
        "failed" => RunOutcome.Failed,
        "interrupted" => RunOutcome.Interrupted,
        "startedOver" => RunOutcome.StartedOver,
        _ => null,
    };

    /// <summary>One line of JSON, without its end.</summary>
    public string ToJsonLine() => Encoding.UTF8.GetString(JsonOutput.Write(this, RunJson.Write, RunJson.Line));

    /// <summary>A JSON document.</summary>
    public string ToJson() => Encoding.UTF8.GetString(JsonOutput.Write(this, RunJson.Write, RunJson.Document)) + "\n";

    /// <summary>A report from its text; null if it is not one, or of another version.</summary>
    public static RunReport? TryParse(string json)
    {
        try
        {
            return StrictJson.Read(Encoding.UTF8.GetBytes(json), RunJson.Read) is { Format: RunFormat, Version: 1 } report ? report : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>An error or a warning of a run.</summary>
/// <param name="Code">The diagnostic code.</param>
/// <param name="Message">What happened, to which file, and what to do.</param>
internal sealed record RunDiagnostic(string Code, string Message);

/// <summary>A step of a run.</summary>
/// <param name="Step">Its name.</param>
/// <param name="Began">When it began.</param>
/// <param name="Duration">How many seconds it took.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record RunStep(string Step, DateTime Began, double Duration, RunOutcome Outcome);
