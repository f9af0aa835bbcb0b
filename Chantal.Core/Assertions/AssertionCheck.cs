using Chantal.Diagnostics;
using Chantal.Installability;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Assertions;

/// <summary>Looks whether everything holds of a state that has to hold before it is published.</summary>
/// <param name="layout">The store.</param>
/// <param name="generations">Its manifests.</param>
/// <param name="log">Hears what does not hold.</param>
internal sealed class AssertionCheck(StoreLayout layout, GenerationStore generations, ILog log)
{
    private const int MaxShown = 20;

    /// <summary>The state of another mirror that machines use together with this one; null: it has none.</summary>
    public required Func<string, GenerationId?> StateOf { get; init; }

    /// <summary>Looks. Each fault is an error of its own; a warning if the definition says so.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="record">What has to hold.</param>
    /// <param name="state">The state that is to be published.</param>
    /// <param name="before">The state that is published; null: none is.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>How many errors there are.</returns>
    public async Task<int> RunAsync(string mirror, AssertionRecord record, GenerationId state, GenerationId? before, CancellationToken cancellation)
    {
        if (record.IsEmpty || ReaderFor(generations.Read(state).Header.Type) is not { } reader)
        {
            return 0;
        }

        var errors = 0;
        foreach (var together in record.Asserts.GroupBy(a => string.Join('\n', [.. a.Suites, "", .. a.Repositories, "", .. a.Architectures, "", .. a.With])))
        {
            errors += await AssertAsync(mirror, [.. together], state, reader, cancellation);
        }

        return record.Closure != ClosureMode.Off && before is { } old && old != state && !HasSameIndices(reader, old, state, cancellation)
            ? errors + await CompareAsync(mirror, record.Closure, reader, old, state, cancellation)
            : errors;
    }

    private IViewReader? ReaderFor(string type) => type switch
    {
        "apt" => new AptViews(layout, generations),
        "rpm" => new RpmViews(layout, generations),
        _ => null,
    };

    private async Task<int> AssertAsync(string mirror, IReadOnlyList<AssertItem> items, GenerationId state, IViewReader reader, CancellationToken cancellation)
    {
        var with = items[0].With.Select(m => StateOf(m) ?? throw AssertionDiagnostics.MirrorWithoutState(mirror, items[0].Package, m));
        var views = await reader.ReadAsync(new ViewRequest([state, .. with], items[0].Suites.Count > 0 ? items[0].Suites : items[0].Repositories, items[0].Architectures), cancellation);
        if (views.Count == 0)
        {
            return Fail(AssertionDiagnostics.NothingToAssert(mirror, items[0].Package));
        }

        var errors = 0;
        foreach (var view in views)
        {
            var check = new InstallabilityCheck(view.Packages);
            foreach (var item in items)
            {
                errors += Assert(mirror, item.Package, view, check, cancellation);
            }
        }

        return errors;
    }

    // Of a name, machines take the newest package; one of several architectures is enough.
    private int Assert(string mirror, string name, ClientView view, InstallabilityCheck check, CancellationToken cancellation)
    {
        var verdicts = view.Named(name).Select(p => (Package: p, Verdict: check.Decide(p, cancellation))).ToList();
        return verdicts.Count == 0 ? Fail(AssertionDiagnostics.NotInstallable(mirror, name, view.Name, [$"no package is called {name}"]))
            : verdicts.Exists(v => v.Verdict == Verdict.Installable) ? 0
            : Fail(verdicts[0].Verdict == Verdict.NotDecided
                ? AssertionDiagnostics.NotDecided(mirror, name, view.Name)
                : AssertionDiagnostics.NotInstallable(mirror, name, view.Name, check.Explain(verdicts[0].Package, cancellation)));
    }

    private int Fail(Diagnostic diagnostic)
    {
        log.Error(diagnostic.Code, diagnostic.Message);
        return 1;
    }

    private bool HasSameIndices(IViewReader reader, GenerationId before, GenerationId state, CancellationToken cancellation)
    {
        return Indices(before).SetEquals(Indices(state));

        HashSet<(string, Sha256Digest?)> Indices(GenerationId of) => [.. generations.Files([of], cancellation).Where(reader.IsIndex).Select(e => (e.Path, e.Sha256))];
    }

    private async Task<int> CompareAsync(string mirror, ClosureMode mode, IViewReader reader, GenerationId before, GenerationId state, CancellationToken cancellation)
    {
        var now = await reader.ReadAsync(new ViewRequest([state], [], []), cancellation);
        var failing = now.Select(v => (View: v, Check: new InstallabilityCheck(v.Packages))).Select(v => (v.View, v.Check, Packages: v.Check.Failing(Enumerable.Range(0, v.View.Identities.Count), cancellation)))
            .Where(v => v.Packages.Count > 0).ToList();
        var old = failing.Count == 0 ? [] : await reader.ReadAsync(new ViewRequest([before], [], []), cancellation);
        var errors = 0;
        foreach (var (view, check, packages) in failing)
        {
            if (old.FirstOrDefault(v => v.Name == view.Name) is not { } then)
            {
                continue;
            }

            var worse = new ClosureComparison(then, view).Worse(packages.Select(p => p.Package), cancellation).ToHashSet();
            var lines = packages.Where(p => worse.Contains(p.Package)).Take(MaxShown)
                .SelectMany(p => p.Verdict == Verdict.NotDecided ? [$"{view.Packages.NameOf(p.Package)}: not decided"] : check.Explain(p.Package, cancellation).Take(1)).ToList();
            if (worse.Count > 0)
            {
                errors += Report(AssertionDiagnostics.NoLongerInstallable(mirror, view.Name, worse.Count, lines), mode);
            }
        }

        return errors;
    }

    private int Report(Diagnostic diagnostic, ClosureMode mode)
    {
        if (mode == ClosureMode.Error)
        {
            return Fail(diagnostic);
        }

        log.Warning(diagnostic);
        return 0;
    }
}
