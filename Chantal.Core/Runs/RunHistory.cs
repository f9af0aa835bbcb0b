using System.Globalization;
using System.Text.Json;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Runs;

/// <summary>A run in the history, as its report has it.</summary>
/// <param name="Mirror">The mirror.</param>
/// <param name="Began">When it began.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="IsIdle">Whether upstream had nothing new, so that nothing was to be done.</param>
/// <param name="Generation">The mirror's state afterwards; null if the run did not produce one.</param>
/// <param name="Files">Files of that state.</param>
/// <param name="FetchedFiles">Files that it fetched.</param>
/// <param name="FetchedBytes">Their bytes.</param>
/// <param name="Missing">Files that it could not store.</param>
/// <param name="Error">The first error, or null.</param>
/// <param name="Accepted">What it took only because somebody accepted it; null: nothing.</param>
internal sealed record PastRun(
    string Mirror, DateTime Began, DateTime Ended, RunOutcome Outcome, bool IsIdle, string? Generation, long Files, long FetchedFiles, long FetchedBytes, long Missing,
    RunDiagnostic? Error, RecordedAcceptance? Accepted);

/// <summary>
/// Every run of mirrors: those that failed, were interrupted or had nothing to do, as well. Their reports are in the store, so all agents that work on it tell the same.
/// </summary>
internal static class RunHistory
{
    // What only a run with something to do has among its steps.
    private const string Storing = "StoreArtifacts";

    // Of an error, in a line; JSON has all of it.
    private const int MostCharacters = 90;

    /// <summary>The runs of a mirror, by their reports.</summary>
    public static IEnumerable<PastRun> Of(IReadOnlyList<RunReport> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return runs.Select(Of);
    }

    /// <summary>A table, the latest run first, and one of the promotions.</summary>
    public static string ToText(IEnumerable<PastRun> runs, IEnumerable<PastMove> moves)
    {
        var promoted = PastMove.ToText(moves);
        return ToText(runs) + (promoted.Length > 0 ? "\n" + promoted : "");
    }

    private static string ToText(IEnumerable<PastRun> runs)
    {
        List<PastRun> sorted = [.. runs.OrderByDescending(r => r.Began)];
        return sorted.Count == 0 ? "There was no run yet.\n" : TextTable.Write(
        [
            ["started (UTC)", "mirror", ">took", "outcome", ">files", ">fetched", ">bytes", "result"],
            .. sorted.Select(r => new[]
            {
                r.Began.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), r.Mirror, Quantity.Duration(r.Ended - r.Began), RunReport.NameOf(r.Outcome),
                r.Files.ToString(CultureInfo.InvariantCulture), r.FetchedFiles.ToString(CultureInfo.InvariantCulture), Quantity.Bytes(r.FetchedBytes), Result(r),
            }),
        ]);
    }

    /// <summary>A list of objects, the latest run first, and then the promotions.</summary>
    public static string ToJson(IEnumerable<PastRun> runs, IEnumerable<PastMove> moves)
    {
        return JsonOutput.ToText(json =>
        {
            json.WriteStartArray();
            foreach (var run in runs.OrderByDescending(r => r.Began))
            {
                Write(json, run);
            }

            PastMove.Write(json, moves);
            json.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter json, PastRun run)
    {
        json.WriteStartObject();
        json.WriteString("mirror", run.Mirror);
        json.WriteString("started", run.Began);
        json.WriteString("ended", run.Ended);
        json.WriteString("outcome", RunReport.NameOf(run.Outcome));
        json.WriteBoolean("idle", run.IsIdle);
        json.WriteString("generation", run.Outcome == RunOutcome.Succeeded ? run.Generation : null);
        json.WriteNumber("files", run.Files);
        json.WriteNumber("fetchedFiles", run.FetchedFiles);
        json.WriteNumber("fetchedBytes", run.FetchedBytes);
        json.WriteNumber("missing", run.Missing);
        json.WriteString("code", run.Error?.Code);
        json.WriteString("error", run.Error?.Message);
        RecordedAcceptance.Write(json, run.Accepted);
        json.WriteEndObject();
    }

    private static PastRun Of(RunReport run) => new(
        run.Mirror, run.Began, run.Ended, run.Outcome, run.Outcome == RunOutcome.Succeeded && run.Steps.All(s => s.Step != Storing), run.Generation, run.Files,
        run.FetchedFiles, run.FetchedBytes, run.Missing, run.Errors is [var first, ..] ? first : null, run.Accepted);

    private static string Result(PastRun run)
    {
        var result = run switch
        {
            { IsIdle: true } => "nothing new upstream",
            { Outcome: RunOutcome.Succeeded, Generation: { } generation } => generation[..Math.Min(12, generation.Length)],
            { Error: { } error } => $"{error.Code}: {error.Message}",
            { Missing: > 0 } => $"{Quantity.Count(run.Missing, "file")} missing",
            _ => "",
        };
        result = result.Length <= MostCharacters ? result : result[..(MostCharacters - 1)] + "…";
        return result + (run.Accepted is { } accepted ? $"; {accepted.By} accepted {accepted.State}" : "");
    }
}
