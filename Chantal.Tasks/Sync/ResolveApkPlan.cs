using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Turns the verified roots of Alpine repositories and the definition into a plan.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ResolveApkPlan : PlanTask
{
    private protected override string Format => "apk";
}
