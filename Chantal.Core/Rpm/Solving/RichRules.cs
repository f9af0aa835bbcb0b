using Chantal.Installability;
using Chantal.Rpm.Packages;

namespace Chantal.Rpm.Solving;

/// <summary>Makes rules of rich dependencies: all of the lists have to hold, each by one of its literals.</summary>
/// <param name="capabilities">Who provides what.</param>
internal sealed class RichRules(Capabilities capabilities)
{
    // More than any package asks for; what is larger cannot be met.
    private const int MaxRules = 4096;

    private static readonly int[][] Never = [[]];

    /// <summary>The rules by which a dependency holds, or does not hold.</summary>
    /// <param name="dependency">The dependency.</param>
    /// <param name="holds">Whether it has to hold.</param>
    public int[][] Of(RichDependency dependency, bool holds) => dependency switch
    {
        RichDependency.Joined { Operator: RichOperator.And } and => holds ? Both(Of(and.Left, true), Of(and.Right, true)) : Either(Of(and.Left, false), Of(and.Right, false)),
        RichDependency.Joined { Operator: RichOperator.Or } or => holds ? Either(Of(or.Left, true), Of(or.Right, true)) : Both(Of(or.Left, false), Of(or.Right, false)),
        RichDependency.Joined { Operator: RichOperator.If or RichOperator.Unless } condition => OfCondition(condition, holds),
        _ => OfPackages([.. capabilities.Matching(dependency)], holds),
    };

    // "a if b" asks nothing where b is not, "a unless b" cannot hold where b is; an else replaces both.
    private int[][] OfCondition(RichDependency.Joined condition, bool holds)
    {
        var (whereIs, whereIsNot) = condition.Operator == RichOperator.If ? (condition.Left, condition.Else) : (condition.Else, condition.Left);
        var without = condition.Operator == RichOperator.If == holds ? [] : Never;
        return Both(
            Either(Of(condition.Right, false), whereIs is null ? without : Of(whereIs, holds)),
            Either(Of(condition.Right, true), whereIsNot is null ? without : Of(whereIsNot, holds)));
    }

    private static int[][] OfPackages(int[] packages, bool holds) =>
        holds ? [[.. packages.Select(Universe.In)]] : [.. packages.Select(p => new[] { Universe.Out(p) })];

    private static int[][] Both(int[][] left, int[][] right) => left.Length + right.Length > MaxRules ? Never : [.. left, .. right];

    private static int[][] Either(int[][] left, int[][] right) =>
        (long)left.Length * right.Length > MaxRules ? Never : [.. left.SelectMany(l => right.Select(r => (int[])[.. l, .. r]))];
}
