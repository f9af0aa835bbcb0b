using Chantal.Advisories;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Policy;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Mirroring;

/// <summary>
/// Whether whole states may enter: where metadata stays as upstream signed it, nothing can be left out of it. A state waits until all versions that are new in it are old enough, counted from
/// the moment at which it was stored. While one waits, a newer one does not take its place, or a mirror whose upstream changes daily would never publish; but one that brings a fix is published at once.
/// </summary>
internal sealed class StateEntry
{
    private readonly MirrorContext _mirror;
    private readonly RepositoryFormat _format;
    private readonly PolicyRules _rules;

    /// <param name="mirror">The mirror.</param>
    /// <param name="format">Its format.</param>
    /// <param name="definition">What its definition says.</param>
    public StateEntry(MirrorContext mirror, RepositoryFormat format, DefinitionValues definition)
    {
        (_mirror, _format) = (mirror, format);
        _rules = PolicyRules.Read(definition, format.Words, format.AgeFrom).FromGivenDates();
    }

    /// <summary>Decides, and notes which state waits if none is admitted.</summary>
    /// <param name="stored">The state that was stored.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The state to publish: it, or the one that waited before it; null: the head stays.</returns>
    /// <exception cref="MirrorException">The state has a version that is known to be malicious.</exception>
    public GenerationId? Decide(GenerationId stored, CancellationToken cancellation)
    {
        var waiting = WaitingState.Read(_mirror.Layout, _mirror.Mirror) is { } noted && _mirror.Generations.Exists(noted.State) ? noted : null;
        return Decide(stored, waiting, _mirror.Clock.GetUtcNow(), cancellation);
    }

    /// <summary>Notes that a state became the head: one that was stored behind it waits from now on.</summary>
    /// <param name="admitted">The state.</param>
    /// <param name="stored">The state that was stored last.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void Conclude(GenerationId admitted, GenerationId stored, CancellationToken cancellation)
    {
        WaitingState.Remove(_mirror.Layout, _mirror.Mirror);
        if (admitted != stored)
        {
            _ = Decide(stored, cancellation);
        }
    }

    private GenerationId? Decide(GenerationId stored, WaitingState? waiting, DateTimeOffset now, CancellationToken cancellation)
    {
        if (_mirror.Head is not { } head || stored == head)
        {
            RequireHarmless(stored, now, cancellation);
            return stored;
        }

        if (waiting is not null && waiting.State != stored && NewVersions.Read(_mirror.Generations, stored, waiting.State, _format, cancellation).TakesBack)
        {
            _mirror.Log.Info("Upstream has taken versions of the state that waits back, so that state is dropped.");
            waiting = null;
        }

        var since = waiting?.State == stored ? waiting.Since : now;
        var report = Judge(stored, head, since, now, cancellation);
        if (waiting is null || waiting.State == stored)
        {
            return Enters(report) ? stored : Wait(stored, since, report);
        }

        if (report.Counts.ContainsKey(Ruling.FastLane))
        {
            var fixes = report.Lines.Where(l => l.Ruling == Ruling.FastLane).Take(3).Select(l => Printable.Escape($"{l.Name} {l}"));
            _mirror.Log.Info($"The new state is published at once: {string.Join("; ", fixes)}. The one that waited is dropped.");
            return stored;
        }

        // What the definition says can have changed since: an item that lets a version in lets a state in.
        var before = Judge(waiting.State, head, waiting.Since, now, cancellation);
        return !Enters(before) ? Wait(waiting.State, waiting.Since, before)
            : Enters(Judge(stored, waiting.State, now, now, cancellation)) ? stored
            : waiting.State;
    }

    private static bool Enters(PolicyReport report) => report.Next is null || report.Counts.ContainsKey(Ruling.FastLane);

    // All of it has to be old enough, not only the first.
    private GenerationId? Wait(GenerationId state, DateTimeOffset since, PolicyReport report)
    {
        var waiting = new WaitingState(state, since, PlannedPolicy.Of(report, since) with { Next = report.Last });
        _mirror.Refs.SetCandidate(_mirror.Mirror, state, since);
        waiting.Write(_mirror.Layout, _mirror.Mirror);
        report.Lines.ToList().ForEach(l => _mirror.Log.Detail($"{l.Name} {l}."));
        _mirror.Log.Info($"A new state waits until {PolicyLine.TimeOf(report.Last!.Value)}, since versions in it are too young. What is published stays.");
        return null;
    }

    private void RequireHarmless(GenerationId state, DateTimeOffset now, CancellationToken cancellation)
    {
        if (_rules.RefusesMalicious && state != _mirror.Head && new AdvisoryRecord(_mirror.Layout, _mirror.Mirror).Read().Count > 0)
        {
            _ = Judge(state, null, DateTimeOffset.MinValue, now, cancellation);
        }
    }

    // What is new in the state beside the one before it.
    private PolicyReport Judge(GenerationId state, GenerationId? before, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellation)
    {
        var sources = new AdvisoryRecord(_mirror.Layout, _mirror.Mirror).Read();
        using var known = _rules.RefusesMalicious || _rules.FastLane is not null ? KnownAdvisories.Open(_mirror.Layout, sources, _format.Versions, cancellation) : null;
        using var faults = known is null ? null : new KnownFaults(known, _rules.FastLane);
        var changes = NewVersions.Read(_mirror.Generations, state, before, _format, cancellation);
        var policy = new EntryPolicy(_rules, FirstSeen.Nothing, faults ?? (IKnownFaults)NoKnownFaults.Instance, _format.Versions, now) { Published = changes.Before };
        foreach (var (package, version, advisory) in _rules.FastLane is { } least ? changes.Fixes(_mirror.Layout, least, cancellation) : [])
        {
            policy.KnowFix(package, version, advisory);
        }

        var part = policy.Open("state", isDated: true);
        foreach (var group in changes.Added.GroupBy(v => (v.Name, v.Part)))
        {
            var versions = group.Select(v => v with { Published = since }).ToList();
            foreach (var (version, verdict) in versions.Zip(part.Judge(versions)))
            {
                policy.Report.Add(version, verdict);
            }
        }

        var malicious = policy.Report.Lines.Where(l => l.Ruling == Ruling.Malicious).ToList();
        return malicious.Count == 0 ? policy.Report : throw MirroringDiagnostics.MaliciousState(_mirror.Mirror, malicious);
    }
}
