using Chantal.Advisories;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>How a plan is stored.</summary>
/// <param name="Definition">What the definition says.</param>
/// <param name="Distrust">Whether every blob is read again instead of trusting the head and the hash cache.</param>
/// <param name="CheckRecord">The file that says by which check the head's packages were passed.</param>
/// <param name="Stamp">The file that says which generation the plan came to.</param>
/// <param name="Outdates">Files that are made from the generation; they are removed before another one is kept.</param>
/// <param name="LockedGeneration">The generation that the plan must come to; null: whichever it comes to.</param>
/// <param name="Attempt">Which attempt of this sync it is, from 1.</param>
/// <param name="IsLastAttempt">Whether what upstream does not have as listed is not for a new look at its roots.</param>
internal sealed record StoreStepOptions(
    DefinitionValues Definition, bool Distrust, string CheckRecord, string Stamp, IReadOnlyList<string> Outdates, string? LockedGeneration, int Attempt, bool IsLastAttempt);

/// <summary>
/// Stores every artifact of a plan and, when all are there and verified, the generation: the mirror's candidate. What the head already has is not
/// looked at again. A plug-in's plan is stored as well: it only has no packages that are checked by themselves.
/// </summary>
internal sealed class StoreStep(MirrorContext mirror, StoreStepOptions options)
{
    /// <summary>Stores a plan.</summary>
    /// <param name="planFile">The plan.</param>
    /// <param name="cancellation">Ends the transfers; what was fetched is kept.</param>
    /// <returns>What it came to; without a generation, nothing changed.</returns>
    public async Task<StoreOutcome> RunAsync(string planFile, CancellationToken cancellation)
    {
        mirror.Index.RequireWritable();
        var plan = PlanText.Of(planFile);
        var blobs = mirror.Blobs(trustsHashCache: !options.Distrust);
        var format = RepositoryFormats.Find(plan.Header.Type);
        var check = format?.PackageCheck(options.Definition, mirror.Log);
        var makesMetadata = format?.MakesMetadata(options.Definition) == true;
        var upstreams = new UpstreamMap(plan.Header.Upstreams, plan.Header.Bases, format is null ? options.Definition.UpstreamsOrNull() : format.UpstreamsOf(options.Definition)) { WholeUrl = format?.WholeUrls(mirror.Layout.State(mirror.Mirror)) };
        var head = options.Distrust || !IsCheckedAlike(check) || mirror.Head is not { } id ? null : mirror.Generations.Read(id);
        var wanted = new PlannedState(plan, mirror.Generations, head, head is null ? StoredShards.None : StoredShards.Read(mirror.Layout, mirror.Mirror, head));
        Acceptance? accepted = null;
        var builder = new GenerationBuilder(
            mirror.Fetcher(blobs, upstreams, check), blobs, mirror.Index, mirror.Generations, Tolerance.Read(options.Definition, format?.HoldsBack(options.Definition) == true), mirror.Transfer.Parallelism, mirror.Clock, mirror.Log)
        {
            BeforeFetch = bytes => accepted = new StateGuards(mirror, options.Definition).JudgeDownloads(bytes, wanted.Shards),
        };
        var outcome = await builder.StoreAsync(wanted, plan.Header with { Advisories = new AdvisoryRecord(mirror.Layout, mirror.Mirror).Read() }, makesMetadata, path => makesMetadata && format!.Promises(path), options.IsLastAttempt, cancellation);
        if (outcome.Generation is { } generation)
        {
            if (options.LockedGeneration is { } locked && !(GenerationId.TryParse(locked) is { } name && mirror.Generations.IsNamed(generation, name)))
            {
                throw MirroringDiagnostics.LockedStateGone(locked, generation);
            }

            mirror.Log.Info($"{Quantity.Count(outcome.Files, "file is", "files are")} complete, {outcome.FetchedFiles} fetched; generation {generation.ToString()[..12]}.");

            // First what the generation is without: a run that ends in between must not let the next one take it for whole.
            Note(outcome, makesMetadata);
            new CandidateState(mirror, options.CheckRecord).Keep(generation, outcome.Shards, check?.Identity, options.Outdates);
            File.WriteAllText(options.Stamp, generation + "\n");
            if (outcome.Optional.Count > 0)
            {
                outcome.Optional.ToList().ForEach(f => mirror.Log.Detail(f.Reason));
                mirror.Log.Warning(MirroringDiagnostics.OptionalFilesAbsent(mirror.Mirror, outcome.Optional));
            }
        }

        foreach (var bad in outcome.Bad.Take(Completeness.MaxFailures))
        {
            mirror.Log.Warning(bad.Code, bad.Reason);
        }

        if (outcome.Generation is null && outcome.Bad.Count + outcome.Optional.Count > 0)
        {
            // The next attempt plans without them.
            Note(outcome, makesMetadata);
            File.Delete(planFile);
        }

        return outcome with { Accepted = accepted };
    }

    // What a plan that was made again leaves out is left out no less than what this one could not get.
    private void Note(StoreOutcome outcome, bool makesMetadata)
    {
        var planned = makesMetadata && options.Attempt > 1 ? LeftOutFiles.Read(mirror.Layout, mirror.Mirror).Bad : [];
        var bad = outcome.Bad.Select(f => f.Path).Concat(planned).Distinct().Order(StringComparer.Ordinal).ToList();
        new LeftOutFiles([.. outcome.Without.Union(outcome.Optional.Select(f => f.Path))], bad).Write(mirror.Layout, mirror.Mirror);
    }

    // What the head took over by other keys is looked at again.
    private bool IsCheckedAlike(IArtifactCheck? check) =>
        check is null || (File.Exists(options.CheckRecord) && File.ReadAllText(options.CheckRecord) == check.Identity);
}
