using Chantal.Installability;

namespace Chantal.Core.Tests.Installability;

[TestClass]
public sealed class SolverTests
{
    [TestMethod]
    public void Four_thousand_small_universes_are_decided_as_trying_every_set_of_packages_does()
    {
        var verdicts = new int[3];
        for (var seed = 0; seed < 4_000; seed++)
        {
            var (universe, count) = Make(new Random(seed));
            var solver = new Solver(universe);
            var possible = Enumerable.Range(0, 1 << count).Where(set => Keeps(universe, set)).ToList();
            for (var package = 0; package < count; package++)
            {
                var verdict = solver.Solve(package, default);
                verdicts[(int)verdict]++;
                Assert.AreEqual(possible.Any(s => (s >> package & 1) != 0) ? Verdict.Installable : Verdict.NotInstallable, verdict, $"seed {seed}, package {package}");
                if (verdict == Verdict.Installable)
                {
                    Assert.IsTrue(solver.Installed.Contains(package) && Keeps(universe, solver.Installed.Aggregate(0, (set, p) => set | 1 << p)), $"seed {seed}, package {package}");
                }
                else
                {
                    var core = FailureCore.Of(universe, solver.CoreOf(package), package, default);
                    Assert.IsFalse(Enumerable.Range(0, 1 << count).Any(set => (set >> package & 1) != 0 && core.All(r => r.Literals.Any(l => Holds(set, l)))), $"seed {seed}, package {package}");
                }
            }
        }

        Assert.IsTrue(verdicts[0] > 4_000 && verdicts[1] > 4_000, string.Join(' ', verdicts));
    }

    [TestMethod]
    public void A_search_that_ends_at_its_bound_has_no_answer()
    {
        // Nine pigeons in eight holes.
        var builder = new UniverseBuilder();
        var start = builder.AddPackage();
        var places = Enumerable.Range(0, 9).Select(_ => Enumerable.Range(0, 8).Select(_ => builder.AddPackage()).ToArray()).ToArray();
        foreach (var pigeon in places)
        {
            builder.Require(start, pigeon, 0);
        }

        for (var hole = 0; hole < 8; hole++)
        {
            builder.OneOf([.. places.Select(p => p[hole])]);
        }

        Assert.AreEqual(Verdict.NotDecided, new Solver(new Universe(builder), maxConflicts: 50).Solve(start, default));
        Assert.AreEqual(Verdict.NotInstallable, new Solver(new Universe(builder)).Solve(start, default));
    }

    private static (Universe Universe, int Count) Make(Random random)
    {
        var builder = new UniverseBuilder();
        var count = random.Next(3, 10);
        for (var package = 0; package < count; package++)
        {
            _ = builder.AddPackage();
        }

        for (var i = random.Next(2 * count); i > 0; i--)
        {
            var package = random.Next(count);
            switch (random.Next(4))
            {
                case 0:
                    builder.Exclude(package, random.Next(count), i);
                    break;
                case 1:
                    builder.AddRule(package, [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(2 * count))], i);
                    break;
                default:
                    builder.Require(package, [.. Enumerable.Range(0, random.Next(10) == 0 ? 0 : random.Next(1, 4)).Select(_ => random.Next(count))], i);
                    break;
            }
        }

        if (random.Next(2) == 0)
        {
            builder.OneOf([.. Enumerable.Range(0, random.Next(2, count))]);
        }

        return (new Universe(builder), count);
    }

    private static bool Keeps(Universe universe, int set) =>
        Enumerable.Range(0, universe.RuleCount).All(r => universe.Rule(r).ToArray().Any(l => Holds(set, l)))
        && Enumerable.Range(0, universe.Count).Where(p => (set >> p & 1) != 0).All(p => !universe.ConflictsOf(p).ToArray().Any(c => (set >> c.With & 1) != 0)
            && (universe.GroupOf(p) < 0 || universe.Group(universe.GroupOf(p)).ToArray().Count(o => (set >> o & 1) != 0) < 2));

    private static bool Holds(int set, int literal) => (set >> Universe.PackageOf(literal) & 1) != 0 == Universe.IsIn(literal);
}
