using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Runs;

/// <summary>A sync ended.</summary>
/// <param name="Report">What there is to say of it.</param>
internal sealed record RunEnded(RunReport Report) : LogEvent("summary", LogLevel.Info)
{
    /// <inheritdoc/>
    public override string Message =>
        $"The sync {(Report.Outcome == RunOutcome.Interrupted ? "was interrupted" : RunReport.NameOf(Report.Outcome))} after {Quantity.Duration(Report.Duration)}: {Quantity.Count(Report.FetchedFiles, "file")} fetched ({Quantity.Bytes(Report.FetchedBytes)}), {Report.Missing} missing, {Quantity.Count(Report.ErrorCount, "error")}.";

    /// <inheritdoc/>
    public override IReadOnlyList<LogField> Fields =>
    [
        new(LogFields.Outcome, RunReport.NameOf(Report.Outcome)), new(LogFields.Duration, Math.Round(Report.Duration.TotalSeconds, 3)),
        .. Report.Generation is { } generation ? [new LogField(LogFields.Generation, generation)] : Array.Empty<LogField>(),
        new(LogFields.Files, Report.Files), new(LogFields.Bytes, Report.Bytes), new(LogFields.FetchedFiles, Report.FetchedFiles), new(LogFields.FetchedBytes, Report.FetchedBytes),
        new(LogFields.Missing, Report.Missing), new(LogFields.Errors, Report.ErrorCount), new(LogFields.Warnings, Report.WarningCount),
    ];
}
