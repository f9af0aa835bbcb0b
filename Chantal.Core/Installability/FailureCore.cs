namespace Chantal.Installability;

/// <summary>One rule of those from which a failure follows.</summary>
/// <param name="Literals">The rule; the first literal is the negation of the package whose relation it is.</param>
/// <param name="Origin">The relation; null: the packages are of one group.</param>
internal sealed record CoreRule(int[] Literals, int? Origin);

/// <summary>The rules from which it follows that a package cannot be installed, without those that are not needed for it.</summary>
internal static class FailureCore
{
    // What is larger is shown as it was found.
    private const int MaxRules = 300;

    /// <summary>Drops one rule after the other, as long as the package still cannot be installed.</summary>
    /// <param name="universe">The packages.</param>
    /// <param name="causes">Rules and pairs from which it follows.</param>
    /// <param name="package">The package.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static IReadOnlyList<CoreRule> Of(Universe universe, IReadOnlyList<Cause> causes, int package, CancellationToken cancellation)
    {
        var core = causes.Select(c => c.IsPair ? Pair(universe, c) : new CoreRule([.. universe.Rule(c.First)], universe.OriginOf(c.First))).ToList();
        if (core.Count > MaxRules)
        {
            return core;
        }

        for (var at = core.Count - 1; at >= 0; at = Math.Min(at, core.Count) - 1)
        {
            cancellation.ThrowIfCancellationRequested();
            var fewer = core.Where((_, index) => index != at).ToList();
            if (StillFails(fewer, package, cancellation) is { } needed)
            {
                core = needed;
            }
        }

        return core;
    }

    private static List<CoreRule>? StillFails(List<CoreRule> rules, int package, CancellationToken cancellation)
    {
        var builder = new UniverseBuilder();
        var numbers = new Dictionary<int, int>();
        var start = Number(package);
        foreach (var rule in rules)
        {
            var literals = rule.Literals.Select(l => (Number(Universe.PackageOf(l)) << 1) | (l & 1)).ToArray();
            builder.AddRule(Universe.PackageOf(literals[0]), literals.AsSpan(1), 0);
        }

        var solver = new Solver(new Universe(builder));
        return solver.Solve(start, cancellation) == Verdict.NotInstallable ? [.. solver.CoreOf(start).Select(c => c.First).Order().Select(c => rules[c])] : null;

        int Number(int of)
        {
            if (!numbers.TryGetValue(of, out var number))
            {
                numbers.Add(of, number = builder.AddPackage());
            }

            return number;
        }
    }

    // A stated conflict says more than that both have one name.
    private static CoreRule Pair(Universe universe, Cause pair)
    {
        foreach (var conflict in universe.ConflictsOf(pair.First))
        {
            if (conflict.With == pair.Second)
            {
                var (by, with) = conflict.IsStatedByOther ? (pair.Second, pair.First) : (pair.First, pair.Second);
                return new CoreRule([Universe.Out(by), Universe.Out(with)], conflict.Origin == UniverseBuilder.SameName ? null : conflict.Origin);
            }
        }

        return new CoreRule([Universe.Out(pair.First), Universe.Out(pair.Second)], null);
    }
}
