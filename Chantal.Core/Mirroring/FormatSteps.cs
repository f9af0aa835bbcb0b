using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Policy;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>How the steps of a format are to run.</summary>
/// <param name="Definition">What the definition says.</param>
/// <param name="Distrust">Whether nothing is trusted of what earlier runs left.</param>
/// <param name="Attempt">Which attempt of this sync it is, from 1.</param>
/// <param name="Accept">The name of the one suspicious state of the upstream that this run may take; empty: none.</param>
/// <param name="Outdates">Files that are made from what a step makes; they are removed before that changes.</param>
internal sealed record FormatStepOptions(DefinitionValues Definition, bool Distrust, int Attempt, string Accept, IReadOnlyList<string> Outdates)
{
    /// <summary>How long the first wait for an upstream in mid-update takes; later ones take longer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The record of first sights that the lock file has; null: it does not have one.</summary>
    public Func<string?> LockedSights { get; init; } = () => null;
}

/// <summary>The two steps of a sync that differ by format: what is new upstream, and what the mirror is to hold. The same for each format.</summary>
internal sealed class FormatSteps(MirrorContext mirror, RepositoryFormat format, FormatStepOptions options)
{
    /// <summary>Brings the verified roots up to date, and lets a stamp tell the steps behind it whether they changed.</summary>
    public async Task<RootsResult> FetchAsync(string stamp, CancellationToken cancellation)
    {
        var run = Run("", EntryPolicy.None);
        if (!options.Definition.Flag("RefuseMalicious"))
        {
            mirror.Log.Warning(PolicyDiagnostics.MaliciousAccepted(mirror.Mirror));
        }

        if (PolicyRecord.IsOutdated(mirror.Layout, mirror.Mirror, mirror.Clock.GetUtcNow()))
        {
            // Nothing is new but the time: versions that were too young are old enough.
            run.BeforeChange();
        }

        if (options.Distrust && Directory.Exists(run.RootsDirectory))
        {
            Directory.Delete(run.RootsDirectory, recursive: true);
        }

        var result = await format.FetchAsync(run, cancellation);
        if (result.Changed || !File.Exists(stamp))
        {
            await File.WriteAllTextAsync(stamp, string.Join('\n', result.ChangedParts) + "\n", cancellation);
        }

        mirror.Log.Info(result.ChangedParts.Count == 0 ? "Nothing new upstream." : $"New upstream: {string.Join(", ", result.ChangedParts)}.");
        return result;
    }

    /// <summary>Writes the plan.</summary>
    /// <param name="record">The file with what the definition means.</param>
    /// <param name="planFile">The plan.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="UpstreamChangedException">The roots are no longer what the upstream has.</exception>
    public async Task<PlannedFiles> PlanAsync(string record, string planFile, CancellationToken cancellation)
    {
        using var policy = MirrorPolicy.Open(mirror, format, options.Definition, options.LockedSights, cancellation);
        var run = Run(await File.ReadAllTextAsync(record, cancellation), policy.Policy);
        if (options.Distrust && Directory.Exists(run.PartsDirectory))
        {
            Directory.Delete(run.PartsDirectory, recursive: true);
        }

        var planned = await format.PlanAsync(run, planFile, cancellation);
        SelectionRecord.Write(run.StateDirectory, planned.Selection);
        foreach (var scope in planned.Scopes)
        {
            mirror.Log.Detail($"{scope.Scope}: {scope.SelectedFiles} of {Quantity.Count(scope.AvailableFiles, "file")} selected.");
        }

        mirror.Log.Info($"Planned {Quantity.Count(planned.Files, "file")}.");
        policy.Save(planned.IsWhole);
        return planned;
    }

    /// <summary>Makes again what the format makes, from the roots that the mirror has: a plan aside, which is only made for what it puts into the store.</summary>
    /// <param name="record">The file with what the definition means.</param>
    /// <param name="aside">The plan, which is removed.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MirrorException">The roots cannot be planned any more.</exception>
    public async Task RemakeAsync(string record, string aside, CancellationToken cancellation)
    {
        try
        {
            using var policy = MirrorPolicy.OpenAgain(mirror, format, options.Definition, cancellation);
            _ = await format.PlanAsync(Run(await File.ReadAllTextAsync(record, cancellation), policy.Policy), aside, cancellation);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private FormatRun Run(string record, EntryPolicy policy) => new()
    {
        Policy = policy,
        Definition = options.Definition,
        Patience = options.Patience,
        DefinitionRecord = record,
        StateDirectory = mirror.Layout.State(mirror.Mirror),
        Transfer = mirror.Transfer,
        Parallelism = mirror.Transfer.Parallelism,
        Source = (upstreams, bases) => mirror.Fetcher(mirror.Blobs(!options.Distrust), new UpstreamMap(upstreams, bases) { WholeUrl = format.WholeUrls(mirror.Layout.State(mirror.Mirror)) }),
        Published = Published(),
        Distrust = options.Distrust,
        Attempt = options.Attempt,
        BadFiles = LeftOut(l => l.Bad),
        AbsentFiles = LeftOut(l => l.Optional),
        Accept = options.Accept,
        BeforeChange = () => options.Outdates.ToList().ForEach(File.Delete),
        Environment = Environment.GetEnvironmentVariable,
        Clock = mirror.Clock,
        Log = mirror.Log,
    };

    private HashSet<string> LeftOut(Func<LeftOutFiles, IReadOnlyList<string>> of) =>
        options.Attempt > 1 ? of(LeftOutFiles.Read(mirror.Layout, mirror.Mirror)).ToHashSet(StringComparer.Ordinal) : [];

    private PublishedState Published()
    {
        if (mirror.Head is not { } head)
        {
            return PublishedState.None;
        }

        return new PublishedState
        {
            Roots = mirror.Generations.Read(head).Header.Roots,
            Files = () => mirror.Generations.Files([head], CancellationToken.None),
            Where = passes => mirror.Generations.Files(head, passes),
        };
    }
}
