namespace Chantal.Installability;

/// <summary>Says which packages can be installed, and why others cannot.</summary>
/// <param name="packages">The packages.</param>
/// <param name="maxConflicts">How many conflicts the search for one package may run into before it is given up.</param>
internal sealed class InstallabilityCheck(IPackages packages, int maxConflicts = Solver.DefaultMaxConflicts)
{
    private readonly Solver _solver = new(packages.Universe, maxConflicts);

    /// <summary>Decides about one package.</summary>
    public Verdict Decide(int package, CancellationToken cancellation) => _solver.Solve(package, cancellation) switch
    {
        Verdict.Installable when !packages.Keeps(_solver.Installed, cancellation) => Verdict.NotDecided,
        var verdict => verdict,
    };

    /// <summary>The packages that the last answer <see cref="Verdict.Installable"/> installs.</summary>
    public IReadOnlyList<int> Installed => _solver.Installed;

    /// <summary>Decides about many packages.</summary>
    /// <returns>Those that cannot be installed or were not decided about, in the order of the question.</returns>
    public IReadOnlyList<(int Package, Verdict Verdict)> Failing(IEnumerable<int> asked, CancellationToken cancellation)
    {
        var (order, failing) = (asked.ToList(), new Dictionary<int, Verdict>());
        var model = new PackageModel(packages.Universe, _solver);
        for (var open = order.ToList(); open.Count > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Decide(open[0], cancellation) is not Verdict.Installable and var verdict)
            {
                failing[open[0]] = verdict;
                open.RemoveAt(0);
                continue;
            }

            model.Reset(_solver.Installed);
            var left = open.Where(p => !model.TryAdd(p)).ToList();
            open = packages.Keeps(model.Installed, cancellation) ? left : open[1..];
        }

        return [.. order.Distinct().Where(failing.ContainsKey).Select(p => (p, failing[p]))];
    }

    /// <summary>Why a package cannot be installed: what breaks, worst first, and no more than a few. Only after that was the answer.</summary>
    public IReadOnlyList<string> Explain(int package, CancellationToken cancellation)
    {
        _ = _solver.Solve(package, cancellation);
        return new Explanation(packages, FailureCore.Of(packages.Universe, _solver.CoreOf(package), package, cancellation)).Of(package);
    }
}
