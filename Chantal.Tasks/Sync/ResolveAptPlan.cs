using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Turns the verified roots of an APT repository and the definition into a plan; fetches the indices that it has to read.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ResolveAptPlan : PlanTask
{
    private protected override string Format => "apt";
}
