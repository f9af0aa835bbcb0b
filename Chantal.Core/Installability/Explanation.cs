namespace Chantal.Installability;

/// <summary>Says in words why a package cannot be installed: the way from it to what breaks.</summary>
/// <param name="packages">The packages.</param>
/// <param name="core">The rules from which it follows.</param>
internal sealed class Explanation(IPackages packages, IReadOnlyList<CoreRule> core)
{
    private const int MaxBreaks = 3;
    private const int MaxSteps = 12;

    /// <summary>What breaks: what is missing before what excludes each other, short ways before long ones.</summary>
    public IReadOnlyList<string> Of(int package)
    {
        var from = Reach(package);
        return [.. core.Where(r => !r.Literals.Any(Universe.IsIn))
            .Select(r => (IsConflict: r.Literals.Length > 1, Length: r.Literals.Sum(l => WayTo(Universe.PackageOf(l), from).Count), Text: Show(r, from)))
            .Order().Select(b => b.Text).Distinct(StringComparer.Ordinal).Take(MaxBreaks)];
    }

    // From which package each one is needed first.
    private Dictionary<int, int> Reach(int package)
    {
        var from = new Dictionary<int, int> { [package] = -1 };
        var open = new Queue<int>([package]);
        while (open.TryDequeue(out var at))
        {
            foreach (var rule in core.Where(r => r.Literals.Contains(Universe.Out(at))))
            {
                foreach (var needed in rule.Literals.Where(Universe.IsIn).Select(Universe.PackageOf))
                {
                    if (from.TryAdd(needed, at))
                    {
                        open.Enqueue(needed);
                    }
                }
            }
        }

        return from;
    }

    private string Show(CoreRule rule, Dictionary<int, int> from)
    {
        var by = Universe.PackageOf(rule.Literals[0]);
        if (rule.Literals.Length == 1)
        {
            return $"{Path(by, from)} -> {packages.RelationOf(by, rule.Origin ?? 0)}: no package provides it";
        }

        var with = Universe.PackageOf(rule.Literals[1]);
        var paths = string.Join(" and ", rule.Literals.Select(l => Path(Universe.PackageOf(l), from)).Distinct(StringComparer.Ordinal));
        return rule.Origin is { } origin
            ? $"{paths}: {packages.NameOf(by)} does not go together with {packages.NameOf(with)} ({packages.RelationOf(by, origin)})"
            : $"{paths}: only one of {packages.NameOf(by)} and {packages.NameOf(with)} can be installed";
    }

    private string Path(int package, Dictionary<int, int> from)
    {
        var names = WayTo(package, from).Select(packages.NameOf).ToList();
        return string.Join(" -> ", names.Count <= MaxSteps ? names : [.. names.Take(MaxSteps / 2), "…", .. names.TakeLast(MaxSteps / 2)]);
    }

    private static List<int> WayTo(int package, Dictionary<int, int> from)
    {
        var way = new List<int>();
        for (var at = package; at >= 0; at = from.GetValueOrDefault(at, -1))
        {
            way.Add(at);
        }

        way.Reverse();
        return way;
    }
}
